"""How does a name sound in one Latin spelling, whether it is written in Latin, Cyrillic or Greek? A skeleton, and its trigrams.

The table is no transliteration standard: it throws together what the four languages and their transliterations keep apart
(y, i and й; kh, h and х; w, v and в; ks and x), so that Зеленский, Зеленський, Zelenskyy and Ζελένσκι come out alike.
Names that are different words (Москва, Moscow) stay different.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "z", "з": "z", "и": "i",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ts", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu",
    "я": "ia", "ў": "u", "ј": "i", "љ": "l", "њ": "n", "ћ": "ts", "ђ": "dz", "џ": "dz", "'": "",
}  # fmt: skip

GREEK_PAIRS = (
    ("γκτ", "ngt"),
    ("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("γγ", "ng"), ("γχ", "nh"), ("τζ", "dz"), ("τσ", "ts"), ("ου", "u"), ("αι", "e"),
    ("ει", "i"), ("οι", "i"), ("υι", "i"), ("αυ", "av"), ("ευ", "ev"), ("ηυ", "iv"), ("ξ", "ks"), ("ψ", "ps"),
)  # fmt: skip

GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "t", "ι": "i", "κ": "k", "λ": "l", "μ": "m",
    "ν": "n", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "φ": "f", "χ": "h", "ω": "o",
}  # fmt: skip

LATIN_PAIRS = (
    ("shch", "s"), ("sch", "s"), ("tch", "ts"), ("ch", "ts"), ("sh", "s"), ("zh", "z"), ("kh", "h"), ("gh", "g"), ("ph", "f"),
    ("th", "t"), ("ck", "k"), ("qu", "kv"), ("tz", "ts"), ("x", "ks"), ("oo", "u"), ("ou", "u"), ("ee", "i"), ("wh", "v"),
    ("ce", "se"), ("ci", "si"), ("cy", "si"), ("dj", "dz"), ("dg", "dz"), ("j", "dz"), ("c", "k"), ("q", "k"), ("w", "v"),
    ("y", "i"),
)  # fmt: skip
"""Latin letters, alone or in groups, that stand for a sound the other scripts write in one way; the longest come first."""

SHARED = (("iie", "ie"), ("iia", "ia"), ("iiu", "iu"), ("ie", "e"), ("h", "g"))
"""What is thrown together after all scripts have become Latin: a Ukrainian г is h in Latin and g in Russian."""

_PLAIN = {"ß": "ss", "ø": "o", "ł": "l", "æ": "e", "œ": "e", "đ": "d", "þ": "t", "ð": "d", "ı": "i"}
_TABLE = str.maketrans({**CYRILLIC, **GREEK, **_PLAIN})
_GREEK = re.compile("[α-ως]")
_LATIN = re.compile("[a-z]")
_SILENT = re.compile("h(?=[bcdfgjklmnpqrstvxz])|(?<=[aeiou])h$")
"""An h that only lengthens the vowel before it, as in Johnson."""
_DOUBLED = re.compile(r"(.)\1+")
_OTHER = re.compile(r"[^a-z0-9]")
GRAM = 3


@lru_cache(maxsize=200_000)
def romanise(folded: str) -> str:
    """The Latin skeleton of a folded word: letters a to z and digits, no letter twice running. '' where nothing is left."""
    plain = _OTHER_MARKS.sub("", unicodedata.normalize("NFD", folded))
    if _LATIN.search(plain):
        plain = _SILENT.sub("", _replaced(plain, LATIN_PAIRS))
    if _GREEK.search(plain):
        plain = _replaced(plain, GREEK_PAIRS)
    latin = _OTHER.sub("", plain.translate(_TABLE))
    return _DOUBLED.sub(r"\1", _replaced(_DOUBLED.sub(r"\1", latin), SHARED))


_OTHER_MARKS = re.compile(r"[\u0300-\u036f]")


def _replaced(word: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for written, sound in pairs:
        word = word.replace(written, sound)
    return word


@lru_cache(maxsize=200_000)
def skeleton_grams(word: str) -> tuple[str, ...]:
    """The different trigrams of a skeleton with its bounds marked, sorted: `^pu`, `put`, `uti`, `tin`, `in$`.

    A skeleton of one letter gives one gram, an empty one none.
    """
    if not word:
        return ()
    bounded = f"^{word}$"
    return tuple(sorted({bounded[i : i + GRAM] for i in range(len(bounded) - GRAM + 1)}))
