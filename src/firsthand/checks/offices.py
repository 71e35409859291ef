"""Does a sentence give a named person an office, in the office's own words?

"The mayor of Lviv, A,", "mayor of Lviv A", "A, mayor of Lviv,", "A (mayor of Lviv)", "A is the mayor of Lviv", in every language
in which the record has words for the office. What stands before those words may make another office of them ("former",
"deputy", "club president"): then nothing is asked, or the sentence is held back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from firsthand.checks.cues import ACTS, any_cue, is_cue
from firsthand.checks.links import held_back
from firsthand.checks.standing_times import Voice, dates_within
from firsthand.checks.tokens import Token, named_sentences, outside, spans_of, tokens_of
from firsthand.matching.folding import fold, stem
from firsthand.reading.wordlists import LANGUAGES, primary
from firsthand.record.cases import Case, Subject
from firsthand.record.entries import Entry
from firsthand.record.passages import Passage

LONGEST = 8
"""Words of an office's name; what is longer is no name."""
_CLOSING = frozenset(",.;:)–—!…")
_JOINING = frozenset(",(–—")

Key = tuple[str, ...]
"""The stems of an office's words, without its small ones."""


@dataclass(frozen=True, slots=True)
class Said:
    """A person and an office that a sentence gives to that person."""

    person: Passage
    office: Passage
    sentence: Passage
    key: Key
    held_back: bool


def office_keys(case: Case, entry: Entry, lang: str) -> frozenset[Key]:
    """The words for the office of a `holds` entry: its value, the names of the subject that this names, its own words."""
    named = _subject(case, entry.value)
    names = (
        [entry.value] if named is None else [n for some in named.names.values() for n in some if _is_office(n, lang)]
    )
    if _is_office(entry.words, lang) and len(entry.words.split()) <= LONGEST:
        names.append(entry.words)
    return frozenset(key for name in names if (key := key_of(name, lang)))


def _subject(case: Case, value: str) -> Subject | None:
    by_id = case.subject(value)
    folded = fold(value)
    by_name = (s for s in case.subjects if any(fold(n) == folded for some in s.names.values() for n in some))
    return by_id or next(by_name, None)


def _is_office(name: str, lang: str) -> bool:
    return any_cue((token.folded for token in tokens_of(name, 0, len(name))), "office", lang, ACTS)


def key_of(name: str, lang: str) -> Key:
    """The stems by which an office is known; empty where it has none, or too many to be a name."""
    found = tuple(stem(token.folded, lang) for token in _heavy(tokens_of(name, 0, len(name)), lang))
    return found if len(found) <= LONGEST else ()


def _heavy(tokens: Iterable[Token], lang: str) -> list[Token]:
    return [token for token in tokens if token.is_word and not is_cue(token.folded, "office_tie", lang, ACTS)]


def offices(voice: Voice, people: dict[Passage, frozenset[Key]]) -> Iterator[Said]:
    """The offices that a text gives to persons, out of those that the record has for each of them."""
    lang = primary(voice.lang)
    for sentence, inside in named_sentences(voice.text, people) if lang in LANGUAGES else ():
        for person in inside:
            for key in sorted(people[person], key=lambda key: (-len(key), key)):
                span = _before(voice, lang, sentence, person, key) or _after(voice, lang, sentence, person, key)
                if span:
                    words = Passage(person.text_sha256, *span, voice.text[slice(*span)])
                    yield Said(person, words, sentence, key, held_back(sentence, (person, words), lang))
                    break


def _before(voice: Voice, lang: str, sentence: Passage, person: Passage, key: Key) -> tuple[int, int] | None:
    """OFFICE PERSON; OFFICE, PERSON with the name closed off."""
    ahead = tokens_of(voice.text, sentence.start, person.start)
    if ahead and ahead[-1].exact == ",":
        following = tokens_of(voice.text, person.end, sentence.end)[:1]
        if following and following[0].exact not in _CLOSING:
            return None
        ahead = ahead[:-1]
    found = _run(list(reversed(ahead)), tuple(reversed(key)), lang)
    if not found:
        return None
    rest = outside(ahead[: len(ahead) - found], spans_of(m.passage for m in dates_within(voice, sentence)))
    while rest and is_cue(rest[-1].folded, "office_tie", lang, ACTS):
        rest = rest[:-1]
    if rest and not (_parts(rest[-1]) or is_cue(rest[-1].folded, "office_lead", lang, ACTS)):
        return None
    return ahead[len(ahead) - found].start, ahead[-1].end


def _after(voice: Voice, lang: str, sentence: Passage, person: Passage, key: Key) -> tuple[int, int] | None:
    """PERSON, the OFFICE, ...; PERSON (OFFICE); PERSON is the OFFICE."""
    rest = tokens_of(voice.text, person.end, sentence.end)
    if not rest or not (rest[0].exact in _JOINING or is_cue(rest[0].folded, "copula", lang)):
        return None
    rest = rest[1:]
    while rest and is_cue(rest[0].folded, "office_tie", lang, ACTS):
        rest = rest[1:]
    found = _run(rest, key, lang)
    if not found or (len(rest) > found and rest[found].exact not in _CLOSING) or _whose(rest[found:], key):
        return None
    return rest[0].start, rest[found - 1].end


def _whose(rest: list[Token], key: Key) -> bool:
    """Does a name after the comma say of what one is director ("A, director, Loom Works")?"""
    return len(key) == 1 and len(rest) > 1 and rest[0].exact == "," and rest[1].capital


def _run(tokens: list[Token], key: Key, lang: str) -> int:
    """How many tokens from the first on are the office's words, small words among them; 0 where these do not stand there."""
    at = 0
    for place, wanted in enumerate(key):
        while place and at < len(tokens) and is_cue(tokens[at].folded, "office_tie", lang, ACTS):
            at += 1
        if at >= len(tokens) or stem(tokens[at].folded, lang) != wanted:
            return 0
        at += 1
    return at


def _parts(token: Token) -> bool:
    """Does a sign part the office from the words before it? A point within a sentence is that of "и.о."."""
    return not token.is_word and token.exact not in "./-'’"
