"""Which texts on file mean nearly the same as this one? Sentence vectors, kept under the text that they were made from.

The store knows texts by their key only, and nothing of claims: a key that no standing claim has is for the caller to skip.
Like the rest of the index it is never the only copy of anything; what is missing or broken is encoded again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from firsthand.index import vector_files as files
from firsthand.index.encoders import Encoder, bare, open_encoder
from firsthand.index.encoders_fit import Fit, fit_of
from firsthand.index.part_files import Unwritable, locked, stamp
from firsthand.index.postings import Keys, text_keys
from firsthand.index.vector_files import ListedPart, VectorManifest, VectorPart, Vectors

PUBLISH = 2048
"""New texts after which their vectors are written: a killed process loses the work of so many at most."""
EXACT = 20_000
"""Up to so many rows all are compared number by number; beyond it, those with the most equal signs."""
CANDIDATES = 2000
"""Rows compared number by number where there are more than `EXACT`."""
TRIES = 5
"""How often a manifest is read again when a part that it names is gone, because another process merged it."""


@dataclass(frozen=True, slots=True)
class _State:
    """What was read from the folder when its manifest had this stamp."""

    stamp: tuple[int, int, int] | None = None
    listed: tuple[ListedPart, ...] = ()
    parts: tuple[VectorPart, ...] = ()


class VectorShelf:
    """The vectors of one model in a folder of its own under `folder`; one process adds at a time, any number may ask.

    It sees by itself what other processes add. Where the folder cannot be written, it goes on in memory.
    """

    def __init__(self, folder: Path, encoder: Encoder, fit: Fit | None = None) -> None:
        self.encoder = encoder
        self.fit = fit or Fit()
        # What a model does not read has a vector of noughts: another reading of it needs other vectors.
        self._name = " ".join([encoder.name, *self.fit.reads])
        self._folder = folder / files.folder_name(self._name, encoder.dims)
        self._mutex = RLock()
        self._state = _State()
        self._unwritten: tuple[VectorPart, ...] = ()

    def __len__(self) -> int:
        return sum(len(part) for part in self._parts())

    @property
    def read(self) -> int:
        """How many of the texts the model reads, so that they have more than a row of 0."""
        return sum(int(np.count_nonzero(part.scales)) for part in self._parts())

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """(n, dims): the unit vectors of texts to ask with, encoded as those on file; nothing is kept.

        A text that the model does not read has a row of 0.
        """
        plain = [bare(text) for text in texts]
        readable = np.array([self.fit.can_read(text) for text in plain], bool)
        rows = np.zeros((len(plain), self.encoder.dims), np.float32)
        if readable.any():
            rows[readable] = self.encoder.encode([plain[place] for place in np.flatnonzero(readable)])
        return rows

    def add(self, texts: Iterable[str], progress: Callable[[int], None] | None = None) -> int:
        """Encode the texts that are not on file yet, and keep their vectors; the number of them.

        `progress` is told that number after each step, with its vectors on disk.
        """
        added = 0
        for batch in _batches(self._missing(texts)):
            keys = np.array([key for key, _ in batch], np.uint64)
            self._keep(keys, self.vectors([text for _, text in batch]))
            added += len(batch)
            if progress is not None:
                progress(added)
        return added

    def _missing(self, texts: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Each text once that has no vector yet, with its key."""
        seen: set[int] = set()
        source = iter(texts)
        while chunk := list(islice(source, PUBLISH)):
            keys = text_keys(chunk)
            for key, text, held in zip(keys.tolist(), chunk, _known(self._parts(), keys), strict=True):
                if not held and key not in seen:
                    seen.add(key)
                    yield key, text

    def holds(self, keys: Keys) -> NDArray[np.bool_]:
        """Which of n keys have a vector (n,)."""
        return _known(self._parts(), keys)

    def of(self, keys: Keys) -> tuple[NDArray[np.bool_], Vectors]:
        """Which of n keys have a vector (n,), and their unit vectors (n, dims); rows of 0 where there is none."""
        found = np.zeros(len(keys), bool)
        vectors = np.zeros((len(keys), self.encoder.dims), np.float32)
        for part in self._parts():
            places, here = _places(part, keys)
            vectors[here] = part.read(places[here])
            found |= here
        return found, vectors

    def likeness(self, vector: Vectors, keys: Keys) -> Vectors:
        """(n,): the comparable cosine (`Fit`) of a unit vector with those of keys; NaN where one of the two is not there."""
        _, vectors = self.of(keys)
        there = vectors.any(axis=1) & vector.any()
        return np.where(there, self.fit.comparable(vectors @ vector), np.float32(np.nan)).astype(np.float32)

    def nearest(self, vector: Vectors, k: int) -> tuple[Keys, Vectors]:
        """The keys of the k nearest texts and their comparable cosines (`Fit`), best first, equal ones by key.

        Exact up to `EXACT` rows; beyond it a row counts only where its signs are among the `CANDIDATES` nearest.
        """
        nothing = np.empty(0, np.uint64), np.empty(0, np.float32)
        if k <= 0 or not vector.any():
            return nothing
        keys, scores = _scored(self._parts(), np.asarray(vector, np.float32), max(CANDIDATES, 4 * k))
        if not len(keys):
            return nothing
        if len(keys) > k:
            best = scores >= np.partition(scores, len(scores) - k)[len(scores) - k]
            keys, scores = keys[best], scores[best]
        order = np.lexsort((keys, -scores))[:k]
        return keys[order], self.fit.comparable(scores[order])

    def _parts(self) -> tuple[VectorPart, ...]:
        with self._mutex:
            if stamp(self._folder) != self._state.stamp:
                self._state = self._load()
            return self._state.parts + self._unwritten

    def _load(self) -> _State:
        """The parts that the manifest names and that can be read."""
        state = _State()
        for _ in range(TRIES):
            seen = stamp(self._folder)
            manifest = files.read_vector_manifest(self._folder, self._name, self.encoder.dims)
            listed = manifest.parts if manifest else ()
            opened = [files.open_vector_part(self._folder, part, self.encoder.dims) for part in listed]
            whole = [(row, part) for row, part in zip(listed, opened, strict=True) if part is not None]
            state = _State(seen, tuple(row for row, _ in whole), tuple(part for _, part in whole))
            if len(whole) == len(listed) and seen == stamp(self._folder):
                break
        return state

    def _keep(self, keys: Keys, vectors: Vectors) -> None:
        with self._mutex:
            try:
                with locked(self._folder):
                    self._publish(keys, vectors)
            except Unwritable:
                self._unwritten += (files.pack_vectors(keys, vectors),)

    def _publish(self, keys: Keys, vectors: Vectors) -> None:
        """Write a part, merged with those before it that are not twice as large, and name it in the manifest."""
        state = self._load()
        fresh = ~_known(state.parts, keys)  # Another process may have added the same texts meanwhile.
        if not fresh.any():
            return
        kept = len(state.parts)
        joined = [files.pack_vectors(keys[fresh], vectors[fresh])]
        while kept and len(state.parts[kept - 1]) < 2 * sum(map(len, joined)):
            kept -= 1
            joined.insert(0, state.parts[kept])
        written = files.write_vector_part(self._folder, files.merge_vectors(joined))
        listed = (*state.listed[:kept], written)
        manifest = VectorManifest(files.FORMAT, self._name, self.encoder.dims, listed)
        files.write_vector_manifest(self._folder, manifest)
        files.clean_vectors(self._folder, listed)
        self._state = self._load()


def open_vectors(folder: Path, model: str) -> VectorShelf:
    """The vectors of a model by name or folder, measured and on the common scale. Raises EncoderError."""
    encoder = open_encoder(model)
    return VectorShelf(folder, encoder, fit_of(encoder, folder))


def _batches(rows: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    while batch := list(islice(rows, PUBLISH)):
        yield batch


def _known(parts: Sequence[VectorPart], keys: Keys) -> NDArray[np.bool_]:
    """Which keys have a vector in one of the parts."""
    known = np.zeros(len(keys), bool)
    for part in parts:
        known |= _places(part, keys)[1]
    return known


def _places(part: VectorPart, keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where in a part each key would stand, and whether it does."""
    if not len(part):
        return np.zeros(len(keys), np.int64), np.zeros(len(keys), bool)
    places = np.minimum(np.searchsorted(part.keys, keys), len(part) - 1)
    return places, part.keys[places] == keys


def _scored(parts: Sequence[VectorPart], vector: Vectors, candidates: int) -> tuple[Keys, Vectors]:
    """Keys with their cosines: all of them, or where they are many, the candidates."""
    many = sum(map(len, parts)) > max(EXACT, candidates)
    places = _alike(parts, vector, candidates) if many else [np.arange(len(part)) for part in parts]
    keys, scores = [np.empty(0, np.uint64)], [np.empty(0, np.float32)]
    for part, at in zip(parts, places, strict=True):
        for start in range(0, len(at), files.BLOCK):
            block = at[start : start + files.BLOCK]
            block = block[part.scales[block] > 0]
            keys.append(part.keys[block])
            scores.append((part.rows[block].astype(np.float32) @ vector) * part.scales[block])
    return np.concatenate(keys), np.concatenate(scores)


def _alike(parts: Sequence[VectorPart], vector: Vectors, candidates: int) -> list[NDArray[np.int64]]:
    """In each part, the places of the rows whose signs differ least from the vector's, all that equal the last of them."""
    apart = [_differing(part, vector) for part in parts]
    counts = np.cumsum(np.sum([np.bincount(one, minlength=len(vector) + 64) for one in apart], axis=0))
    most = int(np.searchsorted(counts, candidates))
    return [np.flatnonzero(one <= most) for one in apart]


def _differing(part: VectorPart, vector: Vectors) -> NDArray[np.uint16]:
    """In how many signs each row differs from the vector."""
    total = np.zeros(len(part), np.uint16)
    for ours, theirs in zip(files.sign_words(vector[None], part.centre)[0], part.signs, strict=True):
        total += np.bitwise_count(theirs ^ ours)
    return total
