"""Which words say that somebody says something, and which words stand around them? One letter of code for each, from `words/`.

    V says (finite)   v the same form is as often a noun ("reports")   B base form ("say")   G participle ("saying")
    O, u, b, o the same for cues that take an object ("condemned the raid")   K, k, j, l only beside a quotation ("continued")
    Z nobody in particular says ("it is reported")   A according to   T that   W whether, how   H who, which
    P subject pronoun   p his, them   D article   d some, others (with a noun or alone)   F of   I preposition   C and
    S though, because   X has, was   m to   a adverb   t time   R person or body in lower case   e as   y by
    r nouns of reporting (in an interview)

Marks and other words get their letters in `speech_tokens.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from firsthand.matching.folding import fold
from firsthand.reading.wordlists import table

LANGUAGES = ("en", "uk", "ru", "el")
VERB_CODES = {"clause": "BVVG", "noun": "BvVG", "object": "buOo", "quote": "jKKk"}
"""Kind of a verb: the codes of its base form, third person, past and participle."""
GROUPS = {
    "finite": "V", "nounish": "v", "base": "B", "participle": "G", "object": "O", "object_base": "b",
    "object_participle": "o", "quoting": "K", "impersonal": "Z",
}  # fmt: skip
"""Lists of single forms in `[cues]`, for languages that have no table of verbs."""
PHRASES = {
    "according": "A", "clause": "V", "clause_participle": "G", "object": "O", "object_participle": "o", "none": "x",
    "impersonal": "Z", "own": "E", "that": "T", "adverb": "a", "prep": "I", "base": "B",
}  # fmt: skip
SMALL = {
    "report_nouns": "r", "time": "t", "adverb": "a", "aux": "X", "subord": "S", "coord": "C", "prep": "I",
    "article": "D", "alone": "d", "possessive": "p", "pronoun": "P", "who": "H", "wh": "W", "of": "F", "infinitive": "m",
    "that": "T", "as": "e", "by": "y",
}  # fmt: skip
"""Lists of `[small]` and their codes; of two lists that share a word the one named later counts."""
SETS = {
    "told": ("told", "verbs"), "to": ("to", "verbs"), "strict": ("strict", "verbs"), "topics": ("topics", "verbs"),
    "during": ("small", "during"), "within": ("small", "within"), "about": ("small", "about"),
    "maybe_according": ("small", "maybe_according"), "nothing": ("small", "nothing"), "report": ("small", "report"),
    "indefinite": ("small", "indefinite"), "passive": ("small", "passive"), "plural": ("people", "plural"),
    "outlets": ("people", "outlets"), "titles": ("people", "titles"), "abbreviations": ("people", "abbreviations"),
    "numbered": ("people", "numbered"),
    "no_verbs": ("endings", "no_verbs"),
}  # fmt: skip
"""Field of a Lexicon: its table and list."""
ENDINGS = {
    "verb_endings": "verbs", "infinitive_endings": "infinitives", "adverb_endings": "adverbs", "plural_endings": "plurals",
}  # fmt: skip
SHORTEST_STEM = 3
LONGEST_STEM = 24
_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language. `code` is asked for a folded word, `phrases` by the first folded word of a phrase."""

    lang: str
    words: Mapping[str, str]
    stems: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    told: frozenset[str]
    to: frozenset[str]
    during: frozenset[str]
    within: frozenset[str]
    plural: frozenset[str]
    strict: frozenset[str]
    outlets: frozenset[str]
    about: frozenset[str]
    topics: frozenset[str]
    maybe_according: frozenset[str]
    nothing: frozenset[str]
    verb_endings: tuple[str, ...]
    infinitive_endings: tuple[str, ...]
    no_verbs: frozenset[str]
    adverb_endings: tuple[str, ...]
    plural_endings: tuple[str, ...]
    ends: str
    drops: bool
    report: frozenset[str]
    indefinite: frozenset[str]
    titles: frozenset[str]
    abbreviations: frozenset[str]
    numbered: frozenset[str]
    genders: Mapping[str, str]
    passive: frozenset[str]
    seen: dict[str, str] = field(default_factory=dict)

    def code(self, word: str) -> str:
        """The code of a folded word, "" where no list has it."""
        found = self.words.get(word)
        if found is None:
            found = self.seen.get(word)
        if found is None:
            found = self._by_stem(word)
            if len(self.seen) > 50_000:
                self.seen.clear()
            self.seen[word] = found
        return found

    def _by_stem(self, word: str) -> str:
        for size in range(min(len(word), LONGEST_STEM), SHORTEST_STEM - 1, -1):
            if code := self.stems.get(word[:size]):
                return code
        return ""

    def is_verb(self, word: str) -> bool:
        """Does a folded word end as finite verbs do? Asked only of words beside quotations."""
        return len(word) > 3 and word.endswith(self.verb_endings) and word not in self.no_verbs

    def is_infinitive(self, word: str) -> bool:
        """Does a folded word end as infinitives do?"""
        return bool(self.infinitive_endings) and len(word) > 3 and word.endswith(self.infinitive_endings)

    def gender(self, word: str) -> str:
        """`he`, `she`, `they`, `it`, `first`, or "" for a folded pronoun or title that does not tell."""
        return self.genders.get(word, "")


@cache
def lexicon(lang: str) -> Lexicon:
    """The words of one of LANGUAGES. Raises KeyError for another."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    lists = table(f"speech_{lang}")
    words, stems = _codes(lists)
    fields: dict[str, Any] = {
        field: _set(lists.get(section, {}).get(name, "")) for field, (section, name) in SETS.items()
    }
    fields |= {field: tuple(_set(lists.get("endings", {}).get(name, ""))) for field, name in ENDINGS.items()}
    return Lexicon(
        lang,
        words,
        stems,
        _phrases(lists["phrases"]),
        genders=_genders(lists["people"]),
        ends=lists["small"].get("ends", ""),
        drops=bool(lists["small"].get("drops", False)),
        **fields,
    )


def _codes(lists: Mapping[str, Mapping[str, str]]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Folded word: code, and folded stem: code. Of two lists that share a word the one put in later counts."""
    words: dict[str, str] = {}
    stems: dict[str, str] = {}
    for form in _forms(lists["people"]["words"]):
        _put(words, stems, form, "R")
    for kind, codes in VERB_CODES.items():
        for row in lists.get("verbs", {}).get(kind, "").replace("\n", "|").split("|"):
            for form, code in zip(row.split(), codes, strict=False):
                _put(words, stems, form, code)
    for section, groups in (("cues", GROUPS), ("small", SMALL)):
        for name, code in groups.items():
            for form in _forms(lists.get(section, {}).get(name, "")):
                _put(words, stems, form, code)
    return words, stems


def _set(listed: str) -> frozenset[str]:
    return frozenset(fold(form) for form in _forms(listed))


def _put(words: dict[str, str], stems: dict[str, str], form: str, code: str) -> None:
    if form.endswith("*"):
        stems[fold(form[:-1])] = code
    else:
        words[fold(form)] = code


def _forms(listed: str) -> Iterator[str]:
    for word in listed.split():
        yield from expanded(word)


def expanded(pattern: str) -> list[str]:
    """All that braces stand for: "sa{y,id}" is "say" and "said"."""
    found = _BRACES.search(pattern)
    if not found:
        return [pattern]
    return [
        whole
        for part in found.group(1).split(",")
        for whole in expanded(pattern[: found.start()] + part + pattern[found.end() :])
    ]


def _phrases(lists: Mapping[str, str]) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, code in PHRASES.items():
        for phrase in lists.get(name, "").replace("\n", "|").split("|"):
            for whole in expanded(phrase.strip()):
                parts = tuple(fold(part) for part in whole.split())
                if parts:
                    found.setdefault(parts[0], []).append((parts, code))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


def _genders(people: Mapping[str, str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, gender in (
        ("he", "he"), ("she", "she"), ("pronoun_he", "he"), ("pronoun_she", "she"), ("pronoun_they", "they"),
        ("pronoun_it", "it"), ("pronoun_first", "first"),
    ):  # fmt: skip
        for form in _forms(people.get(name, "")):
            found[fold(form)] = gender
    return found
