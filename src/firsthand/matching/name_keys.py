"""Under which key do all forms and spellings of a word of a name lie? Its consonants, as far as no ending changes them.

Петренка, Petrenko and Πετρένκο have one key. Many other words have it too: a key only says where to look, and what is found is
held against the name letter by letter.
"""

from __future__ import annotations

import re
from functools import lru_cache

CLASSES = {
    "a": "aeiouy" "hgj" "аеєиіїйоуыэюяўё" "гґхчј" "αεηιουωγχ",
    "l": "lłлљλ", "m": "mмμ", "n": "nнњν", "r": "rрρ", "v": "vwfвфβφ", "b": "bpбпπ", "d": "dtдтδτθ", "K": "kcqszкцсзжшщκσςζ",
}  # fmt: skip
"""Letters that count as one. What is "a" is dropped at last, but at the beginning: vowels, and the g, h, ch of all scripts,
which pass into each other."""

GROUPS = {
    "'": "", "ь": "", "ъ": "", "ntsch": "na", "ntch": "na", "tsch": "a", "tch": "a",
    "sch": "K", "dzh": "a", "дж": "a", "dg": "a", "ch": "a", "тч": "a",
    "th": "d", "ph": "v", "sh": "K", "zh": "K", "kh": "a",
    "ts": "K", "tz": "K", "dz": "K", "дз": "K", "тс": "K", "x": "K", "τσ": "K", "τζ": "K", "ξ": "K",
    "ψ": "bK", "αυ": "av", "ευ": "av", "ηυ": "av", "gg": "na", "γγ": "na", "γχ": "na", "γξ": "nK",
    "μπ": "b", "mp": "b", "mb": "b", "мп": "b", "мб": "b", "ντ": "d", "nt": "d", "nd": "d", "нт": "d", "нд": "d",
}  # fmt: skip
"""Groups of letters that count as one class, and signs that count as nothing."""

_SOUNDS = {
    **{digit: digit for digit in "0123456789"},
    **{letter: sound for sound, letters in CLASSES.items() for letter in letters},
    **GROUPS,
}
_FOUND = re.compile("|".join([r"^γκ", r"^gk", *sorted(GROUPS, key=len, reverse=True), "."]), re.DOTALL)
_ENDING = re.compile(r"(?:a|K|(?<=a)[mv])+$")
"""What endings are made of. The longest such tail is cut off, ending or not, so that every form loses the same."""
_DOUBLED = re.compile(r"([lmnrvbdK])\1+")


@lru_cache(maxsize=200_000)
def name_key(plain: str) -> str:
    """The key of a plain word; a single letter and a number have their own."""
    if len(plain) < 2 or plain[0].isdigit():
        return "1" if plain.isalpha() else plain
    sounds = _ENDING.sub("", _DOUBLED.sub(r"\1", _FOUND.sub(_sound, plain)))
    return sounds[:1] + sounds[1:].replace("a", "")


def _sound(found: re.Match[str]) -> str:
    return _SOUNDS.get(found[0], "a")
