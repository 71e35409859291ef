"""How are the words of very many texts numbered quickly? The same words as `terms` finds, as arrays of whole numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

# The two patterns of reading words are taken as they are: another version of them here could come to differ.
from firsthand.matching.folding import _WORD
from firsthand.matching.terms import _ADDRESS, terms

Numbers = NDArray[np.int32]

REMEMBERED = 500_000
"""Written words whose number is remembered; after that memory is cleared, or an archive of misspellings would fill it."""


class _Written(dict[str, int]):
    """Words as written -> their number. One that is asked for the first time is worked out and remembered."""

    def __init__(self, work_out: Callable[[str], int]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, written: str) -> int:
        number = self[written] = self._work_out(written)
        return number


class WordNumbers:
    """Folded words as numbers from 1 on, in the order in which they come. Once `closed`, a new word is 0 and not kept."""

    def __init__(self) -> None:
        self.closed = False
        self._numbers: dict[str, int] = {}
        self._written = _Written(self._work_out)
        # A word that falls into several has the number -1, -2, ... of its parts here.
        self._parts: list[list[int]] = []

    def __len__(self) -> int:
        """The number of words known."""
        return len(self._numbers)

    def close(self) -> None:
        """From now on texts are only compared with what is known."""
        self.closed = True
        self._written.clear()
        self._parts.clear()

    def read(self, text: str) -> Numbers:
        """The numbers of a text's words in order: those of `terms(text)`."""
        if "#" in text:  # a tag is taken apart otherwise than a word; such texts are short or few
            return np.array([self._number(word.folded) for word in terms(text)], np.int32)
        if len(self._written) > REMEMBERED:
            self._written.clear()
            self._parts.clear()
        if "@" in text or "/" in text or "www." in text.lower():
            text = _ADDRESS.sub(" ", text)
        written = _WORD.findall(text)
        numbers = np.fromiter(map(self._written.__getitem__, written), np.int32, len(written))
        return self._apart(numbers) if len(numbers) and numbers.min() < 0 else numbers

    def _apart(self, numbers: Numbers) -> Numbers:
        pieces, done = [], 0
        for place in np.flatnonzero(numbers < 0).tolist():
            pieces += [numbers[done:place], np.array(self._parts[-1 - numbers[place]], np.int32)]
            done = place + 1
        return np.concatenate([*pieces, numbers[done:]])

    def _work_out(self, written: str) -> int:
        parts = [self._number(word.folded) for word in terms(written)]
        if len(parts) == 1:
            return parts[0]
        self._parts.append(parts)
        return -len(self._parts)

    def _number(self, folded: str) -> int:
        if self.closed:
            return self._numbers.get(folded, 0)
        return self._numbers.setdefault(folded, len(self._numbers) + 1)
