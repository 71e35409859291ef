"""When are two words the same word? Case, marks and endings folded away, with the way back to the text kept.

Folding is NFKD, casefold, combining and invisible marks dropped, and a word of two scripts put into one where its letters
look alike (`mаyor` with a Cyrillic а). Stems: Snowball for English, Russian and Greek
(snowballstem.org); for Ukrainian a light stemmer of our own, because Snowball has none and dictionaries load for a second.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from firsthand.record.passages import Passage

_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_LETTER = rf"[^\W_]|[\u0300-\u036f{_INVISIBLE}]"
WORD = rf"[^\W_](?:{_LETTER})*(?:['’ʼ`-][^\W_](?:{_LETTER})*)*"
"""A word as written, as a regular expression."""
_WORD = re.compile(WORD)
_DROP = re.compile(rf"[\u0300-\u036f{_INVISIBLE}]")
_QUOTES = str.maketrans({"’": "'", "ʼ": "'", "`": "'"})
_SENTENCE_END = re.compile(r"(?<=[.!?…;·])[\"'»”’)\]]*\s+(?=[\"'«“(\[]*[^\Wa-zа-яіїєґα-ω_])|\n\s*\n|\n(?=\s*\S)")
_CYRILLIC = re.compile(r"[а-яіїєґ]")
_GREEK = re.compile(r"[α-ω]")
_LETTERS = re.compile(r"[a-zа-яіїєґѕјһα-ω]{3,}")
_LATIN = re.compile(r"[a-z]")
_SCRIPTS = {"latin": _LATIN, "cyrillic": re.compile(r"[а-яіїєґѕјһ]"), "greek": _GREEK}

# Small or capital, they look alike: в is here for В. Greek μ is not: μSv must not become mSv.
_ALIKE = {
    ("cyrillic", "latin"): ("авекмнорстухіѕјһ", "abekmhopctyxisjh"),
    ("greek", "latin"): ("αβεικνορτυχ", "abeiknoptux"),
}
LOOKALIKES = {
    **{pair: dict(zip(*letters, strict=True)) for pair, letters in _ALIKE.items()},
    **{(to, of): dict(zip(*reversed(letters), strict=True)) for (of, to), letters in _ALIKE.items()},
}
"""Letters of one script that pass for letters of another: (from, to) -> letter -> letter, as they stand after folding."""

SNOWBALL = {"en": "english", "ru": "russian", "el": "greek"}

UK_ENDINGS = sorted(
    "ями ами ові еві єві ому ему ього ого ої ої ів їв ах ях ам ям ом ем єм ою ею єю ий ій ої ої "
    "їх их им ім іх "
    "ими іми ія іі ію іеі ією іеу іии іи іях іям іями "
    "ість ості істю ати яти ити іти ила ило или ала ало али ать ять ить еть ють уть ова ове ові "
    "а я о е є у ю и і ї ь й".translate(str.maketrans("йї", "иі")).split(),
    key=len,
    reverse=True,
)
"""Ukrainian endings as they stand after folding (й as и, ї as і), longest first."""

_RU_ENDINGS = (
    "ая яя ое ее ые ие ую юю ыи ои ою ею ью ии ья ье ьи ых ым ыми ому ему ов ев еи иях ия ию иеи иям иями ость ости остью "
    "ет ит ут ют ат ял ала ила ыло ыла ел ела ели ете ите ы ь ли ла ло"
)

CYRILLIC_ENDINGS = sorted({*UK_ENDINGS, *_RU_ENDINGS.split()}, key=lambda ending: (-len(ending), ending))
"""The endings of Ukrainian and Russian together, for words whose language nobody knows for sure."""


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands: `text[start:end]` is the word as written."""

    folded: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case without marks or invisible characters. Folding twice is folding once; й and ї become и and і."""
    if text.isascii():
        return text.lower().translate(_QUOTES)
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    folded = unicodedata.normalize("NFC", _DROP.sub("", bare)).translate(_QUOTES)
    mixed = _LATIN.search(folded) and (_CYRILLIC.search(folded) or _GREEK.search(folded))
    return _LETTERS.sub(lambda found: _one_script(found.group()), folded) if mixed else folded


def _one_script(word: str) -> str:
    """A word of two scripts in that of most of its letters, else in the other, where each letter has one that looks like it.

    A foreign word with an ending (`COVIDом`) stays as it is.
    """
    counts = {script: len(letters.findall(word)) for script, letters in _SCRIPTS.items()}
    there = sorted((script for script in counts if counts[script]), key=lambda script: -counts[script])
    if len(there) != 2 or _inflected(word):
        return word
    for to, of in (there, there[::-1]):
        alike = LOOKALIKES.get((of, to), {})
        if all(letter in alike for letter in _SCRIPTS[of].findall(word)):
            return "".join(alike.get(letter, letter) for letter in word)
    return word


def _inflected(word: str) -> bool:
    ending = word.lstrip("abcdefghijklmnopqrstuvwxyz")
    return len(ending) > 1 and ending in CYRILLIC_ENDINGS and len(word) - len(ending) >= 3


def words(text: str) -> Iterator[Word]:
    """The words of a text in order. Digits are words; a hyphen or an apostrophe inside a word belongs to it."""
    for found in _WORD.finditer(text):
        yield Word(fold(found.group()), found.start(), found.end())


def stems(text: str, lang: str = "") -> list[str]:
    """The stems of a text's words, in order; the language of each word by its letters where none is given."""
    return [stem(word.folded, lang) for word in words(text)]


@lru_cache(maxsize=200_000)
def stem(word: str, lang: str = "") -> str:
    """The stem of a folded word. A word in letters that the language does not use is stemmed by its letters.

    Without a language, Cyrillic words lose any Ukrainian or Russian ending: coarser, but no guess can go wrong.
    """
    script = _script(word)
    if script == "el":
        return _greek(str(_snowball("el").stemWord(word)))
    if script == "cyrillic":
        return fold(_snowball("ru").stemWord(word)) if lang == "ru" else _light(word, lang)
    return str(_snowball("en").stemWord(word))


def _script(word: str) -> str:
    if _CYRILLIC.search(word):
        return "cyrillic"
    return "el" if _GREEK.search(word) else "latin"


def _greek(stemmed: str) -> str:
    """Snowball keeps the iota of -ίας and -ίες, but not that of -ία: it is dropped from all of them."""
    return stemmed.removesuffix("ι") if len(stemmed) > 5 else stemmed


@cache
def _snowball(lang: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(SNOWBALL[lang])


def _light(word: str, lang: str) -> str:
    endings = _BOTH_BY_LENGTH if not lang else _UK_BY_LENGTH
    for length, known in endings:
        if len(word) >= length + 3 and word[-length:] in known:
            return word[:-length]
    return word


def _by_length(endings: Collection[str]) -> list[tuple[int, frozenset[str]]]:
    """The endings of each length, longest first: one look a length, where going through them takes a hundred."""
    of = {length: frozenset(ending for ending in endings if len(ending) == length) for length in set(map(len, endings))}
    return sorted(of.items(), reverse=True)


_UK_BY_LENGTH, _BOTH_BY_LENGTH = _by_length(UK_ENDINGS), _by_length(CYRILLIC_ENDINGS)


def digest(text: str) -> str:
    """The SHA-256 (64 hex digits) of a text in UTF-8; the name by which passages know it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def tip_key(text: str) -> str:
    """The name of words in decisions: the same for the same words in other case, marks, spacing or punctuation."""
    return "text:" + digest(" ".join(word.folded for word in words(text)))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence, white space around it left out; a line break ends one."""
    start = 0
    for found in _SENTENCE_END.finditer(text):
        yield from _trimmed(text, start, found.start())
        start = found.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def passage(text: str, start: int, end: int, text_sha256: str = "") -> Passage:
    """The passage at `text[start:end]`; give the text's digest where it is known, to save computing it."""
    return Passage(text_sha256 or digest(text), start, end, text[start:end])
