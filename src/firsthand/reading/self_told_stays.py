"""Where did somebody live from when to when, if these sentences are put together? A move ends one stay and begins another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from firsthand.reading.self_told_places import Spot
from firsthand.record.when import When

NEAR = 600
"""Letters between two sentences that are shown together as the words of one entry."""

BORN_IN, FROM, BASED_IN = "born-in", "from", "based-in"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stay:
    """One thing told: `field` of the speaker is the place. `over`: it is told as past; without an end it counts for nothing."""

    field: str
    spot: Spot
    span: Span
    since: When | None = None
    until: When | None = None
    over: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody went from one place to another at a time; whatever is not told is None. `back`: home, wherever that is."""

    origin: Spot | None
    goal: Spot | None
    at: When | None
    span: Span
    back: bool = False


def settle(told: Iterable[Stay | Move]) -> list[Stay]:
    """The stays that follow, in order of place; those of which nobody can say whether they go on are left out."""
    stays: list[Stay] = []
    for one in told:
        stays = [*stays, one] if isinstance(one, Stay) else _moved(stays, one)
    now = {stay.spot.value for stay in stays if stay.field == BASED_IN and not stay.over and not stay.moved}
    kept = [stay for stay in stays if _stands(stay, now)]
    return sorted(_distinct(kept), key=lambda stay: stay.span)


def _stands(stay: Stay, now: set[str]) -> bool:
    if stay.field != BASED_IN or stay.until is not None:
        return True
    return not stay.over and (not stay.moved or not now or stay.spot.value in now)


def _distinct(stays: Sequence[Stay]) -> list[Stay]:
    """Each field and place once, the one with times before the one without."""
    best: dict[tuple[str, str], Stay] = {}
    for stay in sorted(stays, key=lambda one: -((one.since is not None) + (one.until is not None))):
        if stay.field == BASED_IN and stay.until is not None:
            best.setdefault((str(stay.until), stay.spot.value), stay)
        else:
            best.setdefault((stay.field, stay.spot.value), stay)
    return list(best.values())


def _moved(stays: Sequence[Stay], move: Move) -> list[Stay]:
    if not (move.origin or move.goal or move.at or move.back):
        return list(stays)
    after: list[Stay] = []
    for stay in stays:
        after += _ended(stay, move) if _ends(stay, move) else [stay]
    left = {stay.spot.value for stay in stays if stay.field == BASED_IN}
    if move.origin and move.at and move.origin.value not in left:
        after.append(Stay(BASED_IN, move.origin, move.span, until=move.at, over=True))
    if move.goal:
        later = [stay.since for stay in stays if stay.moved and _later(stay, move)]
        after.append(Stay(BASED_IN, move.goal, move.span, move.at, later[0] if later else None, moved=True))
    return after


def _ends(stay: Stay, move: Move) -> bool:
    """Does the move end the stay? Not a stay told as present, unless it is the one left; not what began only later."""
    if stay.field != BASED_IN or stay.until is not None or _later(stay, move):
        return False
    if move.origin:
        return stay.spot.value == move.origin.value and (stay.over or stay.moved)
    same = move.goal is not None and stay.spot.value == move.goal.value
    return not same and (stay.over or stay.moved)


def _later(stay: Stay, move: Move) -> bool:
    first, at = stay.since.first if stay.since else None, move.at.first if move.at else None
    return first is not None and at is not None and first > at


def _ended(stay: Stay, move: Move) -> list[Stay]:
    """The stay with its end; nothing where nobody says when it ended."""
    if move.at is None:
        return []
    near = 0 <= move.span[1] - stay.span[0] <= NEAR
    span = (stay.span[0], max(stay.span[1], move.span[1])) if near else stay.span
    return [replace(stay, until=move.at, span=span, over=True)]
