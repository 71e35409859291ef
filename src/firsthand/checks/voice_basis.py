"""Which basis follows from the grounds of a voice? One table, for every pair of answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from firsthand.record.outcome import Outcome
from firsthand.record.voices import Basis, Ground
from firsthand.record.where import Level, Where, compare

THERE, FROM = "there", "from"


class Answer(StrEnum):
    """Where the answer to one of the two questions lies, seen from the place asked about."""

    INSIDE = "inside"
    COUNTRY = "elsewhere in its country"
    ABROAD = "in another country"
    UNKNOWN = "unknown"


def basis(there: Answer, origin: Answer) -> Basis:
    """The first that holds, as `record.voices.Basis` says. Somebody from abroad of whom nobody knows where now is unknown."""
    if there is Answer.INSIDE:
        return Basis.THERE
    if origin is Answer.INSIDE:
        return Basis.FROM_THERE
    if Answer.COUNTRY in (there, origin):
        return Basis.SAME_COUNTRY
    return Basis.THIRD_PLACE if there is Answer.ABROAD else Basis.UNKNOWN


def basis_of(grounds: Iterable[Ground], about: Where) -> Basis:
    """The basis of a voice with these grounds."""
    held = list(grounds)
    return basis(answer(held, THERE, about), answer(held, FROM, about))


def answer(grounds: Sequence[Ground], question: str, about: Where) -> Answer:
    """What the best tier says. Where it leaves the question open, a lower one may only say more exactly where in that."""
    allowed: list[Where] = []
    for tier in sorted({g.tier for g in grounds if g.question == question}):
        rows = [g for g in grounds if g.question == question and g.tier is tier]
        if allowed:
            rows = [g for g in rows if g.places and all(_lies_in(place, allowed) for place in g.places)]
        told = {_answer(ground, about) for ground in rows}
        if told and told != {Answer.UNKNOWN}:
            return told.pop() if len(told) == 1 else Answer.UNKNOWN
        allowed = allowed or [place for ground in rows for place in ground.places]
    return Answer.UNKNOWN


def _answer(ground: Ground, about: Where) -> Answer:
    if ground.fits is None:
        return Answer.UNKNOWN
    if ground.fits:
        return Answer.INSIDE
    home = about.at_level(Level.COUNTRY)
    countries = {place.at_level(Level.COUNTRY) for place in ground.places}
    if home is None or None in countries:
        return Answer.ABROAD if home is None else Answer.UNKNOWN
    if home not in countries:
        return Answer.ABROAD
    # A country that is asked about holds all its places: what lies outside it and yet in it errs somewhere.
    mixed = len(countries) > 1 or about.level is Level.COUNTRY
    return Answer.UNKNOWN if mixed else Answer.COUNTRY


def _lies_in(place: Where, wide: Sequence[Where]) -> bool:
    return any(outer.key in place.areas() for outer in wide)


def fits(places: Sequence[Where], about: Where) -> bool | None:
    """True: all that the words may mean lies inside the place asked about; False: none of it does; None: anything else."""
    told = {compare(about, place) for place in places}
    if told == {Outcome.SUPPORTED}:
        return True
    return False if told == {Outcome.CONTRADICTED} else None
