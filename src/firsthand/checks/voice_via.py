"""Through whom does the article have somebody's words, and where is that outlet?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol

from firsthand.checks.voice_record import holds, places_of
from firsthand.matching.folding import fold
from firsthand.reading.voice_places import VoicePlaces
from firsthand.reading.voice_words import marks
from firsthand.reading.wordlists import table
from firsthand.record.attributions import Attribution
from firsthand.record.cases import Case, Kind, Subject
from firsthand.record.leads import SubjectLead
from firsthand.record.passages import Passage
from firsthand.record.ports import Gazetteer
from firsthand.record.voices import Via
from firsthand.record.when import When
from firsthand.record.where import Where

_QUOTES = "\"'«»“”„‘’ .,"


class Asked(Protocol):
    """What is needed of an article that is asked about."""

    @property
    def leads(self) -> tuple[SubjectLead, ...]: ...
    @property
    def cases(self) -> tuple[Case, ...]: ...
    @property
    def gazetteer(self) -> Gazetteer: ...
    @property
    def outlet(self) -> str: ...


class Intermediaries:
    """The outlets that stand between an article and its voices: placed by the casebook, else by a list of agencies."""

    def __init__(self, asked: Asked) -> None:
        by_id = {case.id: case for case in asked.cases}
        self._gazetteer = asked.gazetteer
        self._outlet = fold(asked.outlet)
        self._on_file = [
            (lead.passage, subject)
            for lead in asked.leads
            if lead.case in by_id
            and (subject := by_id[lead.case].subject(lead.subject))
            and subject.kind in (Kind.OUTLET, Kind.BODY)
        ]

    def edges(self, attributions: Iterable[Attribution], time: When | None, places: VoicePlaces) -> tuple[Via, ...]:
        """One edge for each intermediary, in order, each name once; an outlet is none to itself."""
        found: dict[str, Via] = {}
        for one in attributions:
            if one.via is not None and fold(one.via.exact.strip(_QUOTES)) != self._outlet:
                found.setdefault(fold(one.via.exact), self._edge(one.via, time, places))
        return tuple(found.values())

    def _edge(self, via: Passage, time: When | None, places: VoicePlaces) -> Via:
        name = via.exact.strip(_QUOTES)
        url = name if name.lower().startswith(("http://", "https://")) else ""
        on_file = [subject for passage, subject in self._on_file if _overlap(passage, via)]
        where = self._recorded(on_file, time) if on_file else agency(name, places)
        return Via(name, via, where, url)

    def _recorded(self, subjects: Sequence[Subject], time: When | None) -> tuple[Where, ...]:
        rows = [e for s in subjects for e in s.entries if e.field in ("based-in", "seat") and holds(e, time)]
        return tuple(dict.fromkeys(place for entry in rows for place in places_of(entry, self._gazetteer)))


def agency(name: str, places: VoicePlaces) -> tuple[Where, ...]:
    """The country of a well-known agency or outlet; nothing where the list does not have it."""
    code = listed(name)
    state = places.state(code) if code else None
    return (state.where,) if state else ()


def listed(name: str) -> str:
    """The ISO code of an agency or outlet of the list, also where "news agency" or "газета" stands beside its name."""
    whole = fold(name.strip(_QUOTES))
    first, _, rest = whole.partition(" ")
    short = rest.strip(_QUOTES) if first in marks("outlet_first") else whole
    forms = (whole, short, *(short.removesuffix(kind) for kind in (" news agency", " agency", " news")))
    return next((code for form in forms if (code := agencies().get(form))), "")


@cache
def agencies() -> dict[str, str]:
    """Folded name -> ISO code."""
    rows: dict[str, list[str]] = table("voices")["agencies"]
    return {fold(name): code for code, names in rows.items() for name in names}


def _overlap(one: Passage, other: Passage) -> bool:
    return one.text_sha256 == other.text_sha256 and one.start < other.end and other.start < one.end
