"""Does the search of the casebook find what is there, in four languages, and obey nobody?"""

from __future__ import annotations

import html
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from desk_room import Room, open_room, post
from firsthand import api

CLAIMS = {
    "s-el": ("el", "Η Αθήνα πλημμύρισε από τις βροχές του Αυγούστου", "published", "False"),
    "s-uk": ("uk", "Найбільший район Києва залишився без світла й води", "published", "Misleading"),
    "s-ru": ("ru", "Всё ещё горят торфяные болота под городом Орёл", "draft", "False"),
    "s-en": ("en", "The cathedral's bells were melted into cannons", "draft", "True"),
    "s-both": ("uk", "Правда про повені", "published", "False"),
    "s-quotes": ("en", 'He said "NEAR the AND gate" OR not', "odd \"status' * -", "Satire"),
}


def document(id: str, lang: str, text: str, status: str = "", rating: str = "") -> str:
    reviews = [{"rating": rating, "publisher": "A desk"}] if rating else []
    case = {"id": id, "title": f"Case {id}", "status": status}
    claims = [{"text": text, "lang": lang}]
    return json.dumps({"firsthand": 1, "case": case, "claims": claims, "reviews": reviews}, ensure_ascii=False)


def put_on_file(folder: Path, lines: list[str], at: Path) -> None:
    """What `firsthand import` does, in another process than the room's."""
    file = at / "cases.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with api.open(folder) as desk:
        assert not desk.import_cases([file], who="the command line").problems


@pytest.fixture(scope="module")
def shelf(room: Room, tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    reader = room.client("reader")
    assert reader.get("/cases").status_code == 200, "the list is there before the cases are"
    lines = [document(id, *said) for id, said in CLAIMS.items()]
    put_on_file(room.folder, lines, tmp_path_factory.mktemp("search"))
    return reader


def found(client: httpx.Client, q: str, **facets: str) -> list[str]:
    answer = client.get("/cases", params={"q": q, **facets})
    assert answer.status_code == 200, q
    return re.findall(r'href="/cases/([^"?/]+)"', answer.text)


@pytest.mark.parametrize(
    ("q", "id", "why"),
    [
        ("ΑΘΗΝΑ", "s-el", "capitals without accent"),
        ("Αθήνα", "s-el", "as written"),
        ("αθηνα", "s-el", "small, without accent"),
        ("αθήνας", "s-el", "the genitive"),
        ("βροχή", "s-el", "one, where several are on file"),
        ("ΑΥΓΟΥΣΤΟΣ πλημμυρισε", "s-el", "two words, another ending, final sigma"),
        ("найбільший", "s-uk", "as written"),
        ("наибільшии", "s-uk", "й typed as и"),
        ("найбільшого району", "s-uk", "other endings"),
        ("КИЄВА світло", "s-uk", "capitals; another ending"),
        ("район без світло", "s-uk", "ї and й folded, other endings"),
        ("все еще", "s-ru", "ё typed as е"),
        ("всё ещё", "s-ru", "as written"),
        ("болото", "s-ru", "one, where several are on file"),
        ("торфяных болот", "s-ru", "the genitive"),
        ("Орел", "s-ru", "ё typed as е, in a name"),
        ("cathedrals bell", "s-en", "other endings"),
        ("cathedral’s", "s-en", "another apostrophe"),
        ("BELLS melt", "s-en", "capitals, another ending"),
        ("canno", "s-en", "the beginning of a word"),
        ("s-en", "s-en", "its id"),
    ],
)
def test_it_is_found_in_every_form(shelf: httpx.Client, q: str, id: str, why: str) -> None:
    assert id in found(shelf, q), why


def test_other_words_find_nothing(shelf: httpx.Client) -> None:
    assert found(shelf, "Αθήνα болото") == []
    assert found(shelf, "xyzzy") == []


@pytest.mark.parametrize(
    ("facets", "ids"),
    [
        ({"status": "published"}, {"s-el", "s-uk", "s-both"}),
        ({"status": "draft", "verdict": "false"}, {"s-ru"}),
        ({"verdict": "false"}, {"s-el", "s-ru", "s-both"}),
        ({"lang": "uk"}, {"s-uk", "s-both"}),
        ({"lang": "uk", "verdict": "false", "status": "published"}, {"s-both"}),
        ({"verdict": "fals"}, set()),
        ({"lang": "u"}, set()),
        ({"verdict": "%"}, set()),
        ({"lang": "_k"}, set()),
        ({"status": "odd \"status' * -"}, {"s-quotes"}),
    ],
)
def test_facets_narrow_to_that_very_value(shelf: httpx.Client, facets: dict[str, str], ids: set[str]) -> None:
    assert {id for id in found(shelf, "Case", **facets) if id.startswith("s-")} == ids
    assert {id for id in found(shelf, "", **facets) if id.startswith("s-")} == ids


def test_words_and_facets_together(shelf: httpx.Client) -> None:
    assert found(shelf, "правда", lang="uk") == ["s-both"]
    assert found(shelf, "правда", lang="ru") == []


HOSTILE = (
    '"', "'", '""', "*", "-", "- -", "(", ")", "NEAR", "NEAR(a b)", "a NEAR/2 b", "AND", "OR", "NOT a", "^a", "a*b*",
    "folded:a", "id : x", "{a b}: c", "a + b", "\x00", "a\x00b", "a\u202eb", "'; DROP TABLE case_line; --", '") OR 1=1 --',
    "%", "_", "\\", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "́", "x" * 300, "а " * 150, '"' * 300,
)  # fmt: skip


@pytest.mark.parametrize("q", HOSTILE)
def test_no_query_steers_the_search(shelf: httpx.Client, q: str) -> None:
    everything = int(total(shelf, ""))
    assert len(found(shelf, q)) <= everything
    for facet in ("status", "verdict", "lang"):
        assert found(shelf, "", **{facet: q}) == [] or not q.strip("\x00")
    assert total(shelf, "") == str(everything)


def total(client: httpx.Client, q: str) -> str:
    return re.search(r'role="status">\D*(\d+)', client.get("/cases", params={"q": q}).text)[1]  # type: ignore[index]


def test_quotes_in_a_query_are_words(shelf: httpx.Client) -> None:
    assert "s-quotes" in found(shelf, '"NEAR the AND gate" OR')
    shown = shelf.get("/cases", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert(1)" not in shown
    assert '"><script>alert(1)</script>' in html.unescape(shown)


def test_a_long_query_is_cut_and_still_answers(shelf: httpx.Client) -> None:
    assert found(shelf, "cathedral " * 100) == ["s-en"]


@pytest.mark.parametrize("page", ["0", "-1", "999999", "1e9", "x", "9" * 40])
def test_a_page_that_is_none(shelf: httpx.Client, page: str) -> None:
    assert shelf.get("/cases", params={"q": "case", "page": page}).status_code == 200


def test_the_list_follows_what_others_file_while_the_room_is_open(
    shelf: httpx.Client, room: Room, tmp_path: Path
) -> None:
    put_on_file(room.folder, [document("s-late", "en", "A zeppelin over the harbour", "draft")], tmp_path)
    assert found(shelf, "zeppelins") == ["s-late"]
    put_on_file(room.folder, [document("s-late", "en", "A kite over the harbour", "published")], tmp_path)
    assert found(shelf, "zeppelin") == []
    assert found(shelf, "kite", status="published") == ["s-late"]
    assert found(shelf, "kite", status="draft") == []


def test_what_an_editor_changes_is_found_at_once(room: Room, shelf: httpx.Client) -> None:
    editor = room.client("editor")
    form = "/cases/s-late-too/edit"
    post(editor, "/cases/new?add", {"revision": "0", "title": "An ostrich in the square", "id": "s-late-too"})
    assert found(shelf, "ostriches") == ["s-late-too"]
    number = re.search(r'name="revision" value="(\d+)"', editor.get(form).text)[1]  # type: ignore[index]
    post(editor, form, {"revision": number, "title": "A heron in the square"})
    assert found(shelf, "ostrich") == []
    assert found(shelf, "heron") == ["s-late-too"]


def test_facets_reach_beyond_the_best_matches(tmp_path: Path) -> None:
    """Words that thousands of cases hold, and a status that one of them bears: the one is found and all are counted."""
    lines = [document(f"m-{n}", "en", "flood flood flood") for n in range(2010)]
    lines.append(document("m-rare", "en", "a flood, told at length, " + "and more of it " * 40, "rare"))
    with open_room(tmp_path / "book") as own:
        put_on_file(own.folder, lines, tmp_path)
        admin = own.client("admin")
        assert total(admin, "floods") == "2011"
        assert found(admin, "flood", status="rare") == ["m-rare"]


def test_a_room_whose_words_lay_otherwise_makes_its_list_anew(tmp_path: Path) -> None:
    with open_room(tmp_path / "book") as own:
        put_on_file(own.folder, [document("s-old", "en", "A lighthouse on the quay", "draft")], tmp_path)
        admin = own.client("admin")
        assert found(admin, "lighthouse") == ["s-old"]
        cookies = dict(admin.cookies)
    with closing(sqlite3.connect(own.folder / "desk" / "desk.sqlite3")) as file, file:
        file.execute("DROP TABLE case_words")
        file.execute("CREATE VIRTUAL TABLE case_text USING fts5(id UNINDEXED, folded)")
    with open_room(own.folder) as again, httpx.Client(base_url=again.base, cookies=cookies, timeout=30) as back:
        assert found(back, "lighthouse") == ["s-old"]
