"""How is a case shown? Its parts in words, with who says so at every line."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.desk.periods import Periods, periods
from firsthand.desk.words import words
from firsthand.record.case_edits import Place, keys
from firsthand.record.cases import Appearance, Case, Picture, Subject
from firsthand.record.entries import UNNAMED, Entry
from firsthand.record.regions import named_regions
from firsthand.record.when import When
from firsthand.rendering import casefolder
from firsthand.rendering.dates import say
from firsthand.rendering.safe import language, web_address
from firsthand.rendering.view import ClaimView, Date, EntryView, ReviewView
from firsthand.rendering.words import Words

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Outline:
    """A named part of a picture in per cent of its width and height, with the letter that it bears, and who named it."""

    letter: str
    name: str
    source: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A picture on file: the address of its small copy, empty where its bytes are not here, and what is said of it."""

    id: str
    name: str
    src: str
    note: str
    entries: tuple[EntryView, ...]
    outlines: tuple[Outline, ...]


@dataclass(frozen=True, slots=True)
class SubjectCard:
    """Whom or what entries are about, by all its names."""

    id: str
    kind: str
    name: str
    others: tuple[tuple[str, str], ...]
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class AppearanceRow:
    """A claim or picture seen somewhere. `key` names the line for those who change it."""

    key: str
    href: str
    url: str
    outlet: str
    caption: str
    lang: str
    published: Date
    seen: Date
    status: str
    of: str
    note: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """All of a case, laid out for one reader."""

    id: str
    title: str
    status: str
    note: str
    claims: tuple[tuple[str, ClaimView, tuple[tuple[str, str], ...]], ...]
    pictures: tuple[PictureCard, ...]
    subjects: tuple[SubjectCard, ...]
    appearances: tuple[AppearanceRow, ...]
    reviews: tuple[tuple[str, ReviewView], ...]
    periods: Periods | None


def outlines(picture: Picture) -> tuple[Outline, ...]:
    """The named parts of a picture, lettered in their order."""
    found = named_regions(picture.entries)
    return tuple(
        Outline(
            letter=LETTERS[n] if n < len(LETTERS) else str(n + 1),
            name=entry.value,
            source="" if entry.source == UNNAMED else entry.source,
            left=round(100 * part.left, 2),
            top=round(100 * part.top, 2),
            width=round(100 * (part.right - part.left), 2),
            height=round(100 * (part.bottom - part.top), 2),
        )
        for n, (entry, part) in enumerate(found)
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    case: Case
    lang: str
    words: Words

    def date(self, when: When | None) -> Date:
        one_day = when is not None and when.first is not None and when.edtf == when.first.isoformat()
        return Date(say(when, self.lang, self.words), when.edtf if when and one_day else "")

    def entries(self, entries: tuple[Entry, ...]) -> tuple[EntryView, ...]:
        return tuple(casefolder.entry_view(entry, self.case, self.date, self.words) for entry in entries)

    def picture(self, picture: Picture) -> PictureCard:
        src = f"/pictures/{picture.sha256}" if picture.sha256 else ""
        name, said = picture.file or picture.id, self.entries(picture.entries)
        return PictureCard(picture.id, name, src, picture.note, said, outlines(picture))

    def subject(self, subject: Subject) -> SubjectCard:
        names = tuple((language(lang), name) for lang, each in subject.names.items() for name in each)
        return SubjectCard(subject.id, subject.kind.value, subject.name, names, self.entries(subject.entries))

    def appearance(self, key: str, seen: Appearance) -> AppearanceRow:
        return AppearanceRow(
            key,
            web_address(seen.url),
            seen.url,
            seen.outlet,
            seen.caption,
            language(seen.lang),
            self.date(seen.published),
            self.date(seen.seen),
            seen.status,
            seen.of,
            seen.note,
        )


def shown(case: Case, lang: str) -> CasePage:
    """The page of a case in the language `lang`."""
    teller = _Teller(case, lang, words(lang))
    claims = tuple(
        (
            claim.id,
            casefolder.claim_view(claim, teller.date),
            tuple((one.text, language(one.lang)) for one in claim.wordings),
        )
        for claim in case.claims
    )
    reviews = [casefolder.review_view(review, teller.date, teller.words) for review in case.reviews]
    return CasePage(
        id=case.id,
        title=case.title,
        status=case.status,
        note=case.note,
        claims=claims,
        pictures=tuple(teller.picture(picture) for picture in case.pictures),
        subjects=tuple(teller.subject(subject) for subject in case.subjects),
        appearances=tuple(map(teller.appearance, keys(case, Place("appearances")), case.appearances)),
        reviews=tuple(zip(keys(case, Place("reviews")), reviews, strict=True)),
        periods=periods(case, lambda when: say(when, lang, teller.words)),
    )
