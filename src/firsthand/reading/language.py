"""Which language is this text in? Letters first, then words that only one language has, then a small model.

The model is py3langid (after M. Lui and T. Baldwin, "langid.py", ACL 2012), restricted to the languages of one script: over
all its languages it calls short Ukrainian Russian, and short English Breton.
"""

from __future__ import annotations

import copy
import re
from functools import cache
from typing import Any

SAMPLE = 4000
"""Characters looked at. More adds time and changes no answer."""

SURE = 0.55
"""Probability from which the model is believed. Below it the answer is "", because a wrong language reads wrong dates."""

_ADDRESS = re.compile(r"(?:https?://|www\.|[@#])\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff]")
_OTHER = re.compile(r"[^\W\d_]")

_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN = re.compile(r"[ыэёЫЭЁ]")
_BELARUSIAN = re.compile(r"[ўЎ]")
_SOUTH_SLAVIC = re.compile(r"[ђјљњћџѓќѕЂЈЉЊЋЏЃЌЅ]")
_CENTRAL_ASIAN = re.compile(r"[әғқңөұүһҳҷӣӯҚҒҢӨҰҮҺҲҶӢӮӘ]")


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


LATIN_LANGS = _listed(
    "bs ca cs cy da de en es et eu fi fr ga gl hr hu id is it lt lv mt nl no pl pt ro sk sl sq sv tr vi"
)
CYRILLIC_LANGS = _listed("be bg mk ru sr uk")
SOUTH_SLAVIC_LANGS = ("mk", "sr")
CENTRAL_ASIAN_LANGS = _listed("ba kk ky mn tg tt")

_ENGLISH = frozenset(_listed("the of and to for by with that this from were which been have has their its are is"))
_ONLY_ENGLISH = frozenset(
    _listed(
        "the which with these those their they there would could should because against through between people women "
        "said says after before about while where when does did been being other another every never always only "
        "government president minister police who what how why will than more most such into out down year years"
    )
)
"""Words that hardly stand in another language in Latin letters."""
_CUES = {
    "ru": frozenset(
        _listed("что как это был была были его после года году сегодня вчера когда сейчас городе города или")
    ),
    "uk": frozenset(_listed("що як та був була були його після року сьогодні вчора коли зараз місті або від вже")),
    "bg": frozenset(_listed("са се че като беше след която който които днес града което бе")),
}


FEW_WORDS = 7
"""Words up to which a text in Latin or Cyrillic letters says too little of its language for a model to be asked."""


def likely(text: str) -> tuple[str, ...]:
    """The languages that a caption may be read in, likeliest first; empty where it is in a language without rules.

    "Kyiv, 2014" is in no language more than in another. So few words in Latin letters are read as English, and in Cyrillic
    letters as Ukrainian or as Russian, unless letters or small words tell.
    """
    few = len(_WORD.findall(text[:SAMPLE])) <= FEW_WORDS
    if few and text.isascii() and _LATIN.search(text):
        return ("en",)
    if few and _CYRILLIC.search(text) and not _LATIN.search(text):
        told = _told_cyrillic(text)
        return (told,) if told else ("uk", "ru")
    tag = guess(text)
    return (tag,) if tag else ()


def guess(text: str) -> str:
    """The primary language tag of a text (`en`, `uk`), or "" where it cannot be told."""
    sample = text[:SAMPLE]
    counts = {
        "el": len(_GREEK.findall(sample)),
        "cyrillic": len(_CYRILLIC.findall(sample)),
        "latin": len(_LATIN.findall(sample)),
    }
    counts["other"] = len(_OTHER.findall(sample)) - sum(counts.values())
    script = max(counts, key=lambda name: counts[name])
    if counts[script] < 3:
        return ""
    if script == "el":
        return "el"
    if script == "cyrillic":
        return _cyrillic(sample)
    return _latin(sample) if script == "latin" else _model(sample, ())


def primary(tag: str) -> str:
    """The primary subtag of a BCP 47 tag, in lower case: `en-GB` and `en_GB` are `en`; "" for what is no tag."""
    head = re.split(r"[-_]", tag.strip().lower(), maxsplit=1)[0]
    return head if head.isascii() and head.isalpha() and 2 <= len(head) <= 3 else ""


def _cyrillic(text: str) -> str:
    if _CENTRAL_ASIAN.search(text):
        return _model(text, CENTRAL_ASIAN_LANGS + CYRILLIC_LANGS)
    if _SOUTH_SLAVIC.search(text):
        return _model(text, SOUTH_SLAVIC_LANGS)
    return _told_cyrillic(text) or _model(text, CYRILLIC_LANGS)


def _told_cyrillic(text: str) -> str:
    """What letters or small words tell of a text in Cyrillic; "" where they tell nothing."""
    if _CENTRAL_ASIAN.search(text) or _SOUTH_SLAVIC.search(text):
        return _cyrillic(text)
    ukrainian, russian = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    if _BELARUSIAN.search(text) and russian:
        return "be"
    # A quotation in the other language leaves some of its letters behind, so a clear majority decides.
    if ukrainian > 3 * russian:
        return "uk"
    if russian > 3 * ukrainian:
        return "ru"
    return _by_cues(text)


def _by_cues(text: str) -> str:
    """The language of whose own small words there are most; "" where none or two are ahead."""
    found = {word.lower() for word in _WORD.findall(text)}
    ranked = sorted(((len(found & cues), lang) for lang, cues in _CUES.items()), reverse=True)
    return ranked[0][1] if ranked[0][0] > ranked[1][0] else ""


def _latin(text: str) -> str:
    words = [word.lower() for word in _WORD.findall(_ADDRESS.sub(" ", text))]
    small = [word for word in words if word in _ENGLISH]
    # Plain English is settled here, because loading the model takes most of a second.
    if len(set(small)) >= 2 and len(small) * 10 >= len(words):
        return "en"
    english = sum(word in _ONLY_ENGLISH or word.endswith(("n't", "n’t")) for word in words)
    if english * 8 >= max(8, len(words)) and all(word.isascii() or "’" in word for word in words):
        return "en"
    return _model(text, LATIN_LANGS)


def _model(text: str, langs: tuple[str, ...]) -> str:
    ranked = _identifier(langs).rank(text)
    lang, probability = ranked[0]
    return str(lang) if probability >= SURE and lang != "zxx" else ""


@cache
def _identifier(langs: tuple[str, ...]) -> Any:
    """The model restricted to some languages (all where none are named). It is loaded once and shared."""
    if langs:
        narrowed = copy.copy(_identifier(()))
        narrowed.set_languages(langs)
        return narrowed
    # Imported late: the model takes 0.5 to 1 s to unpack, and most texts are settled by letters or small words.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
