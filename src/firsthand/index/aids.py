"""What helps the text index beyond a casebook's own words? Word lists and a sentence model, opened when first needed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from firsthand.index.lexicon import NAMES, open_lexicon
from firsthand.index.postings import Ints, Keys

if TYPE_CHECKING:
    from firsthand.index.encoders import EncoderError
    from firsthand.index.text import TextEngine
    from firsthand.index.vectors import VectorShelf

VECTORS = "vectors"
"""The folder of sentence vectors beside the parts of the index."""
SCRIPTS = {"en": "Latin", "el": "Greek", "uk": "Cyrillic", "ru": "Cyrillic"}
"""The letters of the languages that Firsthand reads."""
MANY = 300
"""Missing vectors beyond which a check says that it makes them first."""

log = logging.getLogger(__name__)


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
        self.refused: EncoderError | None = None
        self._progress: Callable[[int], None] | None = None

    @cached_property
    def meaning(self) -> VectorShelf | None:
        """The model with its vectors; None where none is in use, or it cannot be opened (then `problem` says why)."""
        if not self.model:
            return None
        # Imported here: a model takes long to load, and most casebooks use none.
        from firsthand.index.encoders import EncoderError
        from firsthand.index.vectors import open_vectors

        try:
            return open_vectors(self._folder / VECTORS, self.model)
        except EncoderError as error:
            self.refused = error
            self.problem = f"The sentence model {self.model!r} of this casebook cannot be used: {error}"
            return None

    @contextmanager
    def telling(self, progress: Callable[[int], None] | None) -> Iterator[None]:
        """While it lasts, `progress` is told how many vectors were made, as `VectorShelf.add` does."""
        self._progress = progress
        try:
            yield
        finally:
            self._progress = None

    def learn(self, texts: TextEngine) -> int:
        """Make the vectors that are still missing; the number of them."""
        if self.meaning is None:
            return 0
        missing = texts.without(self.meaning.holds)
        first = list(islice(missing, MANY + 1))
        if len(first) > MANY and self._progress is None:
            log.warning("More than %d claims have no vectors of the sentence model yet: they are made first.", MANY)
        return self.meaning.add(chain(first, missing), self._progress)

    def notes(self, lang: str, on_file: frozenset[str]) -> Sequence[str]:
        """What a search did without, as sentences for the report."""
        own = self.problem or self._unread({lang} | on_file)
        return (*self.lexicon.notes(lang, on_file), *((own,) if own else ()))

    def _unread(self, langs: Set[str]) -> str:
        """In which of these languages the model finds nothing, as a sentence; empty where it reads them."""
        scripts = {SCRIPTS[lang] for lang in langs if lang in SCRIPTS}
        unread = sorted(scripts - set(self.meaning.fit.reads)) if self.meaning is not None else []
        if not unread:
            return ""
        return (
            f"The sentence model {self.model!r} does not read {' or '.join(unread)} letters: it was of no help there."
        )
