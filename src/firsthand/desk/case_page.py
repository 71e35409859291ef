"""How is a case shown? Its parts in words, with who says so at every line."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.desk.words import words
from firsthand.record.cases import Appearance, Case, Picture, Subject
from firsthand.record.entries import Entry
from firsthand.record.when import When
from firsthand.rendering import casefolder
from firsthand.rendering.dates import say
from firsthand.rendering.safe import language, web_address
from firsthand.rendering.view import ClaimView, Date, EntryView, ReviewView
from firsthand.rendering.words import Words


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A picture on file: the address of its small copy, empty where its bytes are not here, and what is said of it."""

    id: str
    name: str
    src: str
    note: str
    entries: tuple[EntryView, ...]


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
    """A claim or picture seen somewhere."""

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
    reviews: tuple[ReviewView, ...]


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
        return PictureCard(picture.id, picture.file or picture.id, src, picture.note, self.entries(picture.entries))

    def subject(self, subject: Subject) -> SubjectCard:
        names = tuple((language(lang), name) for lang, each in subject.names.items() for name in each)
        return SubjectCard(subject.id, subject.kind.value, subject.name, names, self.entries(subject.entries))

    def appearance(self, seen: Appearance) -> AppearanceRow:
        return AppearanceRow(
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
    return CasePage(
        id=case.id,
        title=case.title,
        status=case.status,
        note=case.note,
        claims=claims,
        pictures=tuple(teller.picture(picture) for picture in case.pictures),
        subjects=tuple(teller.subject(subject) for subject in case.subjects),
        appearances=tuple(teller.appearance(seen) for seen in case.appearances),
        reviews=tuple(casefolder.review_view(review, teller.date, teller.words) for review in case.reviews),
    )
