"""Which letter was meant where two look alike? Small letters for capitals, letters of another alphabet, the sign of a number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

ALIKE = frozenset("cosuvwxzвгжзиклмнопстхчшъыьэюяєκοπστω")
"""Small letters whose capitals have the same shape, without a stroke or dot above or below that would make them as high."""
AS_HIGH = 0.86
"""Words at least so high beside words of capitals are of capitals: small ones have 0.7 to 0.8."""
LETTERS = 2
"""Capitals from which a word is known to be of capitals."""

_LATIN = str.maketrans("AaBCcEeHIiKMOoPpTXxy", "АаВСсЕеНІіКМОоРрТХху")
_CYRILLIC = re.compile(r"[а-яёіїєґ]", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:[МN][еоeoº°]\.? ?|Н[еоeo])(?=\d)")
_ALONE = re.compile(r"(?<!\S)[Il|](?!\S)")
_SMALL = re.compile(r"[а-яёіїєґ]")


@dataclass(frozen=True, slots=True)
class Sized:
    """A word and the height of its ink; any unit, 0 where unknown."""

    text: str
    height: float


def spelled(text: str, lang: str) -> str:
    """A line in which signs that its language does not write are those they look like.

    In Cyrillic words Latin letters become Cyrillic ones, and "Ме12" is "№12"; in Ukrainian a stroke alone is a word.
    """
    if lang not in {"uk", "ru"}:
        return text
    numbered = _NUMBER.sub("№", text)
    words = (word.translate(_LATIN) if _CYRILLIC.search(word) else word for word in numbered.split(" "))
    line = " ".join(words)
    return _ALONE.sub("і" if _SMALL.search(line) else "І", line) if lang == "uk" else line


def cased(words: Sequence[Sized]) -> list[str]:
    """The words of one banner, with small letters made capitals where they stand as high as the capitals about them."""
    high = [word.height for word in words if word.height > 0 and _capital(word.text)]
    if not high:
        return [word.text for word in words]
    least = AS_HIGH * median(high)
    return [word.text.upper() if word.height >= least and _alike(word.text) else word.text for word in words]


def _capital(text: str) -> bool:
    return text.isupper() and sum(sign.isalpha() for sign in text) >= LETTERS


def _alike(text: str) -> bool:
    """Whether each small letter of a word could as well be a capital."""
    small = [sign for sign in unicodedata.normalize("NFC", text) if sign.islower()]
    return bool(small) and all(sign in ALIKE for sign in small) and "ς" not in text
