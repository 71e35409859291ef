"""What helps the text index beyond a casebook's own words? Word lists and a sentence model, opened when first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from firsthand.index.lexicon import NAMES, open_lexicon
from firsthand.index.postings import Ints, Keys

if TYPE_CHECKING:
    from firsthand.index.text import TextEngine
    from firsthand.index.vectors import VectorShelf

VECTORS = "vectors"
"""The folder of sentence vectors beside the parts of the index."""


class WordLists(Protocol):
    """What is asked of compiled word lists; see `index/lexicon.py`."""

    def translations(self, keys: Keys) -> tuple[Ints, Keys, NDArray[np.float32]]: ...

    def lacking(self, lang_from: str, lang_to: str) -> str: ...


Opened = Callable[[], WordLists]


class LateLexicon:
    """The word lists of this machine, opened when a word is first looked up in them: a desk of one language never waits."""

    def __init__(self, opened: Opened = open_lexicon) -> None:
        self._open = opened

    @cached_property
    def _lexicon(self) -> WordLists:
        return self._open()

    def translations(self, keys: Keys) -> tuple[Ints, Keys, NDArray[np.float32]]:
        """See `Lexicon.translations`."""
        return self._lexicon.translations(keys)

    def notes(self, lang: str, on_file: frozenset[str]) -> tuple[str, ...]:
        """What is lacking to look up a text of this language among claims of those, as sentences."""
        if lang not in NAMES:
            return ()
        lacking = (self._lexicon.lacking(lang, other) for other in sorted(on_file & NAMES.keys() - {lang}))
        return tuple(dict.fromkeys(sentence for sentence in lacking if sentence))


class Aids:
    """Word lists, and the sentence model of a casebook: its name or folder, empty where it uses none."""

    def __init__(self, folder: Path, model: str = "", opened: Opened = open_lexicon) -> None:
        self._folder, self.model = folder, model
        self.lexicon = LateLexicon(opened)
        self.problem = ""
        """Why the model cannot be used, as a sentence."""

    @cached_property
    def meaning(self) -> VectorShelf | None:
        """The model with its vectors; None where none is in use, or it cannot be opened (then `problem` says why)."""
        if not self.model:
            return None
        # Imported here: a model takes long to load, and most casebooks use none.
        from firsthand.index.encoders import EncoderError, open_encoder
        from firsthand.index.vectors import VectorShelf

        try:
            return VectorShelf(self._folder / VECTORS, open_encoder(self.model))
        except EncoderError as error:
            self.problem = f"The sentence model {self.model!r} of this casebook cannot be used: {error} {error.hint}"
            return None

    def learn(self, texts: TextEngine, progress: Callable[[int], None] | None = None) -> int:
        """Make the vectors that are still missing; the number of them."""
        return self.meaning.add(texts.without(self.meaning.holds), progress) if self.meaning is not None else 0

    def notes(self, lang: str, on_file: frozenset[str]) -> Sequence[str]:
        """What a search did without, as sentences for the report."""
        return (*self.lexicon.notes(lang, on_file), *((self.problem,) if self.problem else ()))
