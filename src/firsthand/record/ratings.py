"""What does a publisher's own rating mean on the desk's scale? A table; silent where it does not know.

A rating stands here only if its words say one thing. "Half true", "mixture", "mostly false" or "outdated" mean different
things to different publishers and are left to a person. Ratings that only one house uses stand under that house.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from firsthand.record.outcome import Verdict

RATINGS: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.FALSE: (
        *("false", "fake", "fake news", "incorrect", "not true", "untrue", "completely false", "hoax", "debunked"),
        *("неправда", "фейк", "хибно", "неправдиво", "брехня"),
        *("ложь", "ложно", "недостоверно", "не соответствует действительности"),
        *("ψευδές", "ψευδής", "ψέμα", "ψεύδος", "αναληθές", "ψευδείς ειδήσεις"),
        *("faux", "falsch", "falso", "fałsz"),
    ),
    Verdict.MISLEADING: (
        *("misleading", "miscaptioned", "false context", "wrong context", "misattributed", "misrepresented"),
        *("маніпуляція", "оманливо", "маніпулятивно"),
        *("манипуляция", "вводит в заблуждение"),
        *("παραπλανητικό", "παραπλανητική", "παραπληροφόρηση"),
        *("trompeur", "irreführend", "engañoso"),
    ),
    Verdict.MISSING_CONTEXT: (
        *("missing context", "lacks context", "needs context", "out of context"),
        *("без контексту", "бракує контексту", "вирвано з контексту"),
        *("без контекста", "вырвано из контекста"),
        *("ελλιπές πλαίσιο", "εκτός πλαισίου"),
    ),
    Verdict.ALTERED: (
        *("altered", "altered photo", "altered image", "altered picture", "altered video", "altered media"),
        *("doctored", "manipulated image", "manipulated photo", "manipulated video", "photoshopped", "deepfake"),
        *("фотомонтаж", "дипфейк", "діпфейк", "αλλοιωμένο", "φωτομοντάζ"),
    ),
    Verdict.SATIRE: ("satire", "labeled satire", "parody", "сатира", "пародія", "пародия", "σάτιρα"),
    Verdict.UNPROVEN: (
        *("unproven", "unsupported", "unverified", "unsubstantiated", "no evidence", "lacks evidence"),
        *("не підтверджено", "без доказів", "недоведено", "не доказано", "не подтверждено", "бездоказательно"),
        *("ανεπιβεβαίωτο", "αναπόδεικτο"),
    ),
    Verdict.TRUE: (
        *("true", "correct", "accurate", "правда", "верно", "вірно", "αληθές", "αλήθεια", "vrai", "wahr", "verdadero"),
    ),
}
"""The ratings that mean the same wherever they stand, in several languages."""

HOUSE_RATINGS: Mapping[tuple[str, str], Verdict] = {
    ("snopes", "fake"): Verdict.ALTERED,
    ("politifact", "pants on fire"): Verdict.FALSE,
    ("washington post", "four pinocchios"): Verdict.FALSE,
    ("stopfake", "fake"): Verdict.FALSE,
}
"""(publisher, rating): what the words mean in that house; it comes before the common table."""


def _fold(text: str) -> str:
    """Letters and digits of the text in lower case, other characters as single spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in plain).split())


_COMMON = {_fold(words): verdict for verdict, ratings in RATINGS.items() for words in ratings}


def verdict_of(rating: str, publisher: str = "") -> Verdict:
    """The verdict of a rating by the tables above, in any case and punctuation; `Verdict.NONE` where they are silent."""
    words, house = _fold(rating), _fold(publisher)
    if not words:
        return Verdict.NONE
    # A house is known by its name standing as whole words in the publisher's: "Snopes.com" is Snopes.
    for (name, own), verdict in HOUSE_RATINGS.items():
        if own == words and f" {name} " in f" {house} ":
            return verdict
    return _COMMON.get(words, Verdict.NONE)
