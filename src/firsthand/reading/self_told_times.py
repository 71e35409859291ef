"""Since when, until when, or when does somebody say that he lived or went somewhere?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.reading.dates import read_dates
from firsthand.reading.dates_tokens import folded_set, folded_table
from firsthand.reading.self_told_words import Sentence
from firsthand.record.when import When, parse

LONGEST_LIFE = 100
"""Years that somebody may have lived in one place."""

LOOSE_WORDS = 3
"""Words beside a date before the verb: "Then, in 2014, I left" is dated, "After the coup of 2014 came the war, I left" is not."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at the tokens from `first` up to `after`."""

    first: int
    after: int
    when: When


@dataclass(frozen=True, slots=True)
class Told:
    """The times that belong to one verb. `plain` is its date without "since" and "until": after a move "до" is a place's."""

    since: When | None = None
    until: When | None = None
    at: When | None = None
    plain: When | None = None


def dates_of(text: str, sentence: Sentence, published: When | None) -> list[Dated]:
    """The dates of a sentence that are settled, by its tokens."""
    found: list[Dated] = []
    for mention in read_dates(text[sentence.start : sentence.end], sentence.lang, published):
        start, end = sentence.start + mention.passage.start, sentence.start + mention.passage.end
        inside = [i for i, token in enumerate(sentence.tokens) if start <= token.start < end]
        if inside and mention.when:
            found.append(Dated(inside[0], inside[-1] + 1, mention.when))
    return found


def times(sentence: Sentence, dates: Sequence[Dated], reach: tuple[int, int, int]) -> Told:
    """The times of a verb. `reach` is where its own part of the sentence begins, where the verb stands, and where it ends."""
    begin, head, stop = reach
    own = [
        date for date in dates if begin <= date.first and date.after <= stop and _beside(sentence, date, begin, head)
    ]
    told = Told()
    for date in own:
        told = told if told.since or told.until or told.at else _one(sentence, date)
    return told


def _beside(sentence: Sentence, date: Dated, begin: int, head: int) -> bool:
    if date.first >= head:
        return True
    loose = [i for i in range(begin, head) if not date.first <= i < date.after]
    words = [i for i in loose if sentence.folded(i)[0].isalpha()]
    return len(words) <= LOOSE_WORDS and not any(
        sentence.among(i, "breaks") and not sentence.among(i, "but") for i in loose
    )


def _one(sentence: Sentence, date: Dated) -> Told:
    when = date.when
    if when.first is None:
        return Told(until=parse(when.edtf.partition("/")[2]).said_as(when.words))
    if when.last is None:
        return Told(since=parse(when.edtf.partition("/")[0]).said_as(when.words))
    if "/" in when.edtf:
        first, _, last = when.edtf.partition("/")
        return Told(parse(first).said_as(when.words), parse(last).said_as(when.words))
    if any(sentence.among(i, "until") for i in range(max(0, date.first - 6), date.first)):
        return Told(until=when, plain=when)
    before = [sentence.folded(i) for i in range(max(0, date.first - 4), date.first)]
    since = [i for i in range(date.first - 1, max(-1, date.first - 5), -1) if sentence.among(i, "since")]
    near = bool(since) and all(_small(word) for word in before[len(before) - (date.first - since[0]) + 1 :])
    return Told(since=when, plain=when) if near else Told(at=when, plain=when)


def _small(word: str) -> bool:
    """An article or "the end of": nothing that would end what "since" governs."""
    return word.isalpha() and len(word) <= 9


def duration(sentence: Sentence, first: int, stop: int, published: When | None) -> When | None:
    """Since about when, where the tokens say "for over 30 years" and the day of publication is known."""
    if published is None or published.first is None:
        return None
    counts, years = folded_table(sentence.lang, "counts"), _years(sentence.lang)
    for i in range(first, stop - 1):
        word = sentence.folded(i)
        number = int(word) if word.isdecimal() and len(word) <= 3 else counts.get(word, 0)
        if sentence.folded(i + 1) in years and 0 < number <= LONGEST_LIFE and not sentence.among(i + 2, "old"):
            words = f"{word} {sentence.folded(i + 1)}"
            return parse(f"{published.first.year - number:04d}~").said_as(words)
    return None


def _years(lang: str) -> frozenset[str]:
    return folded_set(lang, "years") | folded_set(lang, "year")
