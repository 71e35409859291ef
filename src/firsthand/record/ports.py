"""What does the core ask of the world? Each port is a Protocol; the world implements it, tests use plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from firsthand.record.cases import Case
from firsthand.record.decisions import Decision
from firsthand.record.leads import Overlap
from firsthand.record.passages import Region
from firsthand.record.readings import Print
from firsthand.record.where import Where


class Gazetteer(Protocol):
    """Places by name."""

    def look_up(self, name: str) -> tuple[Where, ...]:
        """All places that bear a name, in any case, script and language it knows; empty where it knows none."""


@runtime_checkable
class WrittenNames(Gazetteer, Protocol):
    """A gazetteer that tells a name as it stands on file from its inflected forms."""

    def as_written(self, name: str) -> tuple[Where, ...]:
        """The places of a name as written alone; `look_up` also gives those of which it may be an inflected form."""


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """The name of a place of the desk at `text[start:end]`, and what it means."""

    start: int
    end: int
    candidates: tuple[Where, ...]


@runtime_checkable
class DeskNames(Gazetteer, Protocol):
    """A gazetteer that knows the places which the desk put on file: squares, mines, villages of another name."""

    def standing_in(self, text: str) -> Sequence[PlaceHit]:
        """The names of such places in a text, in order, none within another."""


@dataclass(frozen=True, slots=True)
class TextDoc:
    """One wording of one claim, to be found again. `item` is `CASE/ID`; `wording` counts from 0."""

    case: str
    item: str
    wording: int
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class TextHit:
    """A wording that says something of what was asked. Higher `score` is nearer; the rest is told in `record.leads.ClaimLead`."""

    doc: TextDoc
    road: str
    score: float
    rare: tuple[float, float] | None = None
    likeness: float | None = None
    glosses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PictureDoc:
    """One picture on file with the prints of its parts (the whole first)."""

    case: str
    item: str
    prints: tuple[Print, ...]


@dataclass(frozen=True, slots=True)
class PictureHit:
    """A picture on file that looks like ours; what the fields mean is told in `record.leads.PictureLead`."""

    case: str
    item: str
    distance: int
    quality: int
    ours: Region
    theirs: Region
    overlap: Overlap | None = None


@dataclass(frozen=True, slots=True)
class NameDoc:
    """One name of one subject, in one language. `kind` is the subject's (`record.cases.Kind`), empty where nobody told it."""

    case: str
    item: str
    name: str
    lang: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name found in a text at `text[start:end]`.

    `road` says how: `name` (as on file), `inflected`, `transliterated`; and, once the name itself stood before in the text,
    `initials`, `surname`, `abbreviation`.
    """

    doc: NameDoc
    start: int
    end: int
    road: str = "name"


class TextIndex(Protocol):
    """Wordings of claims. The in-memory oracle and the index on disk answer alike."""

    def add(self, docs: Iterable[TextDoc]) -> None: ...

    def find(self, text: str, lang: str, k: int, names: Sequence[tuple[str, str]] = ()) -> Sequence[TextHit]:
        """The k nearest wordings, best first; of equal ones the one that was filed first."""


class PictureIndex(Protocol):
    def add(self, docs: Iterable[PictureDoc]) -> None: ...

    def find(self, prints: Sequence[Print], k: int) -> Sequence[PictureHit]:
        """The k likeliest pictures, one hit each, likeliest first; of equal ones the one whose item sorts first."""


class NameIndex(Protocol):
    def add(self, docs: Iterable[NameDoc]) -> None: ...

    def find(self, text: str, lang: str) -> Sequence[NameHit]:
        """Every name that stands in the text, the longest at each place, in order of place."""


class Casebook(Protocol):
    """The record, as recall and the checks see it."""

    def case(self, id: str) -> Case | None: ...

    def some(self, ids: Iterable[str]) -> Mapping[str, Case]:
        """The cases of these ids, in their order; those that are not on file are left out."""

    def cases(self) -> Iterator[Case]:
        """All cases in the order of their ids."""

    def last_change(self) -> int:
        """The number of the newest revision of any case; 0 in an empty casebook. It only grows."""

    def changes(self, since: int) -> Iterator[tuple[int, Case]]:
        """(number, case) of each case whose newest revision is later than `since`, in order of number."""

    def prints(self, sha256: str) -> tuple[Print, ...]:
        """The prints kept with an exhibit; empty where it is no picture or could not be decoded."""

    def mark(self, number: int) -> str:
        """What tells revision `number` of this casebook from that of another; empty where there is none."""

    def decisions(self, tips: Iterable[str] | None = None) -> Iterable[Decision]:
        """The rows of the ledger, all or those on these tips, in the order in which they were written."""
