"""Do these letters follow each other as they do in this language? A table of pairs of letters answers, in bits a letter.

Used where letters were read off a picture: the reader of a wrong language makes words that no language has.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise

from firsthand.reading.wordlists import table

ALPHABETS = {
    "uk": "_абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "ru": "_абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "en": "_abcdefghijklmnopqrstuvwxyz",
    "el": "_αβγδεζηθικλμνξοπρστυφχψω",
}
"""The letters of each language once marks are dropped; "_" is the edge of a word."""

DEEPEST = 15
"""Bits of a pair that never occurs, and of a letter that the language does not have."""

_KEPT = {"й": "й", "ї": "ї"}


@cache
def _pairs(lang: str) -> dict[tuple[str, str], int]:
    alphabet = ALPHABETS[lang]
    lines = str(table("letters")[lang]["pairs"]).split()
    return {
        (one, other): int(digit, 16)
        for one, line in zip(alphabet, lines, strict=True)
        for other, digit in zip(alphabet, line, strict=True)
    }


def plain(text: str) -> str:
    """Small letters without marks (but й and ї are letters of their own), words apart by one space, nothing else."""
    kept = unicodedata.normalize("NFC", text).lower().replace("ς", "σ").replace("ё", "е")
    signs = (sign if sign in _KEPT else unicodedata.normalize("NFD", sign)[0] for sign in kept)
    return " ".join("".join(sign if sign.isalpha() else " " for sign in signs).split())


def bits(text: str, lang: str) -> float:
    """How unlikely a text is in a language, in bits a letter: words of it 3 to 4, others 6 and more; DEEPEST without any."""
    pairs = _pairs(lang)
    words = plain(text.replace("'", "").replace("’", "")).split()
    spent = [pairs.get(pair, DEEPEST) for word in words for pair in pairwise(f"_{word}_")]
    return sum(spent) / len(spent) if spent else float(DEEPEST)
