"""Who takes part in an interview? The labels of one person brought together, under the fullest name that the text gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from firsthand.reading.interview_labels import NAME, Label, Part, key, nobody, words_in

MOST_PEOPLE = 40
"""People whom the labels of an interview name. Where there are more, they are no people."""

LONGEST_INTRO = 20_000
"""Letters before the first label in which full names are looked for."""

_CAPITALISED = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ-])*\.?")
_GAP = re.compile(r"[ \xa0]{1,2}$")


@dataclass(slots=True)
class Person:
    """One who takes part, while the labels are gone through."""

    name: str
    start: int
    end: int
    label: str
    role: str = NAME
    roster: bool = False
    keys: set[str] = field(default_factory=set)
    times: int = 0


def names_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where names of two to four words stand: neighbouring words with capitals, none of them all of a sentence's first."""
    found: list[tuple[int, int]] = []
    run: list[re.Match[str]] = []
    for word in _CAPITALISED.finditer(text, start, end):
        if run and not (_GAP.match(text[run[-1].end() : word.start()]) and word.group()[0].isupper()):
            found += _name(run)
            run = []
        if word.group()[0].isupper() and (len(word.group()) > 1):
            run.append(word)
            if word.group().endswith(".") and len(word.group()) > 3:
                found += _name(run)
                run = []
    return found + _name(run)


def _name(run: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    if not 2 <= len(run) <= 4:
        return []
    end = run[-1].end() - run[-1].group().endswith(".")
    return [(run[0].start(), end)]


class People:
    """Those whom the labels of one text name; nobody where they would be too many."""

    def __init__(self, text: str, labels: Sequence[Label], intro_end: int) -> None:
        self._text = text
        self._intro = names_in(text, max(0, intro_end - LONGEST_INTRO), intro_end)
        self.all: list[Person] = []
        for label, part in ((one, part) for one in labels for part in one.parts):
            if len(self.all) > MOST_PEOPLE:
                self.all = []
                break
            self._person(part, label).times += 1
        for person in self.all:
            self._full_name(person)

    def _person(self, part: Part, label: Label) -> Person:
        known = self.known(part)
        if known is None:
            known = Person(part.written, *self._at(part, label), part.alias or part.written, part.role, keys={part.key})
            self.all.append(known)
        elif len(part.written.split()) > len(known.name.split()) and not known.roster and not part.initials:
            known.name = part.written
            known.start, known.end = self._at(part, label)
            known.keys.add(part.key)
        if part.alias:
            known.keys.add(key(part.alias))
            known.label, known.roster = part.alias, True
        return known

    def _at(self, part: Part, label: Label) -> tuple[int, int]:
        start = self._text.find(part.written, label.start, label.end)
        return (start, start + len(part.written)) if start >= 0 else (label.start, label.end)

    def known(self, part: Part) -> Person | None:
        """Whom a part of a label means among those known; None where nobody, or where it may be two."""
        if part.role:
            return next((person for person in self.all if person.role == part.role), None)
        exact = [person for person in self.all if part.key in person.keys]
        if exact:
            return exact[0]
        close = [
            one for one in self.all if not one.role and (same(part, one.name) or same(Part(one.name), part.written))
        ]
        return close[0] if len(close) == 1 else None

    def _full_name(self, person: Person) -> None:
        """A bare surname, first name or initials by the only name of the introduction that fits."""
        if person.role or (" " in person.name and not Part(person.name).initials):
            return
        fits = {self._text[a:b]: (a, b) for a, b in self._intro if same(Part(person.name), self._text[a:b])}
        if len(fits) == 1:
            [(person.name, (person.start, person.end))] = fits.items()

    def speaking(self) -> list[Person]:
        """Those who do speak: named more than once, on the roster, or with the full name of the introduction."""
        named = {key(self._text[a:b]) for a, b in self._intro}
        return [p for p in self.all if not _nobody(p) and (p.times > 1 or p.roster or key(p.name) in named)]


def _nobody(person: Person) -> bool:
    return not person.role and nobody(Part(person.label))


def same(part: Part, full: str) -> bool:
    """May a label mean the one of that full name: its surname, its first name, its initials, or the name spelt longer?"""
    words, mine = list(words_in(full)), list(words_in(part.written))
    if part.initials:
        return len(words) > 1 and _initials_of(part.key, words)
    if len(mine) == 1:
        return len(words) > 1 and mine[0] in (words[0], words[-1])
    return len(words) > 1 and mine[0] == words[0] and mine[-1] == words[-1]


def _initials_of(letters: str, words: Sequence[str]) -> bool:
    """Are the letters the beginnings of all the words, one or two of each?"""
    if not words:
        return not letters
    return any(
        letters[:n] == words[0][:n] and _initials_of(letters[n:], words[1:]) for n in (1, 2) if len(letters) >= n
    )
