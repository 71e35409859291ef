"""Which stem of one language translates which of another? Compiled once from the word lists that are installed.

English-Russian, Greek-English and Greek-Russian come from dictionaries, Ukrainian-Russian from Apertium's list and from
cognates (`lexicon_cognates`), names of countries, months and towns from CLDR and GeoNames. Ukrainian and English meet by way
of Russian, Greek and Russian also by way of English; what goes by a third language weighs less.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.dictd import DictionaryError, entries
from firsthand.index.lexicon_apertium import word_pairs
from firsthand.index.lexicon_cognates import cognates
from firsthand.index.lexicon_entries import Said, freedict, mueller, see_also
from firsthand.index.lexicon_forms import INFLECTED, form_stems
from firsthand.index.lexicon_names import TOWN_WEIGHT, Names, calendar_and_countries, towns
from firsthand.index.lexicon_pack import packed
from firsthand.index.lexicon_sources import WordList
from firsthand.index.lexicon_tables import (
    LANGUAGES,
    Langs,
    Table,
    Tables,
    composed,
    firmest,
    folded_words,
    merged,
    telling_stems,
)
from firsthand.matching.folding import fold, stem
from firsthand.matching.terms import term_stem

MOST = 12
"""Translations of one stem into one language."""
BY_WAY = 0.7
IRREGULAR = 0.9
PAIRED = 0.9
"""The weight of a pair in a plain list of pairs."""
NAMED = 0.9
COGNATE = 0.8
"""The weight of a pair of which only the letters speak, at best."""

_SPELLINGS = (
    ("our", "or"),
    ("ise", "ize"),
    ("isation", "ization"),
    ("yse", "yze"),
    ("tre", "ter"),
    ("ence", "ense"),
    ("ll", "l"),
)

_FLAGS = re.compile(r"/.*")
"""What follows a word in a hunspell list: the letters of its rules."""

Found = list[tuple[WordList, Path]]
Links = list[tuple[str, str]]


def compile_lexicon(found: Found) -> dict[str, NDArray[Any]]:
    """The arrays of a lexicon from the lists given, and what became of each list. Takes some seconds.

    A list that cannot be read is left out; why stands under `about`.
    """
    tables, used, problems = Tables(), [], []
    links: Links = []
    vocabulary: list[str] = []
    for known, path in found:
        try:
            if known.form == "words":
                vocabulary += _vocabulary(path)
            else:
                _READERS[known.form](tables, known, path, links)
            used.append(known.name)
        except DictionaryError as error:
            problems.append(str(error))
    _add_irregular(tables, links)
    _add_names(tables)
    _add_cognates(tables, vocabulary)
    forms = [
        *_forms(tables, "ru", tables.words["ru"]),
        *_forms(tables, "uk", tables.words["uk"].union(vocabulary)),
    ]
    about = json.dumps({"sources": used, "problems": problems}).encode()
    return {**packed(tables, _all_ways(tables), forms), "about": np.frombuffer(about, np.uint8)}


def _add_mueller(tables: Tables, known: WordList, path: Path, links: Links) -> None:
    for headword, text in entries(path):
        _add_said(tables, ("en", "ru"), headword, mueller(text))
        links += [(headword, lemma) for lemma in see_also(text)]


def _add_freedict(tables: Tables, known: WordList, path: Path, links: Links) -> None:
    ours, theirs = known.langs
    for _, text in entries(path):
        headword = re.split(r" [/<\[]", text.partition("\n")[0])[0]
        _add_said(tables, (ours, theirs), headword, freedict(text, theirs))


def _add_said(tables: Tables, langs: tuple[str, str], headword: str, translations: list[Said]) -> None:
    for said in translations:
        tables.add_phrases(langs, headword, said.phrase, said.weight)


def _add_apertium(tables: Tables, known: WordList, path: Path, links: Links) -> None:
    ours, theirs = known.langs
    for left, right in sorted(word_pairs(path)):
        tables.add_phrases((ours, theirs), left, right, PAIRED)


_READERS: dict[str, Callable[[Tables, WordList, Path, Links], None]] = {
    "mueller": _add_mueller,
    "freedict": _add_freedict,
    "apertium": _add_apertium,
}


def _vocabulary(path: Path) -> list[str]:
    """The folded words of a hunspell list; DictionaryError where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DictionaryError(
            f"The word list {path} cannot be used: {error}.", hint="Install its package again."
        ) from error
    # Folded as one text: a call for each of 300,000 words takes seconds.
    return fold.__wrapped__(_FLAGS.sub("", text)).splitlines()


def _add_irregular(tables: Tables, links: Links) -> None:
    """Forms that an entry explains by another headword, and the American spelling of British words."""
    known = tables.known("en")
    told = [
        (tuple(telling_stems(folded_words(form))), tuple(telling_stems(folded_words(lemma)))) for form, lemma in links
    ]
    pairs = {(ours[0], theirs[0]) for ours, theirs in told if len(ours) == len(theirs) == 1 and ours != theirs}
    for known_stem in known:
        for british, american in _SPELLINGS:
            if british in known_stem:
                other = term_stem(known_stem.replace(british, american))
                if other not in known:
                    pairs.add((other, known_stem))
    tables.alias("en", sorted(pairs), IRREGULAR)


def _add_names(tables: Tables) -> None:
    for names in calendar_and_countries():
        _add_named(tables, names, NAMED)
    words = {lang: tables.known(lang) for lang in LANGUAGES}
    for names in towns():
        apart = {
            lang: [name for name in row if _is_name(tables.phrase(lang, name), words[lang])]
            for lang, row in names.items()
        }
        _add_named(tables, apart, TOWN_WEIGHT)


def _is_name(stems: tuple[str, ...], words: set[str]) -> bool:
    """Is a town's name one word, and no word that the dictionaries have in another sense (Reading, Bath)?"""
    return len(stems) == 1 and stems[0] not in words


def _add_named(tables: Tables, names: Names, weight: float) -> None:
    for i, ours in enumerate(LANGUAGES):
        for theirs in LANGUAGES[i + 1 :]:
            for left, right in product(names.get(ours, ()), names.get(theirs, ())):
                stems = tables.phrase(ours, left), tables.phrase(theirs, right)
                if len(stems[0]) == len(stems[1]):
                    for pair in zip(*stems, strict=True):
                        tables.add((ours, theirs), *pair, weight / len(stems[0]))


def _add_cognates(tables: Tables, vocabulary: list[str]) -> None:
    """Russian cognates of the Ukrainian stems that no list translates into Russian."""
    listed = tables.left("uk", "ru")
    # Not through the cache of `stem`, which is for the words of texts and would be filled with a dictionary's.
    ukrainian = {stem.__wrapped__(word) for word in vocabulary} | tables.known("uk")
    for ours, theirs, weight in cognates(sorted(ukrainian - listed), tables.known("ru")):
        tables.add(("uk", "ru"), ours, theirs, COGNATE * weight)


def _forms(tables: Tables, lang: str, words: set[str]) -> Iterator[tuple[str, str]]:
    """(stem of a form, stem of its word) where the stemmer keeps them apart and the first means nothing else."""
    known = tables.known(lang)
    for folded in words:
        lemma = stem.__wrapped__(folded) if folded.endswith(INFLECTED) else ""
        if lemma in known:
            for form in form_stems(folded, lang) - known:
                yield form, lemma


def _all_ways(tables: Tables) -> Iterator[Table]:
    """The tables of all pairs of languages, with those that go by way of a third, the firmest `MOST` of each stem."""
    of: dict[Langs, Table] = {
        pair: tables.table(*pair) for pair in product(LANGUAGES, LANGUAGES) if len(set(pair)) == 2
    }
    for far in ("en", "el"):
        if far == "el":
            for pair in (("el", "ru"), ("ru", "el")):
                of[pair] = merged([of[pair], composed(of[pair[0], "en"], of["en", pair[1]], BY_WAY, MOST)])
        for pair in (("uk", far), (far, "uk")):
            of[pair] = merged([of[pair], composed(of[pair[0], "ru"], of["ru", pair[1]], 1.0, MOST)])
    for table in of.values():
        yield firmest(table, MOST)
