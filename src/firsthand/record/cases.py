"""What is a case made of? Claims, pictures, subjects, appearances, reviews and checklists, as the desk put them on file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from firsthand.record.checklists import Checklist, Criterion
from firsthand.record.entries import Entry
from firsthand.record.outcome import Verdict
from firsthand.record.readings import Print
from firsthand.record.when import When


class Kind(StrEnum):
    """What a subject is."""

    PERSON = "person"
    BODY = "body"
    EVENT = "event"
    PLACE = "place"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which a claim is worded, in one language (`lang` is a BCP 47 primary tag, or empty)."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A checkable sentence put into the world by a claimant. `wordings` are further wordings of the same claim."""

    id: str
    text: str
    lang: str = ""
    claimant: str = ""
    made: When | None = None
    wordings: tuple[Wording, ...] = ()

    def all_wordings(self) -> tuple[Wording, ...]:
        return (Wording(self.text, self.lang), *self.wordings)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on file. `file` is the name it had beside the casefile; `sha256` names its exhibit once it is kept.

    `prints` are the fingerprints that came in its place, where its bytes are not on file; empty where they are.
    """

    id: str
    file: str = ""
    sha256: str = ""
    entries: tuple[Entry, ...] = ()
    note: str = ""
    prints: tuple[Print, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what entries are about, with its names by language."""

    id: str
    kind: Kind
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        """A name to show: the English one if there is one, else the first; the id where there is none."""
        return next(iter(self.names.get("en") or [n for names in self.names.values() for n in names]), self.id)


@dataclass(frozen=True, slots=True)
class Appearance:
    """A claim or picture seen at an address at a time, with the caption it wore. `of` is the id of the claim or picture."""

    url: str
    published: When | None = None
    seen: When | None = None
    outlet: str = ""
    caption: str = ""
    status: str = ""
    of: str = ""
    lang: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """One publisher's published check. `rating` is the publisher's own word, verbatim; `of` the id of what it reviews."""

    rating: str
    verdict: Verdict = Verdict.NONE
    publisher: str = ""
    url: str = ""
    published: When | None = None
    summary: str = ""
    of: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """The folder on one matter."""

    id: str
    title: str
    status: str = ""
    note: str = ""
    claims: tuple[Claim, ...] = ()
    pictures: tuple[Picture, ...] = ()
    subjects: tuple[Subject, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    reviews: tuple[Review, ...] = ()
    checklists: tuple[Checklist, ...] = ()

    def entries(self) -> Iterator[Entry]:
        """All entries, of pictures first, then of subjects and of the criteria of checklists, in their order."""
        for picture in self.pictures:
            yield from picture.entries
        for subject in self.subjects:
            yield from subject.entries
        for checklist in self.checklists:
            for criterion in checklist.criteria:
                yield from criterion.entries

    def subject(self, id: str) -> Subject | None:
        return next((s for s in self.subjects if s.id == id), None)

    def picture(self, id: str) -> Picture | None:
        return next((p for p in self.pictures if p.id == id), None)

    def claim(self, id: str) -> Claim | None:
        return next((c for c in self.claims if c.id == id), None)

    def criterion(self, subject: str) -> Criterion | None:
        """The criterion that entries of this subject (`CHECKLIST/CRITERION`) are about."""
        every = ((one.subject(criterion.id), criterion) for one in self.checklists for criterion in one.criteria)
        return next((criterion for name, criterion in every if name == subject), None)


def item(case: Case | str, id: str) -> str:
    """The name of one claim, picture or subject across the casebook: `CASE/ID`."""
    return f"{case.id if isinstance(case, Case) else case}/{id}"
