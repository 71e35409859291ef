"""Is an address captured in steps that each say how they ended, whatever its server does, and is what is on file whole?"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO, Any

import pytest
from PIL import Image
from tests.capture_site import PICTURE, SHELL, STORY, TWO, WORDS, png, serving
from tests.test_fetch_faults import Site, framed
from warcio.archiveiterator import ArchiveIterator

from firsthand import api
from firsthand.capturing import Took, capture
from firsthand.errors import CaptureError, UsageError
from firsthand.evidence.browser import Rendered, browser_found
from firsthand.evidence.exchange import Exchange
from firsthand.evidence.warc import verify_stream, write_warc
from firsthand.record.captures import Role, StepState
from firsthand.record.tips import CaptureState
from firsthand.settings import Settings
from firsthand.verifying import verify

SMALL = Settings(max_file_bytes=100_000, fetch_seconds=1.0, allow_networks=("127.0.0.1",))
AT = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Desk]:
    with api.init(tmp_path_factory.mktemp("capturing") / "book", settings=SMALL) as opened:
        yield opened


def took(desk: api.Desk, site: Site, path: str) -> Took:
    return capture(desk, site.at(path), who="A desk", browser=False)


def steps(took: Took) -> dict[str, StepState]:
    return {step.name: step.state for step in took.filed.captured.steps}


def kept(desk: api.Desk, took: Took, role: Role) -> bytes:
    part = took.filed.captured.part(role)
    assert part is not None, f"no {role} is kept"
    return desk.book.exhibit(part.exhibit.sha256)


def in_warc(desk: api.Desk, took: Took) -> list[tuple[str, str]]:
    """(kind, address) of every record but the first; the file is whole."""
    data = kept(desk, took, Role.WARC)
    assert verify_stream(io.BytesIO(data)) == ()
    found = [(one.rec_type, one.rec_headers.get_header("WARC-Target-URI")) for one in ArchiveIterator(io.BytesIO(data))]
    assert found[0] == ("warcinfo", None)
    return found[1:]


def test_a_page_is_captured_whole(desk: api.Desk, site: Site) -> None:
    found = took(desk, site, "story")
    held = found.filed.captured
    assert (held.state, held.problems) == (CaptureState.COMPLETE, ("It was not asked for.",))
    assert (held.address, held.final_address, held.ip, held.status) == (
        site.at("story"),
        site.at("story"),
        "127.0.0.1",
        200,
    )
    assert held.who == "A desk"
    assert dict(held.told) == {"title": "The bridge", "lang": "en", "published": "2022-09-10"}
    assert kept(desk, found, Role.BODY) == STORY
    assert WORDS.strip() in kept(desk, found, Role.TEXT).decode()
    assert json.loads(kept(desk, found, Role.READING))["title"] == "The bridge"
    assert in_warc(desk, found) == [
        (kind, site.at(path)) for path in ("story", "bridge.png") for kind in ("response", "request")
    ]
    assert desk.book.captures.get(found.filed.id) == found.filed
    picture = held.part(Role.PICTURE)
    assert picture is not None
    assert (picture.address, desk.book.exhibit(picture.exhibit.sha256)) == (site.at("bridge.png"), PICTURE)
    assert desk.book.prints(picture.exhibit.sha256), "a picture of a page has its fingerprints"
    assert found.reading is not None
    assert [one.sha256 for one in found.reading.pictures] == [picture.exhibit.sha256]


FAULTS = [
    ("gone", CaptureState.COMPLETE, "", b"We took it down"),
    ("empty", CaptureState.COMPLETE, "The answer has no body", None),
    ("file.pdf", CaptureState.COMPLETE, "no reader here reads such files", b"%PDF-1.7 of no reader"),
    ("drip-body", CaptureState.PARTIAL, "bytes came before the time was up", b"x"),
    ("short", CaptureState.PARTIAL, "bytes came before the connection broke", b"<!doctype html>"),
    ("cut-chunk", CaptureState.PARTIAL, "Only 9 bytes came before the connection broke", b"only this"),
    ("gzip-bomb", CaptureState.PARTIAL, "Only the first 100,000 bytes were fetched", bytes(100_000)),
    ("5GB", CaptureState.PARTIAL, "Only the first 100,000 bytes were fetched", bytes(100_000)),
    ("drip-head", CaptureState.FAILED, "did not answer within 1 second", None),
    ("silence", CaptureState.FAILED, "could not be fetched", None),
    ("nothing", CaptureState.FAILED, "Only 0 bytes came", None),
    ("circle", CaptureState.FAILED, "redirects in a circle", None),
    ("bad-header", CaptureState.FAILED, "could not be fetched", None),
    ("inside", CaptureState.FAILED, "127.0.0.2", None),
]


@pytest.mark.parametrize(("path", "state", "said", "body"), FAULTS, ids=[row[0] for row in FAULTS])
def test_whatever_a_server_does_is_on_file(
    desk: api.Desk, site: Site, path: str, state: CaptureState, said: str, body: bytes | None
) -> None:
    found = took(desk, site, path)
    held = found.filed.captured
    assert held.state is state
    assert said in " ".join(held.problems)
    assert (site.at(path), "response" if held.status else "request") in [
        (uri, kind) for kind, uri in in_warc(desk, found)
    ]
    assert (held.part(Role.BODY) is not None) == (body is not None)
    assert body is None or kept(desk, found, Role.BODY).startswith(body)
    assert desk.book.captures.of(site.at(path)) == [found.filed]
    log = (desk.book.path / "custody" / "log.txt").read_text(encoding="utf-8")
    assert f"capture {found.filed.id}, {state}" in log
    assert site.sent < 60_000_000, "the reader hung up"


def test_an_address_that_is_refused_is_on_file_too(desk: api.Desk) -> None:
    found = capture(desk, "http://127.0.0.3/", who="A desk")
    assert steps(found)["fetch"] is StepState.FAILED
    assert desk.book.captures.get(found.filed.id).captured.state is CaptureState.FAILED
    assert found.rendered is None, "what the guard refuses is shown to no browser"


def test_what_would_break_the_warc_is_left_out_and_named(desk: api.Desk, site: Site) -> None:
    found = took(desk, site, "to-escape")
    assert steps(found)["warc"] is StepState.PARTIAL
    assert "A line break or control character stands in the header X-Odd" in " ".join(found.filed.captured.problems)
    assert {uri for _, uri in in_warc(desk, found)} == {site.at("to-escape"), site.at("bridge.png")}
    assert kept(desk, found, Role.BODY) == STORY, "the page itself is kept beside it"
    odd = Exchange(site.at("odd"), "127.0.0.1", "GET", (), 200, "OK", (("A", "\u0416"),), b"{}", AT, AT)
    found = capture(desk, site.at("story"), who="A desk", render=shown(site, "story", exchanges=(odd,)))
    assert "A letter that HTTP cannot carry stands in the header A" in " ".join(found.filed.captured.problems)
    assert site.at("odd") not in {uri for _, uri in in_warc(desk, found)}


def test_a_picture_that_is_none_is_named(desk: api.Desk, site: Site) -> None:
    found = took(desk, site, "two")
    assert steps(found)["pictures"] is StepState.PARTIAL
    assert f"{site.at('no-picture')} answered with status 404" in " ".join(found.filed.captured.problems)
    assert ("response", site.at("no-picture")) in in_warc(desk, found), "that it was not there is kept"
    assert len(found.filed.captured.parts_of(Role.PICTURE)) == 1


def test_a_page_leads_its_pictures_nowhere_inside(desk: api.Desk, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    found = took(desk, site, "inside-picture")
    assert "127.0.0.2" in " ".join(found.filed.captured.problems)
    monkeypatch.setattr("firsthand.evidence.gathering.public", lambda ip: True)
    site.asked.clear()
    assert steps(took(desk, site, "story"))["pictures"] is StepState.PARTIAL
    assert site.asked == {"story": 1}, "a page of the public web leads into no network that is allowed to the person"


def test_pictures_are_counted_and_weighed(desk: api.Desk, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firsthand.evidence.gathering.PAGE_PICTURES", 1)
    assert "only the first 1 of a page are" in " ".join(took(desk, site, "two").filed.captured.problems)
    monkeypatch.undo()
    monkeypatch.setattr("firsthand.evidence.gathering.PAGE_BYTES", 10)
    with serving({"story": framed(TWO)}) as other:
        said = " ".join(took(desk, other, "story").filed.captured.problems)
    assert "did not come whole: Only the first 10 bytes" in said


def test_pictures_take_no_more_than_their_time(desk: api.Desk, site: Site) -> None:
    hurried = api.Desk(desk.book, replace(SMALL, page_seconds=0.0))
    assert "the time for the pictures of the page was up" in " ".join(
        took(hurried, site, "two").filed.captured.problems
    )
    assert site.asked == {"two": 1}


def test_a_warc_that_does_not_come_out_whole_is_not_kept(
    desk: api.Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(out: IO[bytes], *given: Any) -> None:
        write_warc(out, *given)
        out.truncate(out.tell() - 20)

    monkeypatch.setattr("firsthand.evidence.packing.write_warc", broken)
    found = took(desk, site, "story")
    assert steps(found)["warc"] is StepState.FAILED
    assert "The WARC did not come out whole" in " ".join(found.filed.captured.problems)
    assert found.filed.captured.part(Role.WARC) is None
    assert kept(desk, found, Role.BODY) == STORY


def shown(site: Site, path: str, dom: bytes = STORY, **more: object) -> Callable[..., Rendered]:
    """A browser that shows this and asked for one more thing."""
    exchange = Exchange(site.at("x.json"), "127.0.0.1", "GET", (), 200, "OK", (("A", "b"),), b"{}", AT, AT)
    page = Rendered(PICTURE, dom, WORDS, "The bridge", site.at(path), 200, (exchange,), ("error: a",), tool="Browser 1")
    return lambda url, settings, *, now: replace(page, **more)  # type: ignore[arg-type]


def test_what_a_browser_shows_is_kept_beside_what_was_fetched(desk: api.Desk, site: Site) -> None:
    found = capture(desk, site.at("shell"), who="A desk", render=shown(site, "shell"))
    held = found.filed.captured
    assert held.state is CaptureState.COMPLETE
    assert next(step for step in held.steps if step.name == "browser").tool == "Browser 1"
    assert (kept(desk, found, Role.BODY), kept(desk, found, Role.DOM)) == (SHELL, STORY)
    assert kept(desk, found, Role.SCREENSHOT) == PICTURE
    assert WORDS.strip() in kept(desk, found, Role.TEXT).decode(), "a shell is read as the browser fills it"
    assert held.part(Role.PICTURE) is not None
    written = in_warc(desk, found)
    assert ("response", site.at("x.json")) in written
    assert [uri for kind, uri in written if kind == "resource"] == [
        f"urn:{what}:{site.at('shell')}" for what in ("view", "dom", "text", "console")
    ]


def test_a_picture_that_the_browser_was_shown_is_not_fetched_again(desk: api.Desk, site: Site) -> None:
    other = png(7)
    seen = Exchange(site.at("bridge.png"), "127.0.0.1", "GET", (), 200, "OK", (), other, AT, AT)
    found = capture(desk, site.at("story"), who="A desk", render=shown(site, "story", exchanges=(seen,)))
    assert kept(desk, found, Role.PICTURE) == other
    assert site.asked == {"story": 1}
    broken = replace(seen, problem="Only a part of it came.")
    capture(desk, site.at("story"), who="A desk", render=shown(site, "story", exchanges=(broken,)))
    assert site.asked == {"story": 2, "bridge.png": 1}, "what the browser got in part is fetched"
    astray = replace(seen, status=302, headers=(("Location", "/a"), ("Location", "/b")))
    capture(desk, site.at("story"), who="A desk", render=shown(site, "story", exchanges=(astray,)))
    assert site.asked == {"story": 3, "bridge.png": 2}, "so is what led to two places"


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({"problems": ("It never rested.",)}, StepState.PARTIAL),
        ({"failure": CaptureError("It stopped."), "screenshot": b"", "dom": b""}, StepState.FAILED),
    ],
)
def test_a_browser_that_fails_leaves_a_part(
    desk: api.Desk, site: Site, more: dict[str, object], state: StepState
) -> None:
    found = capture(desk, site.at("story"), who="A desk", render=shown(site, "story", **more))
    assert steps(found)["browser"] is state
    assert found.filed.captured.state is CaptureState.PARTIAL
    assert kept(desk, found, Role.BODY) == STORY


@pytest.mark.parametrize("path", ["bridge.png", "file.pdf", "silence"])
def test_what_is_no_page_needs_no_browser(desk: api.Desk, site: Site, path: str) -> None:
    def refuse(*_: object, **__: object) -> Rendered:
        raise AssertionError("no browser is needed")

    assert steps(capture(desk, site.at(path), who="A desk", render=refuse))["browser"] is StepState.SKIPPED


def test_a_page_without_a_browser_says_what_to_install(
    desk: api.Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firsthand.capturing.browser_found", lambda: "")
    found = capture(desk, site.at("story"), who="A desk")
    assert found.filed.captured.state is CaptureState.COMPLETE
    assert "apt-get install chromium" in " ".join(found.filed.captured.problems)


@pytest.mark.parametrize(
    ("address", "who"),
    [("", "A desk"), ("http://a\n.example", "A desk"), ("http://" + "a" * 9000, "A desk"), ("x", " ")],
)
def test_a_wrong_call_puts_nothing_on_file(desk: api.Desk, address: str, who: str) -> None:
    before = len(list(desk.book.captures.all()))
    with pytest.raises(UsageError):
        capture(desk, address, who=who)
    assert len(list(desk.book.captures.all())) == before


def test_all_that_was_captured_is_whole(desk: api.Desk, site: Site) -> None:
    for path in ("story", "two", "to-escape", "silence", "bridge.png"):
        took(desk, site, path)
    assert verify(desk.book.path, everything=True).whole


@pytest.mark.skipif(not browser_found(), reason="there is no browser here")
def test_a_page_in_the_browser_that_is_here(desk: api.Desk) -> None:
    page = SHELL.replace(b"fill()", b"root.innerHTML = '<p>Filled by a script</p><img src=/bridge.png>'")
    with serving({"shell": framed(page), "bridge.png": framed(PICTURE)}) as site:
        found = capture(desk, site.at("shell"), who="A desk")
    assert steps(found)["browser"] is StepState.DONE, found.filed.captured.problems
    assert Image.open(io.BytesIO(kept(desk, found, Role.SCREENSHOT))).width == 1280
    assert b"Filled by a script" in kept(desk, found, Role.DOM)
    assert site.asked["bridge.png"] == 1
    assert kept(desk, found, Role.PICTURE) == PICTURE
