"""Which stem of one language translates which of another? Compiled once from the word lists that are installed.

English-Russian, Greek-English and Greek-Russian come from dictionaries, Ukrainian-Russian from Apertium's list and from
cognates (`lexicon_cognates`), names of countries, months and towns from CLDR and GeoNames. Ukrainian and English meet by way
of Russian, Greek and Russian also by way of English; what goes by a third language weighs less.
"""

from __future__ import annotations

import json
import re
from array import array
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
from firsthand.index.lexicon_sources import WordList
from firsthand.index.lexicon_tables import Table, Tables, best, composed, joined, phrase_stems
from firsthand.index.postings import stable_key
from firsthand.matching.folding import fold
from firsthand.matching.terms import term_stem

MOST = 12
"""Translations of one stem into one language."""
BY_WAY = 0.7
IRREGULAR = 0.9
PAIRED = 0.9
"""The weight of a pair in a plain list of pairs."""
NAMED = 0.9
LANGUAGES = ("en", "ru", "uk", "el")
STEPS = 255
"""Weights are kept as whole numbers of this many parts."""

_SPELLINGS = (
    ("our", "or"),
    ("ise", "ize"),
    ("isation", "ization"),
    ("yse", "yze"),
    ("tre", "ter"),
    ("ence", "ense"),
    ("ll", "l"),
)

Found = list[tuple[WordList, Path]]


def compile_lexicon(found: Found) -> dict[str, NDArray[Any]]:
    """The arrays of a lexicon from the lists given, and what became of each list. Takes some seconds.

    A list that cannot be read is left out; why stands under `about`.
    """
    tables, used, problems = Tables(), [], []
    links: list[tuple[str, str]] = []
    vocabulary: set[str] = set()
    for known, path in found:
        try:
            if known.form == "words":
                vocabulary |= _vocabulary(path)
            else:
                _READERS[known.form](tables, known, path, links)
            used.append(known.name)
        except DictionaryError as error:
            problems.append(str(error))
    _add_irregular(tables, links)
    _add_names(tables)
    _add_cognates(tables, vocabulary)
    forms = _forms(tables, "ru", tables.words["ru"]) | _forms(tables, "uk", tables.words["uk"] | vocabulary)
    arrays = _packed(_all_ways(tables), forms)
    about = json.dumps({"sources": used, "problems": problems}).encode()
    return {**arrays, "about": np.frombuffer(about, np.uint8)}


def _add_mueller(tables: Tables, known: WordList, path: Path, links: list[tuple[str, str]]) -> None:
    for headword, text in entries(path):
        _add_said(tables, ("en", "ru"), headword, mueller(text))
        links += [(headword, lemma) for lemma in see_also(text)]


def _add_freedict(tables: Tables, known: WordList, path: Path, links: list[tuple[str, str]]) -> None:
    ours, theirs = known.langs
    for _, text in entries(path):
        headword = re.split(r" [/<\[]", text.partition("\n")[0])[0]
        _add_said(tables, (ours, theirs), headword, freedict(text, theirs))


def _add_said(tables: Tables, langs: tuple[str, str], headword: str, translations: list[Said]) -> None:
    for said in translations:
        tables.add_phrases(langs, headword, said.phrase, said.weight)


def _add_apertium(tables: Tables, known: WordList, path: Path, links: list[tuple[str, str]]) -> None:
    ours, theirs = known.langs
    for left, right in sorted(word_pairs(path)):
        tables.add_phrases((ours, theirs), left, right, PAIRED)


_READERS: dict[str, Callable[[Tables, WordList, Path, list[tuple[str, str]]], None]] = {
    "mueller": _add_mueller,
    "freedict": _add_freedict,
    "apertium": _add_apertium,
}


def _vocabulary(path: Path) -> set[str]:
    """The words of a hunspell list; DictionaryError where it cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DictionaryError(
            f"The word list {path} cannot be used: {error}.", hint="Install its package again."
        ) from error
    return {line.partition("/")[0] for line in lines}


def _add_irregular(tables: Tables, links: list[tuple[str, str]]) -> None:
    """Forms that an entry explains by another headword, and the American spelling of British words."""
    known = tables.stems("en")
    for form, lemma in links:
        ours, theirs = phrase_stems(form), phrase_stems(lemma)
        if len(ours) == len(theirs) == 1 and ours != theirs:
            tables.alias("en", ours[0], theirs[0], IRREGULAR)
    for stem in sorted(known):
        for british, american in _SPELLINGS:
            other = term_stem(stem.replace(british, american))
            if british in stem and other not in known:
                tables.alias("en", other, stem, IRREGULAR)


def _add_names(tables: Tables) -> None:
    for names in calendar_and_countries():
        _add_named(tables, names, NAMED)
    words = {lang: tables.stems(lang) for lang in LANGUAGES}
    for names in towns():
        apart = {lang: [name for name in row if _is_name(name, words[lang])] for lang, row in names.items()}
        _add_named(tables, apart, TOWN_WEIGHT)


def _is_name(name: str, words: set[str]) -> bool:
    """Is a town's name one word, and no word that the dictionaries have in another sense (Reading, Bath)?"""
    stems = phrase_stems(name)
    return len(stems) == 1 and stems[0] not in words


def _add_named(tables: Tables, names: Names, weight: float) -> None:
    for i, ours in enumerate(LANGUAGES):
        for theirs in LANGUAGES[i + 1 :]:
            for left, right in product(names.get(ours, ()), names.get(theirs, ())):
                stems = phrase_stems(left), phrase_stems(right)
                if len(stems[0]) == len(stems[1]):
                    for pair in zip(*stems, strict=True):
                        tables.add((ours, theirs), *pair, weight / len(stems[0]))


def _add_cognates(tables: Tables, vocabulary: set[str]) -> None:
    russian = tables.stems("ru")
    ukrainian = {term_stem(fold(word)) for word in vocabulary} | tables.stems("uk")
    for ours, theirs, weight in cognates(sorted(ukrainian), russian):
        tables.add(("uk", "ru"), ours, theirs, weight)


def _forms(tables: Tables, lang: str, words: set[str]) -> set[tuple[str, str]]:
    """(stem of a form, stem of its word) where the stemmer keeps them apart and the first means nothing else."""
    known = tables.stems(lang)
    found: set[tuple[str, str]] = set()
    for word in words:
        folded = fold(word)
        lemma = term_stem(folded) if folded.endswith(INFLECTED) else ""
        if lemma in known:
            found.update((form, lemma) for form in form_stems(folded, lang) - known)
    return found


def _all_ways(tables: Tables) -> Iterator[Table]:
    """The tables of all pairs of languages, with those that go by way of a third."""
    of = {pair: tables.of.get(pair, {}) for pair in product(LANGUAGES, LANGUAGES) if len(set(pair)) == 2}
    for far in ("en", "el"):
        if far == "el":
            for pair in (("el", "ru"), ("ru", "el")):
                of[pair] = joined([of[pair], composed(of[pair[0], "en"], of["en", pair[1]], BY_WAY, MOST)])
        for pair in (("uk", far), (far, "uk")):
            of[pair] = joined([of[pair], composed(of[pair[0], "ru"], of["ru", pair[1]], 1.0, MOST)])
    yield from of.values()


def _packed(ways: Iterator[Table], forms: set[tuple[str, str]]) -> dict[str, NDArray[Any]]:
    """`keys` (V, uint64, sorted), `starts` (V + 1) into `theirs` (P, places in `keys`) and `weights` (P, of 255 parts).

    Forms are kept twice, by form (`forms`, `form_lemmas`) and by lemma (`lemma_starts`, V + 1, into `lemma_forms`).
    """
    number: dict[str, int] = {}
    lefts, rights, firm = array("i"), array("i"), array("f")
    for way in ways:
        for stem, row in way.items():
            left = number.setdefault(stem, len(number))
            for other, weight in best(row, MOST):
                if other != stem:
                    lefts.append(left)
                    rights.append(number.setdefault(other, len(number)))
                    firm.append(weight)
    keys = np.fromiter(map(stable_key, number), np.uint64, len(number))
    order = np.argsort(keys)
    place = np.empty(len(keys), np.int64)
    place[order] = np.arange(len(keys))
    known = [(stable_key(form), place[number[lemma]]) for form, lemma in forms if lemma in number]
    packed = _sorted_rows(place[np.array(lefts)], place[np.array(rights)], np.array(firm), len(keys))
    return {"keys": keys[order], **packed, **_packed_forms(known, len(keys))}


def _packed_forms(known: list[tuple[int, Any]], count: int) -> dict[str, NDArray[Any]]:
    forms = np.fromiter((form for form, _ in known), np.uint64, len(known))
    lemmas = np.fromiter((lemma for _, lemma in known), np.int32, len(known))
    by_form, by_lemma = np.lexsort((lemmas, forms)), np.lexsort((forms, lemmas))
    return {
        "forms": forms[by_form],
        "form_lemmas": lemmas[by_form],
        "lemma_forms": forms[by_lemma],
        "lemma_starts": np.searchsorted(lemmas[by_lemma], np.arange(count + 1)).astype(np.int32),
    }


def _sorted_rows(
    ours: NDArray[Any], theirs: NDArray[Any], weights: NDArray[Any], count: int
) -> dict[str, NDArray[Any]]:
    """Rows by their first stem, firmest first; of a pair that stands in several tables the firmest."""
    order = np.lexsort((-weights, ours * count + theirs))
    pairs = (ours * count + theirs)[order]
    order = order[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
    order = order[np.lexsort((-weights[order], ours[order]))]
    return {
        "starts": np.searchsorted(ours[order], np.arange(count + 1)).astype(np.int32),
        "theirs": theirs[order].astype(np.int32),
        "weights": np.ceil(weights[order] * STEPS).astype(np.uint8),
    }
