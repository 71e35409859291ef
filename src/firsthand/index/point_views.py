"""Which of the pictures with common points really show ours? The few whose points lie most alike, each looked at in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.index.point_search import Asked, Ints, PointTable, asked, best_by_votes, rarity
from firsthand.matching.overlaps import View, view_of
from firsthand.matching.points import Points

BY_VOTES = 50
"""Pictures of one part of the index whose points are laid out, by each way of counting votes."""

BY_PLACE = (8, 5)
"""Pictures that are looked at in full: so many of those whose rare points lie alike, and of those whose points do at all."""

_MOST_PAIRS, _FEWEST = 48, 3
_RARER, _PLAINER = -1.5, -0.25
_LEAST = 1.0
_NEAR, _NEAR_SHARE = 0.02, 0.2
_SAME_ANGLE = 18
_SAME_SIZE = 13
_SPOT = 200

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture (`part` and `picture` count them) that may lie in ours, mirrored or not, and what speaks for it."""

    part: int
    picture: int
    mirrored: bool
    rare: float
    plain: float


def views(tables: Sequence[PointTable], ours: Points) -> Iterator[tuple[int, int, View, Points]]:
    """(part, picture, view, its features) of all pictures of these tables that are seen in ours."""
    question = asked(ours)
    found = [one for part, table in enumerate(tables) for one in _candidates(part, table, question, ours)]
    rare = sorted(found, key=lambda one: (-one.rare, one.part, one.picture, one.mirrored))[: BY_PLACE[0]]
    plain = sorted(found, key=lambda one: (-one.plain, one.part, one.picture, one.mirrored))[: BY_PLACE[1]]
    for one in dict.fromkeys(rare + plain):
        theirs = tables[one.part].points(one.picture)
        view = view_of(ours, theirs, mirrored=one.mirrored)
        if view is not None:
            yield one.part, one.picture, view, theirs


def _candidates(part: int, table: PointTable, question: Asked, ours: Points) -> Iterator[Candidate]:
    rows, pictures, features = table.met(question)
    if not len(rows):
        return
    # A picture and its mirror image are two candidates.
    sides = pictures * 2 + question.mirrored[rows]
    having = rarity(rows, pictures, len(question.row))
    chosen = best_by_votes((rows, sides, table.turn(question, rows, features)), having, BY_VOTES)
    order = np.argsort(sides, kind="stable")
    first, last = (np.searchsorted(sides[order], chosen, side=side) for side in ("left", "right"))
    for side, start, end in zip(chosen.tolist(), first, last, strict=True):
        at = order[start:end]
        if len(at) < _FEWEST:
            continue
        if len(at) > _MOST_PAIRS:
            at = at[np.argsort(having[rows[at]], kind="stable")[:_MOST_PAIRS]]
        layout = _laid_out(table, question, ours, rows[at], features[at])
        rare, plain = _agreeing(layout, having[rows[at]])
        if plain > _LEAST:
            yield Candidate(part, side // 2, bool(side % 2), rare, plain)


def _laid_out(
    table: PointTable, question: Asked, ours: Points, rows: Ints, features: Ints
) -> tuple[F64, F64, Ints, Ints]:
    """Of n pairs: the places in theirs and in ours (n x 2, the longer side being 1), by what they are turned and grown."""
    there = table.places(features)
    frame = np.array([ours.width, ours.height], np.float64)
    here = ours.place[question.row[rows]] * (frame / frame.max())
    here = np.where(question.mirrored[rows, None], here * [-1, 1], here)
    return there, here, *table.changed(question, rows, features)


def _agreeing(layout: tuple[F64, F64, Ints, Ints], having: F64) -> tuple[float, float]:
    """How much the pairs weigh that agree with the best of them on turn, size and place: rare points most; all points."""
    there, here, turned, grown = layout
    angle, scale = turned * (2 * np.pi / 256), 2.0 ** (grown / 16)
    across, along = np.cos(angle) * scale, np.sin(angle) * scale
    offset = there[None] - there[:, None]
    x = here[:, None, 0] + across[:, None] * offset[..., 0] - along[:, None] * offset[..., 1]
    y = here[:, None, 1] + along[:, None] * offset[..., 0] + across[:, None] * offset[..., 1]
    off = np.hypot(x - here[None, :, 0], y - here[None, :, 1])
    reach = np.hypot(offset[..., 0], offset[..., 1]) * scale[:, None]
    bent = np.abs((turned[:, None] - turned[None] + 128) % 256 - 128)
    agree = (off < _NEAR + _NEAR_SHARE * reach) & (bent <= _SAME_ANGLE)
    agree &= np.abs(grown[:, None] - grown[None]) <= _SAME_SIZE
    return _most(agree, there, here, having**_RARER), _most(agree, there, here, having**_PLAINER)


def _most(agree: NDArray[np.bool_], there: F64, here: F64, weight: F64) -> float:
    """The weight of the pairs that agree with the one with which most agree; one spot, on either side, counts once."""
    at = np.flatnonzero(agree[int((agree @ weight).argmax())])
    at = at[np.argsort(-weight[at], kind="stable")]
    ours, theirs = (map(tuple, np.rint(places[at] * _SPOT).tolist()) for places in (here, there))
    taken: tuple[set[object], set[object]] = (set(), set())
    total = 0.0
    for mine, held, counts in zip(ours, theirs, weight[at].tolist(), strict=True):
        if mine not in taken[0] and held not in taken[1]:
            total += counts
        taken[0].add(mine)
        taken[1].add(held)
    return total
