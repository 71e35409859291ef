"""Where does a voice speak from, as a person found out? An entry in the case `voices`, which every later audit reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from firsthand.api import Desk
from firsthand.errors import UsageError, WhenError
from firsthand.filed import named
from firsthand.index.asked_place import asked_place
from firsthand.index.gazetteer import open_gazetteer
from firsthand.matching.folding import fold
from firsthand.matching.romanise import romanise
from firsthand.reading.inflection import name_key
from firsthand.reading.language import likely
from firsthand.reading.wordlists import LANGUAGES
from firsthand.record.cases import Case, Kind, Subject
from firsthand.record.entries import Entry
from firsthand.record.when import When, parse
from firsthand.record.where import Level, Where

CASE = "voices"
TITLE = "Where voices speak from"

FIELDS = ("based-in", "from", "seat")
"""What can be said of a voice: where it is, where it is from, where a body sits."""

LONGEST = 200
"""Letters of a name."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a person found: of whom (`also` are names in other languages), which field, which place, since and until when.

    `body`: it is an organisation. `source` says who says so; `url` and `words` where it can be read.
    """

    name: str
    field: str
    place: str
    source: str
    since: str = ""
    until: str = ""
    url: str = ""
    words: str = ""
    body: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """What is on file now. `new` is False where the same line stood there already."""

    item: str
    entry: Entry
    place: Where
    new: bool


def place(desk: Desk, found: Found, *, who: str) -> Placed:
    """Put what a person found on file. Lines are added, none is changed or withdrawn; two that disagree stand side by side.

    The voice is looked up by its names in the case `voices` alone, which is made where it is missing. Raises UsageError
    for a place or date that is not known, and where nobody is named as the source, or as the one who files it.
    """
    person = named(who)
    name = " ".join(found.name.split())
    if not name or len(name) > LONGEST:
        raise UsageError(
            "A voice has a name.", hint='firsthand voice "Olena Example" --based-in "Kherson, Ukraine" ...'
        )
    if not found.source.strip():
        raise UsageError("Nobody is named as the source.", hint='Say who says so: --source "her page, 2024-03-01".')
    desk.gazetteer.sync(desk.book)
    where = asked_place(found.place, desk.gazetteer, open_gazetteer())
    case = desk.book.case(CASE) or Case(CASE, TITLE)
    subject = _subject(case, name, found)
    entry = _entry(subject.id, where, found)
    new = entry.id not in {one.id for one in subject.entries}
    subject = replace(subject, entries=(*subject.entries, entry) if new else subject.entries)
    desk.book.file(_with(case, subject), who=person, at=datetime.now(UTC))
    return Placed(f"{CASE}/{subject.id}", entry, where, new)


def _subject(case: Case, name: str, found: Found) -> Subject:
    """The subject of this name in the case, else a new one; with the names in other languages that are given."""
    names = [" ".join(one.split())[:LONGEST] for one in (name, *found.also) if one.strip()]
    kind = Kind.BODY if found.body or found.field == "seat" else Kind.PERSON
    keys = {fold(one) for one in names}
    held = [one for one in case.subjects if keys & {fold(name) for name in _names(one)}]
    if held and held[0].kind is not kind:
        said = "an organisation" if held[0].kind is Kind.BODY else "a person"
        raise UsageError(f"{name} is on file as {said}.", hint="Leave out --body, or give it.")
    subject = held[0] if held else Subject(_id(case, name), kind)
    for one in names:
        if fold(one) not in {fold(known) for known in _names(subject)}:
            lang = _lang(one)
            subject = replace(subject, names={**subject.names, lang: (*subject.names.get(lang, ()), one)})
    return subject


def _names(subject: Subject) -> Iterator[str]:
    return (name for names in subject.names.values() for name in names)


def _lang(name: str) -> str:
    return next((lang for lang in likely(name) if lang in LANGUAGES), "en")


def _id(case: Case, name: str) -> str:
    """A free id made of the name, in Latin letters."""
    key = name_key(name)
    bare = re.sub(r"[^a-z0-9]+", "-", (key if key.isascii() else romanise(key)).lower()).strip("-")[:60] or "voice"
    taken = {one.id for one in case.subjects} | {one.id for one in case.pictures}
    return next(id for id in (bare, *(f"{bare}-{n}" for n in range(2, len(taken) + 3))) if id not in taken)


def _entry(subject: str, where: Where, found: Found) -> Entry:
    """The entry, with what contains the place: so that it is no other of its name."""
    within = tuple(area.name for area in where.chain if area.level in (Level.REGION, Level.COUNTRY))
    return Entry(
        subject=subject,
        field=found.field,
        value=where.name,
        source=found.source.strip(),
        since=_when(found.since, "--since"),
        until=_when(found.until, "--until"),
        within=within,
        words=found.words.strip(),
        url=found.url.strip(),
    )


def _when(said: str, option: str) -> When | None:
    try:
        return parse(said) if said.strip() else None
    except WhenError as error:
        raise UsageError(f"{option}: {error.message}", hint=error.hint) from error


def _with(case: Case, subject: Subject) -> Case:
    """The case with the subject in the place of the one of its id, or as its last."""
    if case.subject(subject.id) is None:
        return replace(case, subjects=(*case.subjects, subject))
    return replace(case, subjects=tuple(subject if one.id == subject.id else one for one in case.subjects))
