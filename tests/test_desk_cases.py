"""Is a case made, changed, joined and parted at the desk so that nothing is lost and everybody can see who said what?"""

from __future__ import annotations

import html
import io
import re
import secrets
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from PIL import Image

from desk_room import Room, post, settled
from firsthand import api
from firsthand.errors import OvertakenError


def new_case(client: httpx.Client, title: str = "A case of the tests", **fields: str) -> str:
    """The path of a new case."""
    id = fields.pop("id", f"t-{secrets.token_hex(4)}")
    made = post(client, "/cases/new?add", {"revision": "0", "title": title, "id": id, **fields})
    assert made.status_code == 302, made.text
    return made.headers["Location"]


def seen(client: httpx.Client, form: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', client.get(form).text)
    assert found, form
    return found[1]


def add(client: httpx.Client, case: str, part: str, /, of: str = "", **fields: object) -> httpx.Response:
    """Add a line as the form does; `from_` stands for `from`."""
    of, fields = (of, fields) if part == "entries" else ("", {"of": of, **fields})
    form = f"{case}/add/{part}" + (f"?of={quote(of)}" if of else "")
    said = {name.rstrip("_"): value for name, value in fields.items() if name != "files"}
    more = {"files": fields["files"]} if "files" in fields else {}
    data = {"revision": seen(client, form), "line-of": of, **said}
    return post(client, f"{case}/add/{part}", data, form=form, **more)  # type: ignore[arg-type]


def filed(answer: httpx.Response) -> httpx.Response:
    assert answer.status_code == 302, re.findall(r'role="alert">.*?</div>', answer.text, re.DOTALL) or answer.text
    return answer


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    drawn = Image.linear_gradient("L").resize((160, 120)).convert("RGB")
    Image.blend(drawn, Image.new("RGB", drawn.size, colour), 0.5).save(out, "JPEG")
    return out.getvalue()


def upload(client: httpx.Client, case: str, colour: str = "red", **fields: str) -> httpx.Response:
    return add(client, case, "pictures", files={"file": ("street.jpg", picture(colour), "image/jpeg")}, **fields)


@pytest.fixture
def editor(room: Room) -> httpx.Client:
    return room.client("editor")


def links(client: httpx.Client, case: str, part: str) -> list[str]:
    """The addresses at which the lines of a part are changed."""
    return [html.unescape(link) for link in re.findall(rf'href="({case}/change/{part}/[^"]+)"', client.get(case).text)]


def test_a_case_from_scratch_leaves_as_a_casefile(editor: httpx.Client, room: Room, tmp_path: Path) -> None:
    case = new_case(editor, "Повінь, якої не було", status="draft", note="Seen by a reader.")
    filed(
        add(
            editor,
            case,
            "claims",
            text="Вулиці затопило",
            lang="uk",
            claimant="a channel",
            made="2022-09",
            wordings=["Улицы затопило", "Οι δρόμοι πλημμύρισαν", ""],
            **{"wordings-lang": ["ru", "el", ""]},
        )
    )
    filed(upload(editor, case, "red"))
    filed(upload(editor, case, "blue", id="second"))
    filed(add(editor, case, "subjects", kind="body", names=["The League", "Ліга"], **{"names-lang": ["en", "uk"]}))
    filed(
        add(
            editor,
            case,
            "entries",
            of="pic-1",
            field="place",
            value="Lviv",
            within="Lviv Oblast\nUkraine",
            source="the photographer",
        )
    )
    filed(add(editor, case, "entries", of="the-league", field="founded", value="199X", source="a register"))
    filed(add(editor, case, "appearances", url="https://example.org/1", seen="2022-09-12T09:00Z", of="pic-1"))
    filed(add(editor, case, "reviews", rating="Fake", verdict="by-table", publisher="StopFake"))
    id = case.rpartition("/")[2]
    with api.open(room.folder, write=False) as desk:
        held = desk.case(id)
        assert [one.text for one in held.claims[0].all_wordings()][1:] == ["Улицы затопило", "Οι δρόμοι πλημμύρισαν"]
        assert [one.id for one in held.pictures] == ["pic-1", "second"]
        assert held.pictures[0].entries[0].within == ("Lviv Oblast", "Ukraine")
        assert held.appearances[0].of == "pic-1"
        assert held.reviews[0].verdict.value == "false", "by the table, for that house"
        assert {line.who for line in desk.book.revisions(id)} == {"the editor"}
        desk.export_cases(tmp_path / "out")
    with api.init(tmp_path / "again") as other:
        summary = other.import_cases([tmp_path / "out" / f"{id}.yaml"], who="a test")
        assert not summary.problems
        assert other.case(id) == held


FAULTS = [
    ("entries", {"field": "taken", "value": "31.12.2012", "source": "x"}, "Write the year first"),
    ("entries", {"field": "taken", "value": "2012-13-01", "source": "x"}, "no month 13"),
    ("entries", {"field": "place", "value": "Lviv", "source": ""}, "must be given"),
    (
        "entries",
        {"field": "place", "value": "Lviv", "source": "x", "from_": "2014", "until": "2012"},
        "before it begins",
    ),
    ("entries", {"field": "place", "value": "Lviv", "source": "x", "lang": "Ukrainian!"}, "not a language tag"),
    ("claims", {"text": "  "}, "must be given"),
    ("claims", {"text": "x" * 20_001}, "is the limit"),
    ("subjects", {"kind": "ghost"}, "not known here"),
    ("subjects", {"kind": "body", "id": "a b"}, "cannot be an id"),
    ("subjects", {"kind": "body", "names": ["A"], "names-lang": [""]}, "not a language tag"),
    ("appearances", {"url": ""}, "must be given"),
    ("reviews", {"rating": "", "verdict": "false"}, "must be given"),
    ("pictures", {"note": "no file"}, "No picture was chosen"),
]


@pytest.mark.parametrize(("part", "fields", "said"), FAULTS)
def test_what_is_wrong_is_said_beside_the_words(
    editor: httpx.Client, part: str, fields: dict[str, object], said: str, faulty: str
) -> None:
    answer = add(editor, faulty, part, of="pic-1" if part == "entries" else "", **fields)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert said in page
    assert all(str(value) in page for value in fields.values() if isinstance(value, str) and value.strip())


@pytest.fixture(scope="module")
def faulty(room: Room) -> str:
    case = new_case(room.client("editor"))
    filed(upload(room.client("editor"), case))
    return case


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "empty"), (b"<svg onload='alert(1)'/>", ""), (b"\xff\xd8\xff" + b"\0" * 400, ""), (b"GIF89a", "")],
)
def test_what_is_no_picture_is_refused_with_a_sentence(
    editor: httpx.Client, faulty: str, data: bytes, said: str
) -> None:
    answer = add(editor, faulty, "pictures", files={"file": ("x.jpg", data, "image/jpeg")}, note="my note")
    assert answer.status_code == 422
    assert "my note" in answer.text
    assert 'href="#f-file"' in answer.text
    assert said in answer.text


def test_a_line_is_changed_and_withdrawn_and_the_old_one_is_shown(editor: httpx.Client) -> None:
    case = new_case(editor)
    filed(add(editor, case, "claims", text="It rained on Monday", lang="en"))
    (link,) = links(editor, case, "claims")
    filed(post(editor, link, {"revision": seen(editor, link), "text": "It rained on Tuesday", "lang": "en"}))
    assert "Tuesday" in editor.get(case).text
    assert "Monday" not in editor.get(case).text
    newest = editor.get(re.findall(rf'href="({case}/revisions/\d+)"', editor.get(case).text)[0]).text
    went = newest[newest.index('class="diff went"') :]
    assert "It rained on Monday" in went
    assert "the editor" in newest
    filed(post(editor, link, {"revision": seen(editor, link), "deed": "withdraw"}))
    assert "Tuesday" not in editor.get(case).text
    second = re.findall(rf'href="({case}/revisions/\d+)"', editor.get(case).text)[1]
    assert "It rained on Tuesday" in editor.get(second).text, "as it was"


def test_of_two_who_save_at_once_the_second_sees_both(editor: httpx.Client, room: Room) -> None:
    case = new_case(editor)
    filed(add(editor, case, "claims", text="First words"))
    (link,) = links(editor, case, "claims")
    old = seen(editor, link)
    filed(post(editor, link, {"revision": old, "text": "Words of one"}))
    late = post(room.client("admin"), link, {"revision": old, "text": "Words of the other"})
    assert late.status_code == 409
    assert "Words of one" in late.text
    assert "Words of the other" in late.text
    assert "Words of one" in editor.get(case).text, "nothing was overwritten"
    newer = re.search(r'name="revision" value="(\d+)"', late.text)[1]  # type: ignore[index]
    filed(post(room.client("admin"), link, {"revision": newer, "text": "Words of the other"}))
    assert "Words of the other" in editor.get(case).text


def test_a_line_that_is_gone_by_then_is_not_lost_either(editor: httpx.Client) -> None:
    case = new_case(editor)
    filed(add(editor, case, "appearances", url="https://example.org/a"))
    (link,) = links(editor, case, "appearances")
    old = seen(editor, link)
    filed(post(editor, link, {"revision": old, "url": "https://example.org/b"}))
    late = post(editor, link, {"revision": old, "url": "https://example.org/c"}, form=case)
    assert late.status_code == 409
    assert "https://example.org/c" in late.text
    assert f'action="{case}/add/appearances"' in late.text


def test_adding_the_same_line_twice_adds_it_once(editor: httpx.Client) -> None:
    case = new_case(editor)
    filed(add(editor, case, "appearances", url="https://example.org/a"))
    again = add(editor, case, "appearances", url="https://example.org/a")
    assert again.status_code == 422
    assert "already" in again.text


def test_the_title_of_two_at_once(editor: httpx.Client) -> None:
    case = new_case(editor, "The first title")
    old = seen(editor, f"{case}/edit")
    filed(post(editor, f"{case}/edit", {"revision": old, "title": "Their title"}))
    late = post(editor, f"{case}/edit", {"revision": old, "title": "My title"})
    assert late.status_code == 409
    assert "Their title" in late.text
    assert "My title" in late.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "must be given"),
        ({"title": "x" * 1001}, "is the limit"),
        ({"title": "A", "id": "../x"}, "cannot be an id"),
        ({"title": "A", "id": "may-day-2012"}, "already"),
        ({"title": "New"}, "can be called 'new'"),
        ({"title": "A", "status": "merged into may-day-2012"}, "cannot begin"),
    ],
)
def test_a_case_that_cannot_be_made_is_told_why(editor: httpx.Client, fields: dict[str, object], said: str) -> None:
    answer = post(editor, "/cases/new?add", {"revision": "0", "note": "my note", **fields})
    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert "my note" in answer.text


def test_words_that_pages_show_otherwise_stay_what_they_are(editor: httpx.Client, room: Room) -> None:
    """A page shows marks that turn writing round as their number; saving the form must not put that number on file."""
    words = "before \u202eafter"
    case = new_case(editor)
    filed(add(editor, case, "claims", text=words))
    (link,) = links(editor, case, "claims")
    shown = html.unescape(re.search(r"<textarea[^>]*>([^<]*)</textarea>", editor.get(link).text)[1])  # type: ignore[index]
    assert "[U+202E]" in shown
    filed(post(editor, link, {"revision": seen(editor, link), "text": shown, "claimant": "somebody"}))
    with api.open(room.folder, write=False) as desk:
        claim = desk.case(case.rpartition("/")[2]).claims[0]
    assert (claim.text, claim.claimant) == (words, "somebody")


def test_what_comes_from_outside_stays_words(editor: httpx.Client) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    case = new_case(editor, evil, note=evil)
    filed(add(editor, case, "claims", text=evil, claimant=evil))
    filed(upload(editor, case))
    filed(add(editor, case, "subjects", kind="person", names=[evil], **{"names-lang": ["en"]}, id="who"))
    filed(add(editor, case, "entries", of="pic-1", field=evil, value=evil, source=evil, url="javascript:alert(3)"))
    filed(add(editor, case, "appearances", url="javascript:alert(4)", outlet=evil, caption=evil))
    filed(add(editor, case, "reviews", rating=evil, verdict="false", publisher=evil, url="javascript:alert(5)"))
    pages = [case, f"{case}/edit", f"{case}/split", f"{case}/merge?other=may-day-2012", *links(editor, case, "entries")]
    pages += re.findall(rf'href="({case}/revisions/\d+)"', editor.get(case).text)
    for page in pages:
        text = editor.get(page).text
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page
        assert not re.search(r'(href|src|action)="javascript:', text), page


# Merge and split


def two_cases(editor: httpx.Client) -> tuple[str, str]:
    """Two cases of which each has a claim c1 and the same picture."""
    cases = new_case(editor, "The first matter"), new_case(editor, "The second matter")
    for case, words in zip(cases, ("The dam broke", "The bridge fell"), strict=True):
        filed(add(editor, case, "claims", text=words))
        filed(upload(editor, case, "green"))
        filed(add(editor, case, "entries", of="pic-1", field="place", value="Lviv", source=words))
        filed(add(editor, case, "appearances", url=f"https://example.org/{case[-4:]}", of="c1"))
    return cases


def merge(editor: httpx.Client, kept: str, other: str) -> httpx.Response:
    form = f"{kept}/merge?other={other.rpartition('/')[2]}"
    page = editor.get(form).text
    numbers = dict(re.findall(r'name="(revision|revision-other)" value="(\d+)"', page))
    return post(editor, f"{kept}/merge", {**numbers, "other": other.rpartition("/")[2]}, form=form)


def undo(editor: httpx.Client, case: str) -> httpx.Response:
    numbers = dict(re.findall(r'name="(revision|revision-other)" value="(\d+)"', editor.get(case).text))
    return post(editor, f"{case}/undo", numbers, form=case)


TIP = "text:" + "0" * 64


def decide(room: Room, item: str, answer: str, why: str) -> None:
    with api.open(room.folder) as desk:
        desk.decide(TIP, item, answer, who="somebody", why=why)


def stands(room: Room, item: str) -> str:
    from firsthand.record.decisions import standing

    with api.open(room.folder, write=False) as desk:
        row = standing(desk.book.decisions()).get((TIP, item))
    return row.answer.value if row else ""


def test_a_merge_keeps_every_line_and_decision_and_can_be_taken_back(editor: httpx.Client, room: Room) -> None:
    kept, other = two_cases(editor)
    a, b = kept.rpartition("/")[2], other.rpartition("/")[2]
    decide(room, f"{b}/c1", "no", "another dam")
    with api.open(room.folder, write=False) as desk:
        before = desk.case(a), desk.case(b)
    filed(merge(editor, kept, other))
    with api.open(room.folder, write=False) as desk:
        one, gone = desk.case(a), desk.case(b)
    assert [claim.text for claim in one.claims] == ["The dam broke", "The bridge fell"]
    assert [claim.id for claim in one.claims] == ["c1", "c1-2"]
    assert len(one.pictures) == 1, "the same bytes are one picture"
    assert [entry.source for entry in one.pictures[0].entries] == ["The dam broke", "The bridge fell"]
    assert [seen.of for seen in one.appearances] == ["c1", "c1-2"]
    assert gone.status == f"merged into {a}"
    assert not gone.claims
    assert stands(room, f"{a}/c1-2") == "no", "what was refused does not come back under another name"
    page = editor.get(other).text
    assert f'href="{kept}"' in page
    assert "The bridge fell" in page, "what it held stays readable"
    assert editor.get(f"{other}/add/claims").status_code == 409
    filed(undo(editor, other))
    with api.open(room.folder, write=False) as desk:
        assert (desk.case(a), desk.case(b)) == before
    assert stands(room, f"{b}/c1") == "no"


def test_a_merge_of_what_was_not_seen_is_shown_anew(editor: httpx.Client) -> None:
    kept, other = two_cases(editor)
    form = f"{kept}/merge?other={other.rpartition('/')[2]}"
    numbers = dict(re.findall(r'name="(revision|revision-other)" value="(\d+)"', editor.get(form).text))
    filed(add(editor, other, "claims", text="A claim that came meanwhile"))
    late = post(editor, f"{kept}/merge", {**numbers, "other": other.rpartition("/")[2]}, form=form)
    assert late.status_code == 409
    assert "A claim that came meanwhile" in late.text
    assert "merged into" not in editor.get(other).text


def test_a_merge_is_not_taken_back_over_what_was_filed_since(editor: httpx.Client) -> None:
    kept, other = two_cases(editor)
    filed(merge(editor, kept, other))
    numbers = dict(re.findall(r'name="(revision|revision-other)" value="(\d+)"', editor.get(other).text))
    filed(add(editor, kept, "claims", text="Filed after the merge"))
    assert post(editor, f"{other}/undo", numbers, form=kept).status_code == 409
    assert f'action="{other}/undo"' not in editor.get(other).text
    assert "Filed after the merge" in editor.get(kept).text


@pytest.mark.parametrize("other", ["itself", "no-such-case", "merged away"])
def test_cases_that_cannot_be_merged(editor: httpx.Client, other: str) -> None:
    kept, away = new_case(editor), new_case(editor)
    if other == "merged away":
        filed(merge(editor, new_case(editor), away))
    name = {"itself": kept.rpartition("/")[2], "merged away": away.rpartition("/")[2]}.get(other, other)
    assert editor.get(f"{kept}/merge", params={"other": name}).status_code == 422
    assert post(editor, f"{kept}/merge", {"other": name}).status_code == 422


def test_a_split_moves_what_was_chosen_with_its_decisions_and_can_be_taken_back(
    editor: httpx.Client, room: Room
) -> None:
    case, _ = two_cases(editor)
    filed(add(editor, case, "claims", text="Another matter"))
    filed(add(editor, case, "appearances", url="https://example.org/z", of="c2"))
    filed(add(editor, case, "reviews", rating="False", verdict="false", of="c2"))
    id = case.rpartition("/")[2]
    decide(room, f"{id}/c2", "yes", "word for word")
    with api.open(room.folder, write=False) as desk:
        before = desk.case(id)
    data = {"revision": seen(editor, f"{case}/split"), "title": "Its own case", "id": f"{id}-b", "chosen": ["c2"]}
    new = filed(post(editor, f"{case}/split", data)).headers["Location"]
    with api.open(room.folder, write=False) as desk:
        rest, part = desk.case(id), desk.case(f"{id}-b")
    assert [claim.text for claim in part.claims] == ["Another matter"]
    assert [seen.url for seen in part.appearances] == ["https://example.org/z"]
    assert [review.of for review in part.reviews] == ["c2"]
    assert [claim.id for claim in rest.claims] == ["c1"]
    assert stands(room, f"{id}-b/c2") == "yes"
    assert f'href="{case}"' in editor.get(new).text
    filed(undo(editor, new))
    with api.open(room.folder, write=False) as desk:
        assert desk.case(id) == before
        assert desk.case(f"{id}-b").status == f"merged into {id}"


@pytest.mark.parametrize(("chosen", "said"), [([], "Nothing was chosen"), (["c1", "pic-1"], "no picture would stay")])
def test_a_split_of_nothing_or_all_is_refused(editor: httpx.Client, faulty: str, chosen: list[str], said: str) -> None:
    data = {"revision": seen(editor, f"{faulty}/split"), "title": "My words", "chosen": chosen}
    answer = post(editor, f"{faulty}/split", data)
    assert answer.status_code == 422
    assert said in answer.text
    assert "My words" in answer.text


def test_what_an_old_report_names_is_found_where_it_is_now(editor: httpx.Client, room: Room) -> None:
    kept, other = two_cases(editor)
    a, b = kept.rpartition("/")[2], other.rpartition("/")[2]
    filed(merge(editor, kept, other))
    data = {"revision": seen(editor, f"{kept}/split"), "title": "Out again", "id": f"{a}-out", "chosen": ["c1-2"]}
    filed(post(editor, f"{kept}/split", data))
    with api.open(room.folder, write=False) as desk:
        assert desk.revising.whereabouts(f"{b}/c1") == f"{a}-out/c1-2", "merged, then split off"
        assert desk.revising.whereabouts(f"{b}/pic-1") == f"{a}/pic-1", "the same bytes"
        assert desk.revising.whereabouts(f"{b}/none") == f"{b}/none"
        assert desk.revising.whereabouts("none/none") == "none/none"


def test_a_decision_on_an_old_report_goes_where_its_claim_went(room: Room) -> None:
    editor, reporter = room.client("editor"), room.client("reporter")
    old, kept = new_case(editor, "A dragon"), new_case(editor, "All dragons")
    words = f"A green dragon of {secrets.token_hex(3)} was seen above the old lighthouse of Port Anthi this morning"
    filed(add(editor, old, "claims", text=words, lang="en"))
    path = post(reporter, "/check", {"words": words}).headers["Location"]
    page = settled(reporter, path)
    item = f"{old.rpartition('/')[2]}/c1"
    tip = re.search(rf'name="match-tip" value="([^"]+)"><input type="hidden" name="item" value="{item}"', page)
    assert tip, "the check finds what was added at the desk"
    filed(merge(editor, kept, old))
    given = {"match-tip": tip[1], "item": item, "answer": "no", "why": "another dragon"}
    filed(post(reporter, f"{path}/decide", given, form=path))
    with api.open(room.folder, write=False) as desk:
        (row,) = desk.book.decisions([tip[1]])
    assert (row.item, row.answer.value) == (f"{kept.rpartition('/')[2]}/c1", "no")
    assert "<q>another dragon</q>" in reporter.get(path).text, "the report on file shows what stands"


def test_the_casebook_itself_refuses_what_was_overtaken(editor: httpx.Client, room: Room) -> None:
    """Another process may file between the look and the filing: the database's own transaction holds them apart."""
    case = new_case(editor)
    id = case.rpartition("/")[2]
    with api.open(room.folder) as desk:
        held, number = desk.case(id), desk.book.history.newest(id)
        filed(add(editor, case, "claims", text="Filed by the room meanwhile"))
        with pytest.raises(OvertakenError):
            desk.revising.file(held, number, who="another process")
        with pytest.raises(OvertakenError):
            desk.revising.file(held, 0, who="another process")
        assert len(desk.case(id).claims) == 1


# Regions, bars, appearances from tips


def region(editor: httpx.Client, case: str, **fields: str) -> httpx.Response:
    form = f"{case}/pictures/pic-1/regions"
    box = {"left": "10", "top": "20.5", "width": "30", "height": "25", "name": "the clock", "source": "the editor"}
    return post(editor, form, {"revision": seen(editor, form), **box, **fields})


def test_a_part_of_a_picture_is_named_and_drawn(editor: httpx.Client, room: Room) -> None:
    case = new_case(editor)
    filed(upload(editor, case))
    filed(region(editor, case))
    page = editor.get(case).text
    assert re.search(r'<rect class="edge c0" x="10.0" y="20.5" width="30.0" height="25.0"/>', page)
    assert "the clock" in page
    with api.open(room.folder, write=False) as desk:
        (entry,) = desk.case(case.rpartition("/")[2]).pictures[0].entries
    assert (entry.field, entry.value, entry.note) == ("region", "the clock", "xywh=percent:10,20.5,30,25")


@pytest.mark.parametrize(
    "fields",
    [
        {"left": "90"},
        {"width": "0"},
        {"height": "-5"},
        {"top": "nan"},
        {"top": "inf"},
        {"left": "a"},
        {"left": ""},
        {"name": ""},
        {"source": ""},
        {"left": "1e400"},
    ],
)
def test_what_is_no_part_of_a_picture_is_refused(editor: httpx.Client, faulty: str, fields: dict[str, str]) -> None:
    answer = region(editor, faulty, **fields)
    assert answer.status_code == 422
    assert "the clock" in answer.text or fields.get("name") == ""


def test_periods_are_drawn_firm_and_open_with_their_words_and_sources(editor: httpx.Client) -> None:
    case = new_case(editor)
    filed(add(editor, case, "subjects", kind="body", id="league", names=["The League"], **{"names-lang": ["en"]}))
    filed(add(editor, case, "subjects", kind="person", id="man", names=["A Man"], **{"names-lang": ["en"]}))
    for field, value, source in (("founded", "1994", "a register"), ("dissolved", "2014-04", "a register"),
                                 ("founded", "1991", "a rival")):  # fmt: skip
        filed(add(editor, case, "entries", of="league", field=field, value=value, source=source))
    filed(add(editor, case, "entries", of="man", field="works-with", value="league", from_="199X", source="a book"))
    page = editor.get(case).text
    rows = re.findall(r'<tr role="row"><th scope="row".*?</tr>', page[page.index('class="periods"') :], re.DOTALL)[:3]
    assert [source in row for row, source in zip(rows, ("a register", "a rival", "a book"), strict=True)] == [True] * 3
    assert ["sure" in row for row in rows] == [True, True, True]
    assert "2014" in rows[0]
    assert "not known" in rows[1], "one source does not lend its date to the other"
    assert rows[2].count('class="open"') == 2, "since when, and until when, is open"


@pytest.mark.parametrize(
    ("path", "role"), [("/cases/new", "reporter"), ("/cases/may-day-2012/edit", "reporter"),
                       ("/cases/may-day-2012/add/claims", "reporter"), ("/cases/may-day-2012/merge", "reader")]
)  # fmt: skip
def test_only_editors_change_cases(room: Room, path: str, role: str) -> None:
    client = room.client(role)
    assert client.get(path).status_code == 403
    assert post(client, path, {"title": "x"}, form="/me").status_code == 403
    assert "/add/claims" not in client.get("/cases/may-day-2012").text


@pytest.mark.parametrize(
    "path",
    ["/cases/none/edit", "/cases/may-day-2012/add/ghosts", "/cases/may-day-2012/add/entries?of=nobody",
     "/cases/may-day-2012/add/appearances/more", "/cases/may-day-2012/change/claims/c999", "/cases/may-day-2012/revisions/999999",
     "/cases/may-day-2012/pictures/none/regions", "/cases/may-day-2012/change/claims/%00%27--"],
)  # fmt: skip
def test_what_is_not_there_is_told(editor: httpx.Client, path: str) -> None:
    assert editor.get(path).status_code == 404


def answered(room: Room, url: str, case: str) -> str:
    """The path of a tip with an address whose answer names a case and is signed."""
    reporter, editor = room.client("reporter"), room.client("editor")
    path = post(reporter, "/check", {"words": url}).headers["Location"]
    settled(reporter, path)
    post(reporter, f"{path}/draft", {"verdict": "false", "words": "It did not.", "case": case}, form=path)
    assert "/appearance" not in editor.get(path).text, "only once it is signed"
    answer = re.search(r'name="answer" value="(\d+)"', editor.get(path).text)[1]  # type: ignore[index]
    assert post(editor, f"{path}/sign", {"answer": answer}, form=path).status_code == 302
    return path


def appear(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    number = re.search(r'name="revision" value="(\d+)"', client.get(path).text)
    given = {"revision": number[1] if number else "0", **fields}
    return post(client, f"{path}/appearance", given, form=path)


def test_a_signed_tip_becomes_an_appearance_once(editor: httpx.Client, room: Room) -> None:
    case, other = new_case(editor, "Where it was seen"), new_case(editor, "Where that one went")
    filed(add(editor, case, "claims", text="It fell"))
    url = f"http://192.0.2.1/{secrets.token_hex(4)}"
    path = answered(room, url, case.rpartition("/")[2])
    assert "/appearance" not in room.client("reporter").get(path).text, "an editor adds it"
    assert appear(editor, path, caption="It fell!", lang="not a language!").status_code == 422
    filed(merge(editor, other, case))
    given = {"caption": "It fell!", "lang": "en", "of": "c1"}
    added = filed(appear(editor, path, **given)).headers["Location"]
    assert added.startswith(other), "in the case that holds the lines now"
    with api.open(room.folder, write=False) as desk:
        (seen_there,) = desk.case(other.rpartition("/")[2]).appearances
    assert (seen_there.url, seen_there.caption, seen_there.lang, seen_there.of) == (url, "It fell!", "en", "c1")
    assert seen_there.seen is not None
    assert "/appearance" not in editor.get(path).text
    assert appear(editor, path, **given).status_code == 409, "not twice"


def test_only_entries_are_of_something(editor: httpx.Client, faulty: str) -> None:
    assert editor.get(f"{faulty}/add/appearances?of=c1").status_code == 200
    assert editor.get(f"{faulty}/add/entries").status_code == 404
