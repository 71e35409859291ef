"""Can this word in one script be that name in another? Letter by letter, by the spellings of `words/names.toml`.

Several standards and habits are one table: what is accepted is a way through it from the first letter to the last, so a name is
never found by a mere likeness. Between Cyrillic and Greek both are compared in Latin.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from firsthand.matching.romanise import romanise
from firsthand.reading.name_forms import script
from firsthand.reading.wordlists import table

LONGEST = 40
"""Letters beyond which a word is no word of a name."""
TELLING = 4
"""Letters that a word needs to be compared by its sound alone, as between Cyrillic and Greek."""

Spellings = Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=50_000)
def spelled(word: str, other: str) -> bool:
    """Are two plain words of different scripts, both in the nominative, one name?"""
    ours, theirs = sorted((script(word), script(other)))
    if ours == theirs or max(len(word), len(other)) > LONGEST:
        return False
    if "latin" not in (ours, theirs):
        return min(len(word), len(other)) >= TELLING and romanise(word) == romanise(other)
    native, latin = (other, word) if script(word) == "latin" else (word, other)
    latin = latin.replace("-", "")
    if _through(native, latin, _spellings(script(native))):
        return True
    return script(native) == "cyrillic" and _through(_single(native), _single(latin), _spellings("latin"))


def _through(native: str, latin: str, spellings: Spellings) -> bool:
    """Is there a way through both words? `reached` are the places in the Latin word at each place in the other.

    In Greek two letters that are one sound (ου, μπ) are never read apart.
    """
    reached: list[set[int]] = [{0}] + [set() for _ in native]
    alone = script(native) == "greek"
    for place, ends in enumerate(reached[:-1]):
        for size in (3, 2, 1) if ends else ():
            letters = native[place : place + size]
            for written in spellings.get(letters, ()) if len(letters) == size else ():
                reached[place + size].update(end + len(written) for end in ends if latin.startswith(written, end))
            if alone and len(letters) == size and letters in spellings:
                break
    return len(latin) in reached[-1]


@cache
def _spellings(kind: str) -> Spellings:
    """Of `cyrillic` or `greek`; `latin`: of names at home in Latin letters that are written in Cyrillic."""
    held = table("names")["spelling"]
    found: dict[str, str] = dict(held["greek"]) if kind == "greek" else dict(held["cyrillic"])
    if kind == "latin":
        for letters, written in held["from_latin"].items():
            found[letters] = f"{found.get(letters, '')} {written}"
    return {letters: tuple("" if one == "-" else one for one in written.split()) for letters, written in found.items()}


def _single(word: str) -> str:
    """Letters that stand twice once: Kellerman is Келерман, Ілля is Ilya."""
    return "".join(letter for place, letter in enumerate(word) if not place or word[place - 1] != letter)


def begins(letter: str, word: str) -> bool:
    """May a letter stand for a plain word as its initial, in the same script or another?"""
    if word.startswith(letter):
        return True
    if script(word) == "latin":
        spellings = _spellings(script(letter)) if script(letter) != "latin" else {}
        return any(written and word.startswith(written) for written in spellings.get(letter, ()))
    if script(letter) != "latin":
        return script(word) != script(letter) and romanise(word)[:1] == romanise(letter)[:1] != ""
    held = _spellings(script(word))
    return any(one.startswith(letter) for size in (1, 2) for one in held.get(word[:size], ()) if len(word) >= size)


@lru_cache(maxsize=50_000)
def respelt(word: str) -> str:
    """A plain Cyrillic word in the letters that Ukrainian and Russian have in common; another as it is."""
    same = table("names")["spelling"]["same"]
    return "".join(same.get(letter, letter) for letter in word) if script(word) == "cyrillic" else word
