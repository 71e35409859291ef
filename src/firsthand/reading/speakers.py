"""Which mentions are the same speaker, and whom does a pronoun mean? By names, titles, recency, place in the sentence and gender.

Salience after S. Lappin and H. Leass, "An algorithm for pronominal anaphora resolution", Computational Linguistics 20 (1994),
cut down to what codes of tokens can tell: nearness, the subject's place, and having spoken before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from firsthand.reading.speaker_mentions import Kind, Mention, key, same_word
from firsthand.reading.speech_lexicon import Lexicon
from firsthand.reading.speech_tokens import Sentence

NAMESAKES = 30
"""People of one surname, and of one description, that are looked through."""
LOOK_BACK = 4
"""Sentences within which a pronoun finds whom it means."""
_LONGEST_INITIALS = 6
_SPOKE = 2.0
_SUBJECT = 1.5
_NEAR = 1.0
_ENOUGH = 0.5


@dataclass(slots=True)
class Person:
    """One speaker as known so far. `names` are the folded words of each distinct name; `heads` the plain words said of it.

    `places` are the first characters of its mentions, `phrases` the plain words of each; `body`: an article before its name
    says that it is no person.
    """

    names: list[tuple[str, ...]] = field(default_factory=list)
    heads: dict[str, None] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    places: set[int] = field(default_factory=set)
    phrases: set[tuple[str, ...]] = field(default_factory=set)
    gender: str = ""
    body: bool = False
    spoke: int = 0

    def hear(self, mention: Mention) -> None:
        """Add a mention, each place once."""
        if mention.start not in self.places:
            self.places.add(mention.start)
            self.mentions.append(mention)
            self.phrases.add(mention.head)


class Cast:
    """All whom a text names, merged as it goes on. `named` are the mentions of all names, in order."""

    def __init__(self, whole: Sequence[Sentence], named: Sequence[Mention], words: Lexicon) -> None:
        self.whole = whole
        self.words = words
        self.people: list[Person] = []
        self._by_word: dict[str, list[int]] = {}
        self._by_head: dict[str, list[int]] = {}
        self._initials: dict[str, int] = {}
        self._starts = [mention.start for mention in named]
        self._owners: list[int] = []
        self._named = named
        for mention in named:
            self._owners.append(self._person_of(mention))
        self._genders()

    def resolve(self, mention: Mention) -> tuple[int, bool]:
        """(number of the person, whether that was concluded from a pronoun or a bare description); -1 where nobody fits."""
        if mention.kind is Kind.NAME:
            return self._spoken(self._person_of(mention), mention), False
        if mention.kind is Kind.PRONOUN:
            found = self._antecedent(mention)
            return (self._spoken(found, None), True) if found >= 0 else (-1, True)
        found, sure = self._common(mention)
        return self._spoken(found, mention), not sure

    def _spoken(self, number: int, mention: Mention | None) -> int:
        person = self.people[number]
        person.spoke += 1
        if mention is not None:
            person.hear(mention)
        return number

    def _person_of(self, mention: Mention) -> int:
        """The person of this name, made where nobody has it."""
        found = self._known(mention.name)
        if found < 0:
            found = len(self.people)
            self.people.append(Person())
        person = self.people[found]
        if mention.name not in person.names:
            if self._initials.get(mention.name[0]) != found or len(mention.name) > 1:
                person.names.append(mention.name)
            owners = self._by_word.setdefault(key(mention.name[-1]), [])
            if found not in owners[-NAMESAKES:]:
                owners.append(found)
            if len(mention.name) > 2:
                self._initials.setdefault("".join(part[:1] for part in mention.name), found)
        for word in mention.head:
            if word not in person.heads:
                person.heads[word] = None
                self._by_head.setdefault(key(word), []).append(found)
        person.hear(mention)
        person.body = person.body or mention.body
        return found

    def _known(self, name: tuple[str, ...]) -> int:
        """The latest person who may bear this name; -1 where there is none."""
        for number in reversed(self._by_word.get(key(name[-1]), [])[-NAMESAKES:]):
            if all(_may_be(name, held) for held in self.people[number].names):
                return number
        return self._initials.get(name[0], -1) if len(name) == 1 and 2 < len(name[0]) <= _LONGEST_INITIALS else -1

    def _genders(self) -> None:
        for person in self.people:
            told = [self.words.gender(word) for word in person.heads]
            person.gender = next((gender for gender in told if gender in ("he", "she")), "")

    def _common(self, mention: Mention) -> tuple[int, bool]:
        """A description without a name: somebody of whom it was said before, or somebody new."""
        head = mention.head[-1] if mention.head else ""
        alike = self._by_head.get(key(head), [])[-NAMESAKES:] if head else []
        if mention.definite:
            for number in reversed(alike):
                if self.people[number].mentions[0].start < mention.start:
                    return number, False
        for number in alike:
            person = self.people[number]
            if not person.names and mention.head in person.phrases:
                return number, True
        self.people.append(Person(heads=dict.fromkeys(mention.head)))
        number = len(self.people) - 1
        self.people[number].hear(mention)
        for word in mention.head:
            self._by_head.setdefault(key(word), []).append(number)
        return number, True

    def _antecedent(self, mention: Mention) -> int:
        gender = self.words.gender(mention.word)
        if gender == "first":
            return -1
        if self.whole[mention.sentence].codes[mention.first] == "H":
            return self._before_who(mention)
        best, best_score = -1, _ENOUGH
        upto = bisect_left(self._starts, mention.start)
        seen: set[int] = set()
        for place in range(upto - 1, max(-1, upto - 40), -1):
            held = self._named[place]
            if mention.sentence - held.sentence > LOOK_BACK:
                break
            number = self._owners[place]
            if number in seen:
                continue
            seen.add(number)
            score = self._score(mention, held, number, gender)
            if score > best_score:
                best, best_score = number, score
        if best >= 0 and gender in ("he", "she") and not self.people[best].gender:
            self.people[best].gender = gender
        return best

    def _score(self, mention: Mention, held: Mention, number: int, gender: str) -> float:
        person = self.people[number]
        if gender in ("he", "she") and person.gender and person.gender != gender:
            return -1.0
        if (gender == "they" and person.gender) or (gender in ("he", "she") and person.body):
            return -1.0
        behind = self.whole[held.sentence].codes[held.first - 1 : held.first]
        score = _NEAR * (1.0 - (mention.sentence - held.sentence) / (LOOK_BACK + 1))
        score += _SUBJECT if held.first <= 1 or behind in ("", ",", "C", "S") else 0.0
        score += _SPOKE if person.spoke else 0.0
        score += 0.5 if len(person.names[0]) > 1 else 0.0
        if behind and behind in "IFg":
            score -= 1.5
        return score

    def _before_who(self, mention: Mention) -> int:
        upto = bisect_left(self._starts, mention.start)
        if upto and self._named[upto - 1].sentence == mention.sentence:
            return self._owners[upto - 1]
        return -1


def _may_be(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """May two names be one person's: the words of the shorter stand in the longer, the last as the last."""
    short, long = sorted((one, other), key=len)
    if not same_word(short[-1], long[-1]):
        return False
    rest = list(long[:-1])
    for word in short[:-1]:
        found = next((k for k, held in enumerate(rest) if same_word(word, held) or _initial(word, held)), -1)
        if found < 0:
            return False
        rest = rest[found + 1 :]
    return True


def _initial(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)
