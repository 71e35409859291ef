"""Under which other stems do the forms of a Russian or Ukrainian word go? The regular patterns of verbs and nouns. Pure.

The light stemmer takes one ending off. It leaves `участвуют` and `участвовать`, `сказав` and `сказати`, `тижня` and `тиждень`
apart, and a reflexive verb apart from the plain one. A pattern is an ending of the dictionary form and the endings of forms
that may be stemmed otherwise; what they are stemmed to is asked of the stemmer itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from firsthand.matching.terms import term_stem

PATTERNS = {
    "ru": {
        "овать": "ует уют уем уя овал овав ован уи уите",
        "евать": "ует уют евал евав еван",
        "ать": "ает ают аем ал ав ан ая аи аите аете",
        "ять": "яет яют яем ял яв ян яя",
        "ить": "ит ят ат ил ив им ишь ьте ите ен лен яем",
        "еть": "еет еют ел ев ит ят",
        "нуть": "нет нут нул нув нем нете",
        "ти": "ет ут ла ло",
        "ок": "ки ка ков", "ек": "ки ка ков", "ец": "цы ца цев", "ень": "ни ня неи", "ия": "ии ию", "ие": "ия ии",
        "л": "лы ла лов ле лом", "ость": "ости остью остеи",
    },
    "uk": {
        "увати": "ує ують уємо ував увала ував уи уите ували ування",
        "ювати": "ює юють ював ювала ювали ювання",
        "ати": "ає ають аємо ав ала али аи аите ання ано",
        "яти": "яє яють яв яла яли яння яно",
        "ити": "ить ять ать ив ила или імо ено лено ення лення",
        "іти": "іє іють ів іла іли ить ять",
        "нути": "не нуть нув нула нули",
        "ок": "ки ка ків", "ець": "ці ця ців", "ень": "ні ня нів", "ість": "ості істю",
        "л": "ли ла лу лів лі лом", "ння": "ння нню нням",
    },
}  # fmt: skip
"""Language -> ending of the dictionary form -> endings of forms, all as they stand after folding."""

REFLEXIVE = {"ru": ("ся", "сь"), "uk": ("ся", "сь")}
VERBAL = {"ru": ("ть", "ти"), "uk": ("ти",)}
INFLECTED = tuple({*PATTERNS["ru"], *PATTERNS["uk"], "ся", "сь"})
"""What a word ends in for which there may be a pattern."""
SHORTEST = 3
"""Letters that a word keeps before its ending; shorter ones run together with too many others."""


def form_stems(folded: str, lang: str) -> set[str]:
    """The stems under which forms of a word (folded, in its dictionary form) go, its own stem left out."""
    plain = next((folded.removesuffix(end) for end in REFLEXIVE[lang] if folded.endswith(end)), folded)
    for ending, forms in _patterns(lang):
        base = plain.removesuffix(ending)
        if base != plain and len(base) >= SHORTEST:
            return {base + form for form in forms} - {term_stem(folded)}
    return set()


@cache
def _patterns(lang: str) -> list[tuple[str, frozenset[str]]]:
    """(ending, what the stemmer leaves of the endings of its forms), longest ending first."""
    found = [(ending, frozenset(_left(ending, forms.split(), lang))) for ending, forms in PATTERNS[lang].items()]
    return sorted(found, key=lambda pattern: -len(pattern[0]))


def _left(ending: str, forms: list[str], lang: str) -> Iterator[str]:
    base = "ббб"
    endings = REFLEXIVE[lang] if ending.endswith(VERBAL[lang]) else ()
    for form in [ending, *forms]:
        for last in ("", *endings):
            yield term_stem(base + form + last).removeprefix(base)
