"""Which letters follow each other in each language? Makes src/firsthand/reading/words/letters.toml from texts that are installed.

The texts are the translations that come with Django (BSD licence) and the names in Unicode's CLDR that come with Babel
(Unicode licence). Run it again only to change the table: python scripts/letters.py
"""

from __future__ import annotations

import gettext
import math
import re
from collections import Counter
from pathlib import Path

import django
from babel import Locale

from firsthand.reading.letters import ALPHABETS, DEEPEST, plain

TARGET = Path(__file__).resolve().parents[1] / "src/firsthand/reading/words/letters.toml"
HEAD = """# How rare it is that one letter follows another: minus the logarithm (base 2) of its probability, a hexadecimal digit.
# Rows and columns stand in the order of `alphabet`; "_" is the edge of a word. Made by scripts/letters.py.
"""
SHARE_OF_NAMES = 0.3
"""Names count less than sentences: a name is counted at so much of one use."""


def texts(lang: str) -> list[tuple[str, float]]:
    """(text, weight) of all that is installed in a language."""
    found: list[tuple[str, float]] = []
    for path in Path(django.__file__).parent.rglob(f"locale/{lang}/LC_MESSAGES/*.mo"):
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        sides = [key if lang == "en" else value for key, value in catalogue.items() if key]
        found += [
            (re.sub(r"%\(\w+\)\w|%\w|<[^>]*>|&\w+;", " ", side if isinstance(side, str) else side[0]), 1.0)
            for side in sides
        ]
    locale = Locale(lang)
    for names in (locale.territories, locale.languages, locale.currencies, locale.scripts):
        found += [(name, SHARE_OF_NAMES) for name in names.values()]
    for width in locale.months["format"].values():
        found += [(name, 3.0) for name in width.values()]
    return found


def english() -> list[tuple[str, float]]:
    """Django's English is the key of every translation; that of one language is enough."""
    path = next(iter(sorted(Path(django.__file__).parent.rglob("locale/uk/LC_MESSAGES/django.mo"))))
    found = []
    for path in Path(django.__file__).parent.rglob("locale/uk/LC_MESSAGES/*.mo"):
        with path.open("rb") as file:
            keys = gettext.GNUTranslations(file)._catalog.keys()  # type: ignore[attr-defined]
        found += [
            (re.sub(r"%\(\w+\)\w|%\w|<[^>]*>", " ", key if isinstance(key, str) else key[0]), 1.0)
            for key in keys
            if key
        ]
    return found


def rows(lang: str) -> list[str]:
    alphabet = ALPHABETS[lang]
    pairs: Counter[tuple[str, str]] = Counter()
    for text, weight in [*texts(lang), *(english() if lang == "en" else [])]:
        for word in plain(text).split():
            if set(word) <= set(alphabet):
                for pair in zip(f"_{word}", f"{word}_", strict=True):
                    pairs[pair] += weight  # type: ignore[assignment]
    lines = []
    for one in alphabet:
        total = sum(pairs[one, other] for other in alphabet) + 0.25 * len(alphabet)
        bits = [-math.log2((pairs[one, other] + 0.25) / total) for other in alphabet]
        lines.append("".join(f"{min(DEEPEST, round(bit)):x}" for bit in bits))
    return lines


def main() -> None:
    parts = [HEAD]
    for lang, alphabet in ALPHABETS.items():
        body = "\n".join(rows(lang))
        parts.append(f'[{lang}]\nalphabet = "{alphabet}"\npairs = """\n{body}\n"""\n')
    TARGET.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
