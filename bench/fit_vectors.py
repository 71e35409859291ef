"""How does the fit know likeness of meaning? A sentence model whose vectors are kept in a file, one view of them a casebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from firsthand.index.encoders import Encoder, bare
from firsthand.index.postings import Keys, text_key, text_keys

Vectors = NDArray[np.float32]


class Store:
    """Vectors of all texts that were ever encoded, by the key of the text without its addresses."""

    def __init__(self, file: Path, encoder: Encoder) -> None:
        self._file, self._encoder = file, encoder
        self._known: dict[int, Vectors] = {}
        if file.exists():
            kept = np.load(file)
            self._known = dict(zip(kept["keys"].tolist(), kept["vectors"].astype(np.float32), strict=True))

    def of(self, texts: Iterable[str]) -> Vectors:
        """(n, dims): a unit vector for each text; those that are new are encoded and kept."""
        plain = [bare(text) for text in texts]
        keys = [text_key(text) for text in plain]
        new = {key: text for key, text in zip(keys, plain, strict=True) if key not in self._known}
        if new:
            made = self._encoder.encode(list(new.values()))
            self._known |= dict(zip(new, made, strict=True))
        return np.array([self._known[key] for key in keys], np.float32).reshape(len(keys), self._encoder.dims)

    def save(self) -> None:
        """Write the file."""
        keys, rows = np.array(list(self._known), np.uint64), np.array(list(self._known.values()), np.float16)
        np.savez(self._file, keys=keys, vectors=rows)

    def view(self, texts: Sequence[str]) -> View:
        """The vectors of one casebook's wordings."""
        return View(self, texts)


class View:
    """What the text index asks of a sentence model (`index.text.Meaning`), for the wordings of one casebook."""

    def __init__(self, store: Store, texts: Sequence[str]) -> None:
        keys, first = np.unique(text_keys(texts), return_index=True)
        self._store, self._keys = store, keys
        self._rows = store.of([texts[number] for number in first])

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """(n, dims) unit vectors of texts to ask with."""
        return self._store.of(texts)

    def nearest(self, vector: Vectors, k: int) -> tuple[Keys, Vectors]:
        """The keys of the k nearest wordings and their cosines, best first."""
        scores = self._rows @ vector
        order = np.lexsort((self._keys, -scores))[:k]
        return self._keys[order], scores[order]

    def likeness(self, vector: Vectors, keys: Keys) -> Vectors:
        """(n,): the cosine of a unit vector with those of keys."""
        return np.asarray(self._rows[np.searchsorted(self._keys, keys)] @ vector, np.float32)
