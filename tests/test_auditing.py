"""Are articles taken from wherever they lie, one by one, and does what fails stay a row with its reason?"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand import api, auditing
from firsthand.auditing import NO_CASEBOOK, Asked, audit
from firsthand.errors import CaptureError, ReadingError, UsageError
from firsthand.evidence.archives import Source
from firsthand.index.asked_place import asked_place
from firsthand.index.copies import Text, copies
from firsthand.index.gazetteer import PlaceBook, open_gazetteer
from firsthand.index.world import land, middles
from firsthand.placing import Found, place
from firsthand.reading.articles import RawArticle, read_article
from firsthand.reading.feeds import is_feed, read_feed
from firsthand.record.audit_reports import AuditReport
from firsthand.record.voices import ArticleVoices, Audited, Basis
from firsthand.settings import Settings

FILLER = "The trams of the town ran past the empty stalls of the market until the evening came. " * 10
STORY = (
    "KHERSON, Ukraine – “We have no water,” said Olena Prykladna, a resident of Kherson. "
    f"{FILLER}According to John Madeup, an analyst in Chicago, the winter will be long."
)
OTHER = (
    "WARSAW – The bridge was closed for a day. “It was only the paint,” said Jan Wymyslony, an engineer in Warsaw. "
    + "Boats went under it as before, and the people on the bank waved at those who waited above. " * 10
)


@pytest.fixture(scope="module")
def world() -> PlaceBook:
    return open_gazetteer()


def page(text: str = STORY, **given: str) -> bytes:
    meta = f'<meta property="og:site_name" content="{given.get("outlet", "The Post")}">'
    date = f'<meta property="article:published_time" content="{given.get("date", "2023-01-05")}">'
    title = given.get("title", "Water")
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{meta}{date}</head>'
        f"<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    ).encode()


def done(given: Path | str, about: str = "Ukraine", **options: object) -> AuditReport:
    return audit(Asked(str(given), about, **options))  # type: ignore[arg-type]


def states(report: AuditReport) -> dict[str, Audited]:
    return {article.name: article.state for article in report.articles}


def reasons(report: AuditReport) -> dict[str, str]:
    return {left.name: left.reason for left in report.audit.left_out}


def basis(article: ArticleVoices) -> dict[str, Basis]:
    return {voice.name: voice.basis for voice in article.voices}


# One article


def test_a_page_is_audited_with_its_outlet_date_and_voices(tmp_path: Path) -> None:
    (tmp_path / "story.html").write_bytes(page())
    report = done(tmp_path / "story.html")
    (article,) = report.articles
    assert (article.state, article.outlet, str(article.published)) == (Audited.AUDITED, "The Post", "2023-01-05")
    assert basis(article) == {"Olena Prykladna": Basis.THERE, "John Madeup": Basis.THIRD_PLACE}
    assert report.audit.shares == ()
    assert report.exit_status == 0
    assert NO_CASEBOOK in report.notes


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.txt", STORY.encode()),
        ("a.md", f"---\ntitle: Water\npublished: 2023-01-05\noutlet: The Post\n---\n{STORY}".encode()),
        ("a.md", f"# Water\n\n{STORY}".encode()),
        ("a.html.gz", gzip.compress(page())),
        ("a.txt.gz", gzip.compress(STORY.encode())),
        ("a.json", json.dumps({"title": "Water", "text": STORY, "datePublished": "2023-01-05"}).encode()),
        ("a.json", json.dumps({"html": page().decode(), "publisher": {"name": "The Post"}}).encode()),
        ("a.json", json.dumps([{"headline": "Water", "articleBody": STORY}]).encode()),
        ("a.jsonl", json.dumps({"title": "Water", "body": STORY}).encode() + b"\n\n"),
        ("a", page()),
        ("a.txt", "\ufeff".encode() + STORY.encode()),
    ],
)
def test_articles_come_in_many_forms(tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    for given in (tmp_path / name, tmp_path):
        (article,) = done(given).articles
        assert article.state is Audited.AUDITED, article.problem
        assert "We have no water" in article.text
        assert basis(article)["Olena Prykladna"] is Basis.THERE


def test_the_head_of_a_text_gives_its_title_date_and_outlet(world: PlaceBook) -> None:
    head = "---\ntitle: 'Water'\ndate: 2023-01-05\npublisher: The Post\nurl: javascript:alert(1)\n---\n"
    read = read_article(RawArticle("a.md", (head + STORY).encode(), "text"), world, Settings())
    assert (read.title, read.outlet, str(read.published), read.url) == ("Water", "The Post", "2023-01-05", "")
    assert read.text.startswith("KHERSON")
    assert read.dateline == "KHERSON, Ukraine"


def test_the_outlet_given_wins(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page())
    assert done(tmp_path, outlet="Another Post").articles[0].outlet == "Another Post"


def test_a_stub_is_too_short(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“We have no water,” said Olena Prykladna. Subscribers read on.")
    report = done(tmp_path)
    assert states(report) == {"a.txt": Audited.TOO_SHORT}
    assert "It has 10 words" in reasons(report)["a.txt"]
    assert report.exit_status == 3


def test_a_language_without_cue_words_is_named(tmp_path: Path) -> None:
    german = "Die Leute in der Stadt haben gesagt, dass sie seit Wochen kein Wasser mehr haben und warten. " * 12
    (tmp_path / "a.txt").write_text(german)
    report = done(tmp_path)
    assert states(report) == {"a.txt": Audited.NO_LANGUAGE}
    assert "(de)" in reasons(report)["a.txt"]


# Many


def test_copies_count_once_and_the_earlier_is_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(date="2023-01-06"))
    (tmp_path / "b.html").write_bytes(page(date="2023-01-05", outlet="The Wire"))
    (tmp_path / "c.html").write_bytes(
        page(STORY + " A last line of its own was put here by the desk.", date="2023-01-07")
    )
    (tmp_path / "d.html").write_bytes(page(OTHER))
    report = done(tmp_path)
    assert states(report) == {
        "a.html": Audited.COPY, "b.html": Audited.AUDITED, "c.html": Audited.COPY, "d.html": Audited.AUDITED
    }  # fmt: skip
    assert {one.copy_of for one in report.articles if one.state is Audited.COPY} == {"b.html"}


def test_a_report_that_takes_up_another_and_adds_as_much_is_no_copy() -> None:
    own = " ".join(f"word{n} said that nothing{n} of it was true{n} at all" for n in range(60))
    shared = " ".join(f"line{n} of the agency told about thing{n}" for n in range(40))
    found = copies([Text("a", shared, "2020-01-01"), Text("b", f"{shared} {own}", "2020-01-02")])
    assert found == {}


def test_a_chain_of_copies_leads_to_its_beginning() -> None:
    lines = [f"line{n} of the agency told about thing{n} and town{n}" for n in range(60)]
    texts = [Text(str(n), " ".join(lines[: 60 - n]), f"2020-01-0{n + 1}") for n in range(3)]
    assert copies(texts) == {"1": "0", "2": "0"}
    assert copies([]) == {}


def test_one_broken_page_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page())
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(page(OTHER))[:-20])
    (tmp_path / "c.html").write_bytes(b"")
    (tmp_path / "d.json").write_bytes(b'{"text": ')
    (tmp_path / "e.json").write_bytes(b'{"title": "no text"}')
    (tmp_path / "f.txt").write_bytes(os.urandom(4000))
    (tmp_path / "g.jsonl").write_text(f"{json.dumps({'text': OTHER})}\nno json\n")
    report = done(tmp_path)
    held = states(report)
    assert held["a.html"] is held["g.jsonl, line 1"] is Audited.AUDITED
    failed = {name for name, state in held.items() if state is Audited.FAILED}
    assert failed == {"b.html.gz", "c.html", "d.json", "e.json", "f.txt", "g.jsonl, line 2"}
    told = reasons(report)
    assert "ends in the middle" in told["b.html.gz"]
    assert "empty" in told["c.html"]
    assert "holds no text" in told["e.json"]
    assert report.exit_status == 3


def test_a_fault_of_the_program_is_a_row_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> ArticleVoices:
        raise ZeroDivisionError

    (tmp_path / "a.html").write_bytes(page())
    monkeypatch.setattr(auditing, "with_voices", fails)
    report = done(tmp_path)
    assert states(report) == {"a.html": Audited.FAILED}
    assert "ZeroDivisionError" in reasons(report)["a.html"]


def test_a_bomb_in_gzip_is_a_row(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page())
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(bytes(60_000_000)))
    report = done(tmp_path)
    assert "more than 50,000,000 bytes" in reasons(report)["bomb.html.gz"]
    assert states(report)["a.html"] is Audited.AUDITED


def test_names_with_line_ends_and_bytes_that_are_no_letters(tmp_path: Path) -> None:
    (tmp_path / "a\nb.html").write_bytes(page())
    with open(os.fsencode(tmp_path) + b"/\xff.html", "wb") as file:
        file.write(page(OTHER))
    assert set(states(done(tmp_path))) == {"a\nb.html", "\ufffd.html"}


def test_folders_are_read_in_the_order_of_their_names_and_links_are_not_followed_out(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / "b").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.html").write_bytes(page())
    (inside / "b" / "2.html").write_bytes(page(OTHER))
    (inside / "1.html").write_bytes(page())
    (inside / ".hidden.html").write_bytes(page())
    (inside / "link.html").symlink_to(outside / "secret.html")
    (inside / "folder").symlink_to(outside)
    report = done(inside)
    assert list(states(report)) == ["1.html", "link.html", "b/2.html"]
    assert "leads out of the folder" in reasons(report)["link.html"]


@pytest.mark.parametrize("make", [lambda _: None, lambda p: (p / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 x")])
def test_a_folder_without_articles_is_said_to_be_one(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path)
    with pytest.raises(UsageError, match="There is no article"):
        done(tmp_path)


def test_files_of_other_kinds_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page())
    (tmp_path / "a.css").write_text("p{}")
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "binary").write_bytes(b"\x7fELF\0\0\0")
    (note,) = [note for note in done(tmp_path).notes if note.startswith("Passed over")]
    assert all(part in note for part in ("1 .css", "1 .jpg", "1 without an ending"))


@pytest.mark.parametrize("given", ["/nowhere/at/all", "a\0b", "x" * 5000])
def test_what_is_not_there_is_a_sentence(given: str) -> None:
    with pytest.raises(UsageError):
        done(given)


# A feed


def feed(*entries: tuple[str, str, str]) -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><pubDate>Thu, 05 Jan 2023 10:00:00 +0200</pubDate>"
        f"<description><![CDATA[{body}]]></description></item>"
        for title, link, body in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Post</title>{items}</channel></rss>'.encode()


def test_a_feed_is_read_politely_and_what_it_carries_is_not_fetched(tmp_path: Path) -> None:
    asked: list[str] = []
    waited: list[float] = []

    def fetch(url: str) -> tuple[str, bytes, str]:
        asked.append(url)
        if url.endswith("/gone"):
            raise CaptureError("It answered with status 404.")
        return url, page(OTHER), "utf-8"

    body = feed(
        ("Whole", "https://post.example/1", f"<p>{STORY * 2}</p>"),
        ("Summary", "https://post.example/2", "Only a line."),
        ("Gone", "https://post.example/gone", ""),
        ("Bad", "javascript:alert(1)", ""),
        ("Beyond", "https://post.example/5", ""),
    )
    (tmp_path / "feed.xml").write_bytes(body)
    source = Source(str(tmp_path / "feed.xml"), Settings(), fetch, limit=4, pause=waited.append)
    found = list(source)
    assert asked == ["https://post.example/2", "https://post.example/gone"]
    assert waited == [1.0]
    assert source.more == 1
    assert [one.name for one in found] == [
        "https://post.example/1", "https://post.example/2", "https://post.example/gone", "The Post, entry 4"
    ]  # fmt: skip
    assert found[2].problem == "It answered with status 404."
    assert str(found[0].published).startswith("2023-01-05")
    report = done(tmp_path / "feed.xml", limit=4, fetch=fetch)
    assert [one.state for one in report.articles] == [
        Audited.AUDITED, Audited.AUDITED, Audited.FAILED, Audited.FAILED
    ]  # fmt: skip
    assert "1 more entries" in " ".join(report.notes)


def test_an_address_is_a_feed_or_a_page_by_what_it_holds() -> None:
    bodies = {
        "https://post.example/feed": feed(("One", "https://post.example/1", "")),
        "https://post.example/1": page(),
    }
    report = done("https://post.example/feed", fetch=lambda url: (url, bodies[url], ""))
    assert [one.url for one in report.articles] == ["https://post.example/1"]
    report = done("https://post.example/1", fetch=lambda url: (url, bodies[url], ""))
    assert [one.outlet for one in report.articles] == ["The Post"]


def test_private_addresses_are_refused() -> None:
    with pytest.raises(CaptureError):
        done("http://127.0.0.1:1/feed.xml")


@pytest.mark.parametrize("body", [page(), b"", b"<rss>", b"\0\1\2", b"[]", b'{"version": 1}'])
def test_what_is_no_feed_is_said_to_be_none(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "feed.xml").write_bytes(body)
    with pytest.raises(ReadingError, match="not a feed"):
        done(tmp_path / "feed.xml")


def test_entities_of_a_feed_are_not_unfolded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">'.encode() for n in range(12)
    )
    bomb += b']><rss version="2.0"><channel><title>&a11;</title><item><title>&a11;</title></item></channel></rss>'
    assert all(len(entry.title) < 100 for entry in read_feed(bomb).entries)


def test_atom_and_json_feeds_are_read_and_links_made_whole() -> None:
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>e</title>'
        b'<link href="/rel"/><updated>2024-01-02T00:00:00Z</updated></entry></feed>'
    )
    assert is_feed(atom)
    (entry,) = read_feed(atom, "https://a.example/feed").entries
    assert (entry.url, str(entry.published)[:10]) == ("https://a.example/rel", "2024-01-02")
    kept = json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "1", "url": "ftp://x"}]}
    )
    assert is_feed(kept.encode())
    assert read_feed(kept.encode()).entries[0].url == ""
    assert not is_feed(page())


# The place asked about


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Ukraine", "iso:UA"),
        ("Україна", "iso:UA"),
        ("Mexico", "iso:MX"),
        ("Donetsk, Ukraine", "geo:709717"),
        ("Donetsk, geo:709717", "geo:709717"),
        ("Kherson Oblast", "adm:UA.08"),
        ("Donbas", "area:donbas"),
        ("Georgia, United States", "adm:US.GA"),
        ("Georgia, Caucasus", "iso:GE"),
        ("London, UK", "geo:2643743"),
    ],
)
def test_a_place_is_meant_by_what_is_written(world: PlaceBook, said: str, key: str) -> None:
    assert asked_place(said, world, world).key == key


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Donetsk", "Donetsk, Ukraine; Donetsk, Russia"),
        ("Georgia", "Georgia, Caucasus; Georgia, United States"),
        ("Grece", "Greece"),
        ("Xqzzkw", "with its country"),
        ("", "is not known"),
        (", ,", "is not known"),
        ("Paris", "Paris, France"),
    ],
)
def test_a_place_of_several_or_none_is_a_sentence_that_says_what_to_write(
    world: PlaceBook, said: str, told: str
) -> None:
    with pytest.raises(UsageError) as error:
        asked_place(said, world, world)
    assert told in str(error.value)


def test_what_is_told_to_be_written_means_one_place(world: PlaceBook) -> None:
    for name in ("Donetsk", "Georgia", "Paris", "Ивановка", "Washington", "Athens"):
        with pytest.raises(UsageError) as error:
            asked_place(name, world, world)
        ways = error.value.hint.removeprefix("Write one of: ").rstrip(".").partition("; and ")[0].split("; ")
        keys = [asked_place(way.partition(" (")[0], world, world).key for way in ways]
        assert len(set(keys)) == len(keys) > 1, name


def test_land_and_the_middle_of_a_country(world: PlaceBook) -> None:
    squares = land(world)
    assert (100, 61) in squares, "Kyiv, in half degrees"
    assert (60, -80) not in squares, "the Atlantic"
    assert squares == tuple(sorted(squares, key=lambda square: (-square[0], square[1])))
    (lat, lon) = middles(world, ["iso:UA", "iso:nowhere"])["iso:UA"]
    assert 46 < lat < 51
    assert 28 < lon < 36


# What a person finds out


def found(**given: object) -> Found:
    held: dict[str, object] = {
        "name": "John Madeup", "field": "based-in", "place": "Kherson, Ukraine", "source": "a call", **given
    }  # fmt: skip
    return Found(**held)  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> api.Desk:
    return api.init(tmp_path / "book")


def test_an_answer_counts_in_the_next_audit_and_nothing_is_overwritten(desk: api.Desk, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page())
    asked = Asked(str(tmp_path / "a.html"), "Kherson")
    assert basis(audit(asked, desk).articles[0])["John Madeup"] is Basis.THIRD_PLACE
    placed = place(desk, found(since="2022"), who="an editor")
    assert (placed.item, placed.new) == ("voices/john-madeup", True)
    report = audit(asked, desk)
    voice = next(voice for voice in report.articles[0].voices if voice.name == "John Madeup")
    assert (voice.basis, voice.subject) == (Basis.THERE, "voices/john-madeup")
    assert NO_CASEBOOK not in report.notes
    assert not place(desk, found(since="2022"), who="an editor").new
    place(desk, found(place="Lviv", since="2024", source="his page"), who="another")
    (subject,) = desk.case("voices").subjects
    assert [(entry.value, entry.source) for entry in subject.entries] == [("Kherson", "a call"), ("Lviv", "his page")]
    assert basis(audit(asked, desk).articles[0])["John Madeup"] is Basis.THERE, "in 2023 he was not in Lviv yet"


def test_names_in_other_languages_lead_to_the_same_subject(desk: api.Desk) -> None:
    place(desk, found(also=("Джон Вигаданий",)), who="x")
    again = place(desk, found(name="Джон Вигаданий", place="Kyiv"), who="x")
    assert again.item == "voices/john-madeup"
    assert desk.case("voices").subjects[0].names == {"en": ("John Madeup",), "uk": ("Джон Вигаданий",)}
    other = place(desk, found(name="Τζον Πλαστός"), who="x")
    assert other.item.startswith("voices/")
    assert len(desk.case("voices").subjects) == 2


@pytest.mark.parametrize(
    ("given", "who", "told"),
    [
        ({"place": "Donetsk"}, "x", "Write one of"),
        ({"place": "Nowherebury"}, "x", "not known"),
        ({"source": " "}, "x", "source"),
        ({"name": "  "}, "x", "has a name"),
        ({}, " ", "--who"),
        ({"since": "yesterday"}, "x", "--since"),
        ({"until": "05.01.2023"}, "x", "--until"),
    ],
)
def test_what_cannot_go_on_file_is_a_sentence(desk: api.Desk, given: dict[str, str], who: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        place(desk, found(**given), who=who)
    assert told in str(error.value)
    assert desk.book.case("voices") is None


def test_a_person_does_not_become_an_organisation(desk: api.Desk) -> None:
    place(desk, found(), who="x")
    with pytest.raises(UsageError, match="on file as a person"):
        place(desk, found(body=True), who="x")
