"""Which claims and posts of our own does the fit learn from? Made by rule from `fit_own.toml` and this project's documentation.

Every claim is asked for in other words, in another order, shortened, and inside a post; half of them are not on file. Asked
too are claims that only look the same: with another number, another name, or denied. Nothing that they say is on file.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from firsthand.matching.folding import sentences, words

EACH = 50
"""Claims made in each language."""
FEW = (1, 3, 6)
"""Claims of a small casebook."""
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Asked:
    """A post, and the ids of the claims that it repeats; empty where it repeats none."""

    id: str
    text: str
    gold: frozenset[str]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """Claims on file (rows as the hooks take them) and what is asked of them."""

    name: str
    claims: tuple[Mapping[str, Any], ...]
    asked: tuple[Asked, ...]


def own_fields(rng: random.Random) -> Iterator[Field]:
    """One casebook for each language, and one of sentences of the documentation; then the same in casebooks of a few claims."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    large = [_templated(rng, lang, rules) for lang, rules in table.items()]
    large.append(_documentation(rng, table["en"]["wrap"]))
    yield from large
    for field in large:
        yield from _small(rng, field)


def _small(rng: random.Random, field: Field) -> Iterator[Field]:
    """Up to six casebooks of a few claims; asked are their own posts, and as many of claims that they do not hold."""
    claims = rng.sample(field.claims, len(field.claims))
    for number in range(6):
        held, claims = claims[: FEW[number % len(FEW)]], claims[FEW[number % len(FEW)] :]
        ids = {row["id"] for row in held}
        own = [asked for asked in field.asked if asked.gold & ids]
        others = rng.sample([asked for asked in field.asked if not asked.gold & ids], len(own))
        asked = (*own, *(replace(other, gold=frozenset[str]()) for other in others))
        yield Field(f"{field.name}, few {number}", tuple(held), asked)


def _templated(rng: random.Random, lang: str, rules: Mapping[str, Any]) -> Field:
    claims, asked = [], []
    for number in range(EACH):
        deed, told = rng.choice(rules["deeds"]), _slots(rng, rules)
        here, id = rng.random() < 0.5, f"{lang}{number}"
        first, other = rng.sample(deed, 2)
        if here:
            claims.append({"id": id, "text": _said(first, told), "title": "", "lang": lang})
        gold = frozenset([id] if here else [])
        for way, text in (("again", first), ("other", other), ("short", other)):
            said = _shortened(rng, _said(text, told)) if way == "short" else _said(text, told)
            asked.append(Asked(f"{id} {way}", rng.choice(rules["wrap"]).format(said), gold, lang))
        for way, text in rng.sample(list(_changed(rng, rules, (first, other), told)), 1):
            asked.append(Asked(f"{id} {way}", rng.choice(rules["wrap"]).format(text), frozenset(), lang))
    return Field(f"own, {lang}", tuple(claims), tuple(asked))


def _slots(rng: random.Random, rules: Mapping[str, Any]) -> dict[str, str]:
    n, year = rng.choice([3, 4, 7, 12, 25, 30, 48, 90, 130, 260, 1200, 4000]), rng.randint(2001, 2023)
    return {"who": rng.choice(rules["who"]), "where": rng.choice(rules["where"]), "n": str(n), "year": str(year)}


def _said(deed: str, told: Mapping[str, str]) -> str:
    text = deed.format(**told)
    return text[0].upper() + text[1:]


def _changed(
    rng: random.Random, rules: Mapping[str, Any], deed: Sequence[str], told: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The same deed with another number, by another person, elsewhere, or denied: other claims, of which one is asked for."""
    others = [name for name in rules["who"] if name != told["who"]]
    places = [place for place in rules["where"] if place != told["where"]]
    yield "number", _said(rng.choice(deed), {**told, "n": str(int(told["n"]) + rng.randint(1, 90))})
    yield "name", _said(rng.choice(deed), {**told, "who": rng.choice(others)})
    yield "place", _said(rng.choice(deed), {**told, "where": rng.choice(places)})
    yield "denied", _said(deed[0], {**told, "who": f"{told['who']} {rng.choice(rules['not'])}"})


def _shortened(rng: random.Random, text: str) -> str:
    """A third of the words left out, but no number and nothing in capitals."""
    kept = [w for w in text.split() if rng.random() > 0.33 or w[0].isupper() or any(c.isdigit() for c in w)]
    return " ".join(kept)


def documentation() -> list[str]:
    """Sentences of the documentation of 9 to 40 words, each once."""
    found = []
    for page in sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]):
        text = re.sub(
            r"```.*?```|^[|#].*?$|\]\([^)]*\)|[`*\[\]]", "", page.read_text(encoding="utf-8"), flags=re.S | re.M
        )
        text = " ".join(text.split())
        found += [text[start:end] for start, end in sentences(text)]
    return [text for text in dict.fromkeys(found) if 9 <= len(list(words(text))) <= 40]


def _documentation(rng: random.Random, wraps: Sequence[str]) -> Field:
    """Sentences of the documentation as claims: asked for whole, shortened, and with their halves exchanged."""
    found = documentation()
    rng.shuffle(found)
    claims, asked = [], []
    for number, text in enumerate(found[:300]):
        here, id = rng.random() < 0.5, f"docs{number}"
        if here:
            claims.append(_row(id, text))
            asked.append(Asked(f"{id} same", text, frozenset([id]), "en"))
        middle = text.split()[len(text.split()) // 2 :] + text.split()[: len(text.split()) // 2]
        for way, said in (("short", _shortened(rng, text)), ("turned", _shortened(rng, " ".join(middle)))):
            post = rng.choice(wraps).format(said)
            asked.append(Asked(f"{id} {way}", post, frozenset([id] if here else []), "en"))
    claims += (short := [_row(f"short{number}", _few(rng, text)) for number, text in enumerate(found[300:400])])
    asked += [Asked(f"{row['id']} same", row["text"].upper(), frozenset([row["id"]]), "en") for row in short]
    return Field("own, documentation", tuple(claims), tuple(asked))


def _row(id: str, text: str) -> Mapping[str, Any]:
    return {"id": id, "text": text, "title": "", "lang": "en"}


def _few(rng: random.Random, text: str) -> str:
    """Two to six words of a sentence: a claim so short that it is only sure of its own words."""
    said = text.split()
    first = rng.randrange(len(said) - 6)
    return " ".join(said[first : first + rng.randint(2, 6)])
