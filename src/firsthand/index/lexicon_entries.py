"""Which words does an entry of a dictionary give as translations, and how firmly? Pure rules over the entry's text.

Two forms are read. Mueller (English-Russian): parts of speech and senses are numbered, labels begin with `_`, phrases for
example follow after a semicolon with their own translation. FreeDict: the headword with its sound, then translations parted
by commas, sometimes numbered, with remarks in the language of the headword below them.

A phrase stands firm by its place: the first of the first sense for 1, later senses and later words for less, and what a label
calls rare, old or of a trade for half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SENSE_DAMP = 0.15
ORDER_DAMP = 0.2
PART_DAMP = 0.1
RARE_DAMP = 0.5

CYRILLIC, GREEK, LATIN = "а-яёіїєґ", "α-ωά-ώἀ-῾", "a-z"
LETTERS = {"en": LATIN, "ru": CYRILLIC, "uk": CYRILLIC, "el": GREEK}
"""The letters a language is written in, as the inside of a character class."""

_OTHER_LETTERS = {lang: re.compile(rf"(?![{own}])[^\W\d_]") for lang, own in LETTERS.items()}
_RARE = re.compile(
    r"_(?:уст|редк|поэт|диал|шотл|ирл|инд|австрал|жарг|груб|бот|зоол|миф|геол|горн|мин|мор|полигр|текст|карт|ист|церк|архит|"
    r"фон|лингв|грам|библ|бакт|с-х|спорт|тех|хим|анат|муз|шутл|кул|охот|фехт|топ|геод|метал|жив|рел)\."
)
_LABEL = re.compile(r"_[^\s,;)]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>")
_PART = re.compile(r"(?:^|\s)(?:_[IVX]+(?=\s)|\d+\.(?=\s))")
_SENSE = re.compile(r"(?:^|\s)\d+\)(?=\s)")
_LETTERED = re.compile(r"(?:^|\s)[а-я]\)(?=\s)")
_NUMBER = re.compile(r"^\s*\d+[.)]\s")
_FREEDICT_SOUND = re.compile(r"/[^/\n]*/|<[^<>\n]*>")
_SEE = re.compile(
    r"(?:(?:_p-p|_pres-p|_p|_pl|_past)\.[^;]*?\bот\s+|^\s*(?:\[[^\]]*\]\s*)?=\s*)([a-z][a-z'-]+)", re.IGNORECASE
)
_LEADING = re.compile(r"^(?:to|a|an|the)\s+", re.IGNORECASE)
LONGEST_PHRASE = 4
"""Words beyond which a translation is an explanation and no translation."""


@dataclass(frozen=True, slots=True)
class Said:
    """A translation of one word or a few, and how firmly the entry gives it (over 0, at most 1)."""

    phrase: str
    weight: float


def mueller(text: str) -> list[Said]:
    """The Russian translations in one entry of Mueller's dictionary, as the entry orders them."""
    parts = [part for part in _PART.split(_body(text)) if part.strip()]
    senses = [(number, _SENSE.split(part)) for number, part in enumerate(parts)]
    return [
        said for number, part in senses for said in _ranked([_sense(sense, "ru") for sense in part], number * PART_DAMP)
    ]


def _body(text: str) -> str:
    return " ".join(text.partition("\n")[2].split())


def see_also(text: str) -> list[str]:
    """The English headwords that an entry of Mueller points to: `went` is the past of `go`, `Chilian` is `Chilean`."""
    return [found.group(1) for found in _SEE.finditer(_body(text))][:2]


def freedict(text: str, lang: str) -> list[Said]:
    """The translations into a language in one entry of a FreeDict dictionary; remarks in other letters are left out."""
    rest = _FREEDICT_SOUND.sub(" ", text.partition("\n")[2])
    return list(_ranked([_sense(_NUMBER.sub(" ", line), lang) for line in rest.splitlines()], 0.0))


def _ranked(senses: list[list[tuple[str, float]]], damp: float) -> Iterator[Said]:
    for rank, sense in enumerate(filter(None, senses)):
        for order, (phrase, weight) in enumerate(sense):
            yield Said(phrase, weight / ((1 + damp + SENSE_DAMP * rank) * (1 + ORDER_DAMP * order)))


def _sense(sense: str, lang: str) -> list[tuple[str, float]]:
    """(phrase, weight) of one sense, up to its first example: the pieces after that belong to examples."""
    found: list[tuple[str, float]] = []
    for piece in _LETTERED.sub(" ; ", _BRACKETS.sub(" ", sense)).split(";"):
        weight = RARE_DAMP if _RARE.search(piece) else 1.0
        bare = _LABEL.sub(" ", piece)
        if _foreign(bare, lang):
            break
        found += [(phrase, weight) for phrase in _phrases(bare, lang)]
    return found


def _foreign(piece: str, lang: str) -> bool:
    """Does a piece hold letters of another script? Then it is an example or a remark, not a translation alone."""
    return _OTHER_LETTERS[lang].search(piece.casefold().replace("\u0301", "")) is not None


def _phrases(piece: str, lang: str) -> Iterator[str]:
    for part in piece.split(","):
        phrase = _LEADING.sub("", part.strip(" .:!?\"'«»-")) if lang == "en" else part.strip(' .:!?"«»-')
        words = [word for word in phrase.split() if not word.endswith("-л")]
        if 0 < len(words) <= LONGEST_PHRASE:
            yield " ".join(words)
