"""What did a person bring, and from whom? A file, words or an e-mail become a capture of the same form as a page's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from firsthand.api import Desk
from firsthand.casebook.captures import FiledCapture
from firsthand.errors import FirsthandError, ReadingError, UsageError
from firsthand.evidence.files import read_bytes, unpacked
from firsthand.evidence.gathering import Gathered, Looked, is_picture, look, with_prints
from firsthand.evidence.looking import PAGE_PICTURES, Eyes
from firsthand.evidence.loose import Loose
from firsthand.evidence.taking import take_picture
from firsthand.filed import named
from firsthand.keeping import TOOL, clock, put_on_file, read_parts, read_words, told_of
from firsthand.reading.mails import Mail, read_mail
from firsthand.reading.raw_bytes import media_of
from firsthand.reading.tips import Lens, read_tip
from firsthand.record.captures import GIVEN, SAID_ADDRESS, Captured, Role, Step, StepState, end_state
from firsthand.record.readings import PictureReading, Reading, ReadingKind
from firsthand.record.tips import Tip

MAIL = "message/rfc822"

MOST_WORDS = 5_000
"""Characters of a source or a note."""

WORDS = "the words given"


@dataclass(frozen=True, slots=True)
class Given:
    """Something that a person brought: a file at `path`, or `words`.

    `source` says in words from whom it came, `address` where it is said to be from: that is kept, and not believed.
    """

    path: Path | None = None
    words: str = ""
    source: str = ""
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was made of it."""

    loose: tuple[Loose, ...]
    reading: Reading | None
    steps: tuple[Step, ...]
    told: tuple[tuple[str, str], ...] = ()


def given(desk: Desk, thing: Given, *, who: str) -> FiledCapture:
    """Put on file what a person brought, as it came, with what it says of itself.

    Raises UsageError where nobody is named as who does this or from whom it came, or where there are not exactly a file or
    words; ReadingError for a file that is not there or too large, CasebookError where the casebook cannot be written.
    """
    person = named(who)
    _sound(thing)
    name = thing.path.name if thing.path else WORDS
    data = (
        read_bytes(thing.path, desk.settings.max_file_bytes)
        if thing.path
        else thing.words.encode("utf-8", "backslashreplace")
    )
    taken = _taken(desk, thing, name, data)
    steps = (Step("given", StepState.DONE, TOOL), *taken.steps)
    said = ((SAID_ADDRESS, thing.address.strip()),) if thing.address.strip() else ()
    captured = Captured(
        address=name,
        at=clock(),
        who=person,
        tool=GIVEN,
        state=end_state(steps, ("given",)),
        steps=steps,
        source=thing.source.strip(),
        note=thing.note.strip(),
        told=(*said, *taken.told, *told_of(taken.reading)),
    )
    texts = read_parts(taken.reading) if taken.reading else ()
    return put_on_file(desk.book, captured, (*taken.loose, *texts))


def _sound(thing: Given) -> None:
    if not thing.source.strip():
        hint = 'Say from whom it came: --from "the sender, by Signal".'
        raise UsageError("Nobody is named from whom this came.", hint=hint)
    if (thing.path is None) == (not thing.words.strip()):
        raise UsageError("One thing is captured at a time: a file, or words.", hint="Give one of them.")
    if max(map(len, (thing.source, thing.note, thing.address))) > MOST_WORDS:
        raise UsageError(
            f"A source, a note or an address has more than {MOST_WORDS:,} characters.", hint="Say it shorter."
        )


def _taken(desk: Desk, thing: Given, name: str, data: bytes) -> _Taken:
    whole = Loose(Role.GIVEN, data, media_of(data), name)
    if thing.path is None:
        return _words(desk, whole)
    if thing.path.suffix.lower() == ".eml":
        return _mail(desk, replace(whole, media=MAIL))
    return _file(desk, whole, thing.path)


def _words(desk: Desk, whole: Loose, body: bytes = b"") -> _Taken:
    reading = read_words(body or whole.data, "", desk.settings)
    return _Taken((whole,), reading, (_read(reading.problems, bool(reading.text)),))


def _file(desk: Desk, whole: Loose, path: Path) -> _Taken:
    """A picture, a page with the pictures beside it, a plain text, or a file that is kept without being read."""
    try:
        body = unpacked(whole.data, desk.settings.max_file_bytes)
    except ReadingError as error:
        return _Taken((whole,), None, (Step("reading", StepState.FAILED, TOOL, (str(error),)),))
    if is_picture(body):
        return _picture(desk, whole)
    media = media_of(body)
    if media in ("text/html", "application/xml"):
        return _page(desk, whole, body, Tip(html=str(path)))
    if not media.startswith("text/"):
        why = f"The file ({media or 'of no known type'}) is kept as it is; no reader here reads such files."
        return _Taken((whole,), None, (Step("reading", StepState.SKIPPED, "", (why,)),))
    return _words(desk, whole, body)


def _picture(desk: Desk, whole: Loose) -> _Taken:
    lens = _lens(desk)
    reading = read_tip(Tip(picture=whole.name), whole.data, "", lens)
    printed, said = with_prints(whole, _eyes(desk))
    broken = [one.problem for one in reading.pictures if one.problem]
    problems = tuple(dict.fromkeys((*broken, *reading.problems, *said)))
    state = StepState.PARTIAL if broken or said else StepState.DONE
    return _Taken((printed,), reading, (Step("pictures", state, TOOL, problems),))


def _page(desk: Desk, whole: Loose, body: bytes, tip: Tip) -> _Taken:
    desk.gazetteer.sync(desk.book)
    reading = read_tip(tip, body, "", _lens(desk))
    found = _beside(reading.pictures, tip, _eyes(desk))
    reading = replace(reading, pictures=found.pictures)
    steps = (_read(reading.problems, bool(reading.text)), *_pictures(found))
    return _Taken((whole, *found.loose), reading, steps)


def _beside(wanted: Sequence[PictureReading], tip: Tip, eyes: Eyes) -> Gathered:
    """The pictures of a saved page that lie beside it; nothing is fetched for what a person brought."""
    seen = [_one_beside(picture, tip, eyes) for picture in wanted[:PAGE_PICTURES]]
    missing = sum(1 for one in seen if not one.loose and not one.problems) + len(wanted[PAGE_PICTURES:])
    said = (f"Pictures that the page names and that did not come with it: {missing}.",) if missing else ()
    return Gathered(
        (*(picture for one in seen for picture in one.pictures), *wanted[PAGE_PICTURES:]),
        tuple(loose for one in seen for loose in one.loose),
        problems=(*(problem for one in seen for problem in one.problems), *said),
    )


def _one_beside(picture: PictureReading, tip: Tip, eyes: Eyes) -> Looked:
    try:
        data = take_picture(picture.url or picture.name, tip, eyes.settings, eyes.now)
    except FirsthandError as error:
        return Looked((replace(picture, problem=str(error)),), problems=(str(error),))
    if data is None:
        return Looked((picture,))
    found = look(Loose(Role.PICTURE, data, name=picture.name, address=picture.name), eyes)
    told = {"caption": picture.caption, "alt": picture.alt, "credit": picture.credit}
    return replace(found, pictures=tuple(replace(one, **told) for one in found.pictures))  # type: ignore[arg-type]


def _mail(desk: Desk, whole: Loose) -> _Taken:
    """An e-mail: its head as it says it, its words, its attachments, those that are pictures with their fingerprints."""
    mail = read_mail(whole.data)
    eyes = _eyes(desk)
    looked = [_attached(one.name, one.data, eyes) for one in mail.attachments]
    reading = _mail_reading(desk, mail)
    pictures = tuple(picture for one in looked for picture in one.pictures)
    reading = replace(reading, pictures=pictures, title=dict(mail.told).get("subject", ""))
    said = tuple(problem for one in looked for problem in one.problems)
    problems = (*mail.problems, *reading.problems)
    state = StepState.PARTIAL if mail.problems else StepState.DONE
    steps = [Step("reading", state, TOOL, problems)]
    if pictures:
        steps.append(Step("pictures", StepState.PARTIAL if said else StepState.DONE, TOOL, said))
    return _Taken((whole, *(loose for one in looked for loose in one.loose)), reading, tuple(steps), mail.told)


def _mail_reading(desk: Desk, mail: Mail) -> Reading:
    if mail.text.strip():
        return read_words(mail.text.encode(), "utf-8", desk.settings)
    if mail.page:
        desk.gazetteer.sync(desk.book)
        return read_tip(Tip(html=WORDS), mail.page, mail.charset, _lens(desk))
    return Reading(ReadingKind.TEXT, problems=("The message holds no words.",))


def _attached(name: str, data: bytes, eyes: Eyes) -> Looked:
    loose = Loose(Role.ATTACHMENT, data, media_of(data), name)
    return look(loose, eyes) if is_picture(data) else Looked((), (loose,))


def _pictures(found: Gathered) -> Iterator[Step]:
    if found.pictures:
        yield Step("pictures", StepState.PARTIAL if found.problems else StepState.DONE, TOOL, found.problems)


def _read(problems: tuple[str, ...], found: bool = True) -> Step:
    return Step("reading", StepState.DONE if found or not problems else StepState.PARTIAL, TOOL, problems)


def _lens(desk: Desk) -> Lens:
    return Lens(desk.gazetteer, desk.settings, desk.decoder.read)


def _eyes(desk: Desk) -> Eyes:
    return Eyes(desk.decoder, desk.settings, clock)
