"""Which pictures on file share points with this one? Codes filed by some of their bits, and votes that agree on a turn.

A code is looked up by KEY_BITS of its bits, and again with the least certain of them turned over (multi-probe hashing, Lv et
al. 2007). A vote counts by how few pictures have such a point, so that letters and logos that many share weigh little; and
only votes for the same turn and change of size count together (Jégou et al. 2008, "Hamming embedding and weak geometric
consistency").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.matching.points import MIRROR, Points

ALIKE_BITS = 16
"""Codes (128 bits) no farther apart vote for the same point."""

PROBES = 4
"""Bits of the key that are tried both ways: the least certain ones."""

_MOST_BITS, _LEAST_BITS = 24, 8
_FULL = 2
_TURNS, _OCTAVES = 16, 16
_STEPS_AN_OCTAVE = 16
_MOST_IN_A_BUCKET = 400

U64 = NDArray[np.uint64]
Ints = NDArray[np.int64]

KEY_PLACES = np.array(
    [88, 9, 111, 23, 65, 35, 68, 62, 2, 102, 112, 25, 13, 90, 96, 77, 50, 39, 127, 93, 107, 0, 31, 70], np.int64
)
"""Which numbers of a descriptor make the key, in order: chosen one by one on generated pictures of overlapping discs and
polygons, so that as few features as possible share a key (3 times fewer, at 20 bits, than with places strewn evenly)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The features of a tip as they are looked up: as it is, then mirrored. All of length n.

    `key` holds the bits of KEY_PLACES, and `certain` (n x as many) how far each is from being the other one.
    """

    row: Ints
    mirrored: NDArray[np.bool_]
    code: U64
    angle: Ints
    size: Ints
    key: Ints
    certain: NDArray[np.float32]


def asked(points: Points) -> Asked:
    """What to look up of a picture, both as it is and as its mirror image."""
    count = len(points.place)
    away = np.abs(points.numbers - np.median(points.numbers, axis=1, keepdims=True) - 0.5).astype(np.float32)
    code = np.concatenate([points.code, points.mirrored])
    angle = points.angle.astype(np.int64)
    return Asked(
        np.tile(np.arange(count), 2),
        np.repeat([False, True], count),
        code,
        np.concatenate([angle, (128 - angle) % 256]),
        np.tile(points.size.astype(np.int64), 2),
        _key(code, len(KEY_PLACES)),
        np.concatenate([away[:, KEY_PLACES], away[:, MIRROR[KEY_PLACES]]]),
    )


def pack_points(held: list[Points | None]) -> dict[str, NDArray[Any]]:
    """Arrays of one segment for n pictures with m features in all.

    `point_first` (n + 1) says where each picture's features begin; `code` (2 x m: a code's first word is looked at before
    its second), `place` (m x 2, 65,535ths), `angle` and `size` (m) are theirs. `bucket` (2 ** bits + 1) says where in
    `filed` (m) the features of each key begin. `thumb` (t) are the gray pictures one after the other, `thumb_first`
    (n + 1) where each begins.
    """
    some = [one for one in held if one is not None]
    counts = [0 if one is None else len(one.place) for one in held]
    code = np.concatenate([one.code for one in some]) if some else np.zeros((0, 2), np.uint64)
    bits = key_bits(len(code))
    key = _key(code, bits)
    order = np.argsort(key, kind="stable")
    grays = [np.zeros(0, np.uint8) if one is None else one.gray.ravel() for one in held]
    empty = [np.zeros(0, np.uint8)]
    return {
        "point_first": np.cumsum([0, *counts], dtype=np.int64),
        "code": np.ascontiguousarray(code.T),
        "place": np.concatenate([np.rint(one.place * 65_535) for one in some] or [np.zeros((0, 2))]).astype(np.uint16),
        "angle": np.concatenate([one.angle for one in some] or empty),
        "size": np.concatenate([one.size for one in some] or empty),
        "frame": np.array([(0, 0) if one is None else (one.width, one.height) for one in held], np.uint16).reshape(
            -1, 2
        ),
        "bucket": np.searchsorted(key[order], np.arange((1 << bits) + 1)).astype(np.uint32),
        "filed": order.astype(np.uint32),
        "thumb": np.concatenate(grays or empty),
        "thumb_first": np.cumsum([0, *(len(one) for one in grays)], dtype=np.int64),
    }


def key_bits(count: int) -> int:
    """How many bits make a key among so many features: some two to a bucket."""
    return int(np.clip(np.ceil(np.log2(max(1, count) / _FULL)), _LEAST_BITS, _MOST_BITS))


class PointTable:
    """The features of one segment's pictures, as views of its arrays."""

    def __init__(self, arrays: dict[str, NDArray[Any]], live: NDArray[np.bool_]) -> None:
        self._arrays = arrays
        self._live = live
        self._first, self._second = arrays["code"]
        self.bits = key_bits(len(self._first))

    def met(self, question: Asked) -> tuple[Ints, Ints, Ints]:
        """(rows of the question, pictures, features) of all codes that are alike, of live pictures."""
        asked_of, counts, features = self._candidates(question)
        # The first word of most codes is far enough away, and only few rows are then looked at in full.
        unlike = np.bitwise_count(self._first[features] ^ np.repeat(question.code[asked_of, 0], counts))
        near = np.flatnonzero(unlike <= ALIKE_BITS)
        rows, features = np.repeat(asked_of, counts)[near], features[near]
        near = np.flatnonzero(
            unlike[near] + np.bitwise_count(self._second[features] ^ question.code[rows, 1]) <= ALIKE_BITS
        )
        rows, features = rows[near], features[near]
        pictures = np.searchsorted(self._arrays["point_first"], features, side="right") - 1
        kept = self._live[pictures]
        return (
            np.asarray(rows[kept], np.int64),
            np.asarray(pictures[kept], np.int64),
            np.asarray(features[kept], np.int64),
        )

    def points(self, picture: int) -> Points:
        """The features of one picture."""
        arrays = self._arrays
        part = slice(*(int(at) for at in arrays["point_first"][picture : picture + 2]))
        gray = arrays["thumb"][slice(*(int(at) for at in arrays["thumb_first"][picture : picture + 2]))]
        side = round(len(gray) ** 0.5)
        width, height = (int(one) for one in arrays["frame"][picture])
        return Points(
            width,
            height,
            np.asarray(arrays["place"][part] / 65_535, np.float32),
            arrays["angle"][part],
            arrays["size"][part],
            np.column_stack([self._first[part], self._second[part]]),
            np.zeros((0, 2), np.uint64),
            np.zeros((0, 128), np.uint8),
            gray.reshape(side, side),
        )

    def places(self, features: Ints) -> NDArray[np.float64]:
        """n x 2: where features stand, in units of the longer side of their picture."""
        arrays = self._arrays
        frame = arrays["frame"][np.searchsorted(arrays["point_first"], features, side="right") - 1].astype(np.float64)
        return np.asarray(arrays["place"][features] / 65_535 * (frame / frame.max(axis=1, keepdims=True)))

    def changed(self, question: Asked, rows: Ints, features: Ints) -> tuple[Ints, Ints]:
        """For each vote by what ours is turned (256ths, 0 to 255) and grown (16ths of an octave) against theirs."""
        turned = (question.angle[rows] - self._arrays["angle"][features]) % 256
        return turned, question.size[rows] - self._arrays["size"][features].astype(np.int64)

    def turn(self, question: Asked, rows: Ints, features: Ints) -> Ints:
        """For each vote the bin of its turn and change of size."""
        turned, grown = self.changed(question, rows, features)
        octave = np.clip(grown // _STEPS_AN_OCTAVE + _OCTAVES // 2, 0, _OCTAVES - 1)
        return np.asarray(turned * _TURNS // 256 * _OCTAVES + octave, np.int64)

    def _candidates(self, question: Asked) -> tuple[Ints, Ints, NDArray[np.uint32]]:
        """All that is filed under a key of the question: for each key that leads anywhere the row that asks and how many
        features follow for it, then those features."""
        keys = probes(question, self.bits)
        bucket = self._arrays["bucket"]
        first, last = bucket[keys.ravel()].astype(np.int64), bucket[keys.ravel() + 1].astype(np.int64)
        counts = np.minimum(last - first, _MOST_IN_A_BUCKET)
        some = np.flatnonzero(counts)
        first, counts = first[some], counts[some]
        end = np.cumsum(counts)
        at = np.repeat(first - end + counts, counts)
        at += np.arange(len(at))
        return some // keys.shape[1], counts, self._arrays["filed"][at]


def probes(question: Asked, bits: int) -> Ints:
    """n x 2 ** PROBES: the keys under which each feature is looked up."""
    weak = np.argpartition(question.certain[:, :bits], PROBES, axis=1)[:, :PROBES]
    key = question.key & ((1 << bits) - 1)
    flips = np.zeros((len(key), 1), np.int64)
    for one in range(PROBES):
        flips = np.hstack([flips, flips | (1 << weak[:, one : one + 1])])
    return np.asarray(key[:, None] ^ flips, np.int64)


def _key(code: U64, bits: int) -> Ints:
    """The first `bits` of KEY_PLACES of each code, the first place in the lowest bit."""
    key = np.zeros(len(code), np.int64)
    for at, place in enumerate(KEY_PLACES[:bits]):
        key |= ((code[:, place // 64] >> np.uint64(place % 64)) & np.uint64(1)).astype(np.int64) << at
    return key


def rarity(rows: Ints, pictures: Ints, count: int) -> NDArray[np.float64]:
    """For each of `count` rows of the question how many pictures have such a point, at least 1."""
    span = int(pictures.max()) + 1 if len(pictures) else 1
    return np.maximum(np.bincount(_distinct(rows * span + pictures) // span, minlength=count), 1).astype(np.float64)


def best_by_votes(votes: tuple[Ints, Ints, Ints], having: NDArray[np.float64], count: int) -> Ints:
    """The `count` pictures with most votes for one turn, by two ways of counting, those of the first way before.

    `votes` are rows of the question, pictures, turns; `having` is their `rarity`. A row of the question votes once for a
    picture and turn. First it counts the less the more pictures have such a point (by the square), so that lettering on ours
    does not drown it. Then all count alike, since a picture that is on file many times over has no rare points.
    """
    rows, pictures, turns = votes
    if not len(rows):
        return np.zeros(0, np.int64)
    span, bins = int(rows.max()) + 1, _TURNS * _OCTAVES
    place, row = np.divmod(_distinct((pictures * bins + turns) * span + rows), span)
    first = np.flatnonzero(np.r_[True, place[1:] != place[:-1]])
    places = place[first]
    picture = places // bins
    start = np.flatnonzero(np.r_[True, picture[1:] != picture[:-1]])
    best = []
    for weight in (having**-2, np.ones_like(having)):
        sums = _with_neighbours(places, np.add.reduceat(weight[row], first), bins)
        most = np.maximum.reduceat(sums, start)
        best.append(picture[start][np.argsort(-most, kind="stable")][:count])
    return np.asarray(list(dict.fromkeys(np.concatenate(best).tolist())), np.int64)


def _distinct(values: Ints) -> Ints:
    """The values in order, each once: `np.unique` asks a hash table, which takes ten times as long for some thousands."""
    ordered = np.sort(values)
    return ordered[np.r_[True, ordered[1:] != ordered[:-1]]] if len(ordered) else ordered


def _with_neighbours(place: Ints, sums: NDArray[np.float64], bins: int) -> NDArray[np.float64]:
    """Each bin with the next turn and the next octave, since votes fall on both sides of an edge."""
    picture, within = np.divmod(place, bins)
    turn, octave = np.divmod(within, _OCTAVES)
    whole = sums.copy()
    for more_turn, more_octave in ((1, 0), (0, 1), (1, 1)):
        wanted = (
            picture * bins + (turn + more_turn) % _TURNS * _OCTAVES + np.minimum(octave + more_octave, _OCTAVES - 1)
        )
        at = np.minimum(np.searchsorted(place, wanted), len(place) - 1)
        there = (place[at] == wanted) & ((octave + more_octave) < _OCTAVES)
        whole += np.where(there, sums[at], 0)
    return whole
