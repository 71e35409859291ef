"""Which words of other languages may this word be? A compiled table of stems, mapped into memory; no model, no network.

Keys are those of the text index: `stable_key(term_stem(folded))`. The table maps across English, Ukrainian, Russian and Greek
in both directions, whatever language a stem is of.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.array_file import open_arrays, write_arrays
from firsthand.index.gazetteer import default_cache
from firsthand.index.lexicon_sources import KNOWN, WordList, installed
from firsthand.index.postings import Ints, Keys
from firsthand.index.tokens import spread

FORMAT = 4
"""Counts up when the compiler or the form of the file changes, so that older files are made anew."""
WHOLE = np.float32(1 / 255)
"""The weight of one part of those in which weights are kept."""
FORM = np.float32(0.9)
"""How firmly a form of a word stands for the word."""

Arrays = dict[str, NDArray[Any]]
Note = Callable[[str], None]

NAMES = {"en": "English", "ru": "Russian", "uk": "Ukrainian", "el": "Greek"}
CHAIN = ("el", "en", "ru", "uk")
"""The languages in the order in which word lists link them: two that are neighbours have a list of their own."""
PACKAGES = {
    ("el", "en"): "dict-freedict-ell-eng dict-freedict-eng-ell",
    ("en", "ru"): "mueller7-dict dict-freedict-eng-rus",
    ("ru", "uk"): "apertium-rus-ukr hunspell-uk",
}

log = logging.getLogger(__name__)


class Lexicon:
    """Translations of stems, from the arrays that `lexicon_build` compiles.

    `sources` are the names of the word lists inside, `problems` a sentence for each list that could not be read.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._keys, self._starts, self._theirs, self._weights = (
            arrays[name] for name in ("keys", "starts", "theirs", "weights")
        )
        self._lemma_starts, self._lemma_forms = arrays["lemma_starts"], arrays["lemma_forms"]
        self._asked, self._asked_starts, self._entries = (arrays[name] for name in ("asked", "asked_starts", "entries"))
        about = json.loads(arrays["about"].tobytes())
        self.sources: tuple[str, ...] = tuple(about["sources"])
        self.problems: tuple[str, ...] = tuple(about["problems"])

    def __len__(self) -> int:
        """The number of stems that have a translation or are one."""
        return len(self._keys)

    def translations(self, keys: Keys) -> tuple[Ints, Keys, NDArray[np.float32]]:
        """Rows (place of the asked key in `keys`, key of a stem it may translate to, weight over 0, at most 1).

        A key that is no entry is looked up as a form of one; forms of a translation are among the rows, for a little less than
        the translation. A key that is not known gives no row.
        """
        number, entries, firm = self._meant(keys)
        row, at = _spread(self._starts, entries)
        asked, theirs = number[row], self._theirs[at]
        weights = self._weights[at] * firm[row]
        form, of = _spread(self._lemma_starts, theirs)
        return (
            np.concatenate([asked, asked[form]]),
            np.concatenate([self._keys[theirs], self._lemma_forms[of]]),
            np.concatenate([weights, weights[form] * FORM]),
        )

    def _meant(self, keys: Keys) -> tuple[Ints, Ints, NDArray[np.float32]]:
        """(place in `keys`, place of the entry, how firm in 255ths) of the entries that keys are, or whose forms they are."""
        if not len(self._asked):
            return np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.float32)
        place = self._asked.searchsorted(keys)
        place[place == len(self._asked)] = 0
        known = np.flatnonzero(self._asked[place] == keys)
        number, at = _spread(self._asked_starts, place[known])
        entries = self._entries[at]
        own = self._keys[entries] == keys[known[number]]
        return known[number], entries, np.where(own, WHOLE, WHOLE * FORM)

    def lacking(self, lang_from: str, lang_to: str) -> str:
        """What to install where no word list connects two languages, as a sentence; '' where one does or none could."""
        return lacking(self.sources, lang_from, lang_to)


def lacking(sources: Collection[str], lang_from: str, lang_to: str) -> str:
    """What to install beside the word lists of these names so that two languages meet, as a sentence; '' where nothing."""
    if lang_from == lang_to or not {lang_from, lang_to} <= set(CHAIN):
        return ""
    links = {tuple(sorted(known.langs)) for known in KNOWN if known.name in sources}
    if _connected(links, lang_from, lang_to):
        return ""
    first, last = sorted((CHAIN.index(lang_from), CHAIN.index(lang_to)))
    missing = [link for link in zip(CHAIN[first:last], CHAIN[first + 1 : last + 1], strict=True) if link not in links]
    packages = " ".join(PACKAGES[link] for link in missing)
    return f"No {NAMES[lang_from]}-{NAMES[lang_to]} word list is installed: `apt install {packages}`."


def _spread(starts: Ints, places: Ints) -> tuple[Ints, Ints]:
    """(number of the place, row) for all rows of each place, where `starts` bounds the rows of one place."""
    begins = starts[places]
    sizes = starts[places + 1] - begins
    return np.arange(len(sizes)).repeat(sizes), spread(begins, sizes)


def _connected(links: set[tuple[str, ...]], start: str, goal: str) -> bool:
    reached = {start}
    while more := {lang for link in links if reached & set(link) for lang in link} - reached:
        reached |= more
    return goal in reached


def open_lexicon(folder: Path | None = None, root: Path = Path("/"), note: Note | None = None) -> Lexicon:
    """The lexicon of the word lists installed under `root`, from the compiled file in `folder`, or compiled anew.

    The file's name holds a digest of the lists found, so that installing another makes a new file. `note` is told when a
    compilation begins (some seconds, once for a set of lists) and when its result could not be kept. Never fails for a list
    that is missing or broken: it is left out, and named in `problems`.
    """
    found = installed(root)
    version = _version(found)
    path = (folder or default_cache()) / f"lexicon-{version}.bin"
    kept = open_arrays(path, version)
    if kept is not None:
        return Lexicon(kept)
    say = note or log.info
    say("Preparing the word lists; this takes some seconds and happens once.")
    # Imported here: Babel and the compiler are needed once, and every later start would wait for them.
    from firsthand.index.lexicon_build import compile_lexicon

    arrays = compile_lexicon(found)
    try:
        write_arrays(path, version, arrays)
    except OSError as error:
        say(f"The word lists could not be kept in {path.parent} ({error}); they will be prepared again next time.")
        return Lexicon(arrays)
    return Lexicon(open_arrays(path, version) or arrays)


def _version(found: list[tuple[WordList, Path]]) -> str:
    """Changes with the form of the file and with the files of every list: which, how large, of when."""
    stamps = [(known.name, str(path), *_stamp(path)) for known, path in found]
    return f"{FORMAT}-{hashlib.sha256(json.dumps(stamps).encode()).hexdigest()[:12]}"


def _stamp(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return 0, 0
    return state.st_size, state.st_mtime_ns
