"""How is an address captured? In named steps, each with its own end: fetch, browser, reading, pictures, warc."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version

from firsthand.api import Desk
from firsthand.casebook.captures import FiledCapture
from firsthand.errors import UsageError
from firsthand.evidence.browser import INSTALL, Rendered, browser_found, render
from firsthand.evidence.fetch import Fetched, visit
from firsthand.evidence.gathering import Gathered, gather, is_picture, picture_guard, with_prints
from firsthand.evidence.guard import ASK, MAX_ADDRESS
from firsthand.evidence.looking import Eyes
from firsthand.evidence.loose import Loose
from firsthand.evidence.packing import Packed, pack
from firsthand.evidence.warc import MEDIA, Made
from firsthand.filed import named
from firsthand.given import Given, given
from firsthand.keeping import TOOL, clock, put_on_file, read_parts, read_words, told_of, words
from firsthand.reading.raw_bytes import media_of
from firsthand.reading.tips import Lens, read_tip
from firsthand.record.captures import Captured, Role, Step, StepState, end_state
from firsthand.record.readings import Reading
from firsthand.record.tips import Tip

__all__ = ["FiledCapture", "Given", "Render", "Took", "capture", "given"]

Render = Callable[..., Rendered]
"""Opens an address in a browser, as `evidence.browser.render` does."""

PAGES = ("text/html", "application/xml")
"""What a browser is opened for, as found in the bytes."""

READ = ("text/", "application/xml", "image/", "video/")
"""What our readers read; of other files the bytes are kept."""

SHELL = 3
"""A page whose article has fewer letters than this part of what the browser shows is read again as the browser shows it."""

ABOUT = {"software": f"{TOOL} (warcio {version('warcio')})", "format": "WARC File Format 1.1"}
"""What each WARC says of itself; who captured it stands in the capture's record."""

NOTHING = "There is no page: the address was refused or did not answer."


@dataclass(frozen=True, slots=True)
class Took:
    """A capture on file, and what it was made of while it is still at hand."""

    filed: FiledCapture
    fetched: Fetched
    rendered: Rendered | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """The reading of a page and its pictures."""

    reading: Reading | None
    gathered: Gathered
    steps: tuple[Step, ...]


def capture(
    desk: Desk, address: str, *, who: str, browser: bool = True, note: str = "", render: Render = render
) -> Took:
    """Capture one address and put it on file, also where it was refused or silent: that is an observation too.

    Nothing is raised for what the world does. Raises UsageError where nobody is named or the address is no text, CasebookError
    where the casebook cannot be written; then nothing is on file.
    """
    person, asked = named(who), _text(address)
    fetched = visit(asked, desk.settings, now=clock)
    rendered, shown = (
        _shown(desk, asked, fetched, render) if browser else (None, _skipped("browser", "It was not asked for."))
    )
    read = _read(desk, fetched, rendered)
    packed, written = _packed(fetched, rendered, read.gathered)
    steps = (_fetch_step(fetched), shown, *read.steps, written)
    exchange = fetched.exchanges[-1] if fetched.exchanges else None
    captured = Captured(
        address=asked,
        at=fetched.started,
        who=person,
        tool=TOOL,
        state=end_state(steps, ("fetch",)),
        steps=steps,
        final_address=fetched.final if exchange else "",
        ip=exchange.ip if exchange else "",
        status=fetched.status,
        note=note.strip(),
        told=told_of(read.reading),
    )
    texts = read_parts(read.reading) if read.reading else ()
    loose = (*_page_parts(fetched, rendered, desk), *read.gathered.loose, *texts, *_warc_part(fetched, packed))
    return Took(put_on_file(desk.book, captured, loose), fetched, rendered, read.reading)


def _text(address: str) -> str:
    asked = address.strip()
    if not asked or not asked.isprintable() or len(asked) > MAX_ADDRESS:
        raise UsageError(f"{asked[:200]!r} is not the address of a page.", hint=ASK)
    return asked


def _fetch_step(fetched: Fetched) -> Step:
    if fetched.failure:
        return Step("fetch", StepState.FAILED, TOOL, (str(fetched.failure),))
    return Step("fetch", StepState.PARTIAL if fetched.problems else StepState.DONE, TOOL, fetched.problems)


def _skipped(name: str, why: str) -> Step:
    return Step(name, StepState.SKIPPED, "", (why,))


def _shown(desk: Desk, asked: str, fetched: Fetched, render_page: Render) -> tuple[Rendered | None, Step]:
    """The page in a browser, and how that went."""
    media = media_of(fetched.body)
    if fetched.failure:
        return None, _skipped("browser", NOTHING)
    if media not in PAGES:
        return None, _skipped(
            "browser", f"The answer is no page ({media or 'of no known type'}), and needs no browser."
        )
    if render_page is render and not browser_found():
        return None, _skipped(
            "browser", f"There is no browser here. Install one: {INSTALL}; pip install 'firsthand[browser]'."
        )
    # The address as it was asked keeps its fragment, by which many pages choose what they show.
    found = render_page(asked if len(fetched.exchanges) == 1 else fetched.final, desk.settings, now=clock)
    if found.failure:
        return found, Step("browser", StepState.FAILED, found.tool, (str(found.failure), *found.problems))
    return found, Step("browser", StepState.PARTIAL if found.problems else StepState.DONE, found.tool, found.problems)


def _read(desk: Desk, fetched: Fetched, rendered: Rendered | None) -> _Read:
    media = media_of(fetched.body)
    why = NOTHING if fetched.failure else "The answer has no body." if not fetched.body else ""
    if not why and not media.startswith(READ):
        why = f"The answer ({media or 'of no known type'}) is kept as it is; no reader here reads such files."
    if why:
        return _Read(None, Gathered(), (_skipped("reading", why), _skipped("pictures", why)))
    reading = _reading(desk, fetched, rendered)
    if media.startswith(("image/", "video/")):
        return _Read(
            reading, Gathered(), (_reading_step(reading), _skipped("pictures", "The answer is a picture itself."))
        )
    guard = picture_guard(fetched.exchanges[-1].ip, desk.settings)
    gathered = gather(reading.pictures, rendered.exchanges if rendered else (), guard, _eyes(desk))
    reading = replace(reading, pictures=gathered.pictures)
    state = StepState.PARTIAL if gathered.problems else StepState.DONE
    pictures = Step("pictures", state, TOOL, gathered.problems)
    if not reading.pictures:
        pictures = _skipped("pictures", "The page names no pictures.")
    return _Read(reading, gathered, (_reading_step(reading), pictures))


def _eyes(desk: Desk) -> Eyes:
    return Eyes(desk.decoder, desk.settings, clock)


def _reading(desk: Desk, fetched: Fetched, rendered: Rendered | None) -> Reading:
    """What the answer says; what the browser shows, where the answer is a shell that its scripts fill."""
    desk.gazetteer.sync(desk.book)
    lens = Lens(desk.gazetteer, desk.settings, desk.decoder.read)
    tip = Tip(url=fetched.final)
    if media_of(fetched.body) == "text/plain":
        return replace(read_words(fetched.body, fetched.charset, desk.settings), url=fetched.final)
    bare = read_tip(tip, fetched.body, fetched.charset, lens)
    if rendered is None or not rendered.dom or len(bare.text) * SHELL >= len(rendered.text):
        return bare
    full = read_tip(tip, rendered.dom, "utf-8", lens)
    return full if len(full.text) > len(bare.text) else bare


def _reading_step(reading: Reading) -> Step:
    """Partial where something was to be read and nothing could be."""
    found = reading.text or any(not picture.problem for picture in reading.pictures)
    state = StepState.DONE if found or not reading.problems else StepState.PARTIAL
    problems = reading.problems or tuple(one.problem for one in reading.pictures if one.problem and not reading.text)
    return Step("reading", state, TOOL, problems)


def _page_parts(fetched: Fetched, rendered: Rendered | None, desk: Desk) -> Iterator[Loose]:
    """The page itself: its bytes as they were read, its picture and its document in the browser."""
    if fetched.body and not fetched.failure:
        body = Loose(Role.BODY, fetched.body, media_of(fetched.body), fetched.final)
        yield with_prints(body, _eyes(desk))[0] if is_picture(fetched.body) else body
    if rendered and rendered.screenshot:
        yield Loose(Role.SCREENSHOT, rendered.screenshot, "image/png", "screenshot.png")
    if rendered and rendered.dom:
        yield Loose(Role.DOM, rendered.dom, "text/html", "dom.html")


def _packed(fetched: Fetched, rendered: Rendered | None, gathered: Gathered) -> tuple[Packed, Step]:
    """The WARC of all that went over a line and of what was made of the page, and how that went."""
    exchanges = (*fetched.exchanges, *(rendered.exchanges if rendered else ()), *gathered.exchanges)
    if not exchanges:
        return Packed(b""), _skipped("warc", "Nothing went over a line.")
    found = pack(exchanges, list(_made(fetched, rendered)), ABOUT)
    tool = f"warcio {version('warcio')}"
    if not found.data:
        return found, Step("warc", StepState.FAILED, tool, found.problems)
    return found, Step("warc", StepState.PARTIAL if found.problems else StepState.DONE, tool, found.problems)


def _made(fetched: Fetched, rendered: Rendered | None) -> Iterator[Made]:
    if rendered is None:
        return
    at = clock()
    things = (
        ("view", "image/png", rendered.screenshot),
        ("dom", "text/html", rendered.dom),
        ("text", "text/plain", words(rendered.text).encode()),
        ("console", "text/plain", words("\n".join(rendered.console)).encode()),
    )
    for kind, media, data in things:
        if data:
            yield Made(f"urn:{kind}:{fetched.final}", media, data, at)


def _warc_part(fetched: Fetched, packed: Packed) -> Iterator[Loose]:
    if packed.data:
        yield Loose(Role.WARC, packed.data, MEDIA, f"{fetched.started:%Y%m%dT%H%M%SZ}.warc.gz")
