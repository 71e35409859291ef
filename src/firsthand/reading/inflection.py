"""Of which name can this be an inflected form? Candidates by exchange of endings, to be looked up among known names.

A stem would make "Rose" and "Rosa" one name; an exchange of endings only ever leads to a name that somebody has on file.
The endings are data (`words/endings.toml`), by script, in the folded form of `matching.folding`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice, product

from firsthand.matching.folding import fold
from firsthand.reading.wordlists import table

MOST = 400
"""Forms tried for one name; a name of five inflected words would have thousands."""

SHORTEST = 3
"""Letters that stay in front of an exchanged ending."""

_PARTS = re.compile(r"[^\W_]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'‘ʿʾ"))
_CYRILLIC = re.compile(r"[а-яіїєґ]")
_GREEK = re.compile(r"[α-ω]")
_fold = fold.__wrapped__
"""Not the cached one: the million names of the gazetteer would fill its cache, and each is folded once."""


def name_key(name: str) -> str:
    """The form under which a name is filed: folded words with one space between, hyphens and apostrophes away."""
    if name.isascii() and name.isalpha():
        return name.lower()
    return " ".join(_PARTS.findall(_fold(name).translate(_APOSTROPHES)))


def base_forms(key: str) -> Iterator[str]:
    """Keys that `key` may be an inflected form of, without `key` itself; the fewest words changed first."""
    choices = [(word, *_bases(word)) for word in key.split()]
    seen = {key}
    for form in islice(_combined(choices), MOST):
        if form not in seen:
            seen.add(form)
            yield form


def _combined(choices: list[tuple[str, ...]]) -> Iterator[str]:
    for i, options in reversed(list(enumerate(choices))):
        for option in options[1:]:
            yield " ".join([c[0] for c in choices[:i]] + [option] + [c[0] for c in choices[i + 1 :]])
    if len(choices) > 1:
        yield from (" ".join(combination) for combination in product(*choices))


@lru_cache(maxsize=50_000)
def _bases(word: str) -> tuple[str, ...]:
    script = "cyrillic" if _CYRILLIC.search(word) else "greek" if _GREEK.search(word) else ""
    found: dict[str, None] = {}
    for ending, bases in _endings(script):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST - 1:
            rest = word[: len(word) - len(ending)]
            for base in bases:
                if len(rest + base) >= SHORTEST:
                    found[rest + base] = None
    found.pop(word, None)
    return tuple(found)


@cache
def _endings(script: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = [(ending, tuple(bases)) for ending, bases in table("endings").get(script, {}).items()]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
