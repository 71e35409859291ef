"""What does somebody tell of himself: where he was born, where he lives, and when he went from where to where?

Only what is said plainly in one's own name is proposed, and a person decides. A sentence that asks, denies, doubts, reports
another or stands in quotation marks within the answer proposes nothing; so does "we". That somebody *lived* somewhere counts
only where it is told until when: otherwise it would put him there today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from firsthand.matching.folding import passage, sentences
from firsthand.reading.self_told_places import Places, Spot
from firsthand.reading.self_told_stays import BASED_IN, BORN_IN, FROM, Move, Stay, settle
from firsthand.reading.self_told_times import Told, dates_of, duration, times
from firsthand.reading.self_told_words import MOVES, Head, Sentence
from firsthand.reading.wordlists import LANGUAGES, primary
from firsthand.record.attributions import SelfTold
from firsthand.record.entries import Entry
from firsthand.record.passages import Passage
from firsthand.record.ports import Gazetteer
from firsthand.record.when import When

LONGEST_SENTENCE = 1500
"""Letters; what is longer is no sentence but a list or a wall of words."""

SHORTEST_SENTENCE = 6

MOST_TOLD = 200
"""Things that are read of one person; nobody tells so many of himself, and each costs time."""

AT_WORK = 6
"""Words between "I work" and its place: "as a doctor at a school". More, and the place is that of something else."""

LONGEST_PLACE = 12
"""Tokens of a place with all that contains it."""

GOAL_NEAR = 4
"""Words, dates not counted, between "I left" and the "for" of where one went."""

_QUOTED = re.compile(r"«[^«»]{0,3000}»|“[^“”]{0,3000}”|„[^„“”]{0,3000}[“”]|\"[^\"]{0,3000}\"")
_ENDS = frozenset((";", "—", "–", "?", "!"))
_OUTER = " \n\t«»“”„\"'’‘"


@dataclass(frozen=True, slots=True)
class Telling:
    """Who tells, in which language, what names the source in an entry, on which day, and with which gazetteer it is read."""

    speaker: str
    lang: str
    source: str
    published: When | None = None
    gazetteer: Gazetteer | None = None


def read_self_told(text: str, passages: Sequence[Passage], telling: Telling) -> tuple[SelfTold, ...]:
    """What the speaker tells of himself in passages of the text that are all his own words, in order.

    The passages are those of an answer, or the parts of a direct quotation. Fields are `born-in`, `from` and `based-in`, the last
    with `since` and `until` as far as they are told. Without a gazetteer the places are as written; with one, names that it does
    not know are left out unless "the village of" or the like stands before them.
    """
    lang = primary(telling.lang)
    if lang not in LANGUAGES:
        return ()
    told = (
        one
        for words in passages
        for start, end in _fair(text, words)
        for one in _Reader(text, Sentence(text, start, end, lang), telling).read()
    )
    return tuple(_entry(text, stay, telling, passages[0].text_sha256) for stay in settle(islice(told, MOST_TOLD)))


def _fair(text: str, whole: Passage) -> Iterator[tuple[int, int]]:
    """The sentences of a passage, those left out that ask, and those with quotation marks within."""
    said = text[whole.start : whole.end]
    left = len(said) - len(said.lstrip(_OUTER))
    inner = said.strip(_OUTER)
    quoted = [found.span() for found in _QUOTED.finditer(inner)]
    for start, end in sentences(inner):
        asks = inner[start:end].rstrip(_OUTER).endswith(("?", ";"))
        within = any(a < end and start < b for a, b in quoted)
        if SHORTEST_SENTENCE <= end - start <= LONGEST_SENTENCE and not asks and not within:
            yield whole.start + left + start, whole.start + left + end


class _Reader:
    """Reads one sentence."""

    def __init__(self, text: str, sentence: Sentence, telling: Telling) -> None:
        self._sentence, self._telling = sentence, telling
        self._heads = [] if sentence.has("over") else sentence.heads()
        self._dates = dates_of(text, sentence, telling.published) if self._heads else []
        self._dated = {i for date in self._dates for i in range(date.first, date.after)}
        self._places = Places(text, sentence, self._dated, telling.gazetteer)
        self._span = (sentence.start, sentence.end)
        self._moves_on = bool(self._heads) and sentence.moves_on(self._heads)

    def read(self) -> Iterator[Stay | Move]:
        """What the sentence tells. "I was born and lived in X": the first verb has the place of the second."""
        begin, waiting = 0, False
        if not any(head.kind == "back" for head in self._heads) and any(self._sentence.find("bare_back")):
            # Whoever it was: where the speaker had gone, nobody knows any more whether he still is.
            yield Move(None, None, None, self._span, back=True)
        for i, head in enumerate(self._heads):
            following = self._heads[i + 1].first if i + 1 < len(self._heads) else len(self._sentence.tokens)
            stop = self._stop(head, following)
            found = [] if self._sentence.held(head.first) else self._of(head, begin, stop)
            if waiting and head.bare and found and isinstance(found[0], Stay):
                yield Stay(BORN_IN, found[0].spot, self._span)
            yield from found
            waiting = head.kind == "born" and not found and stop == following and not self._sentence.held(head.after)
            begin = self._times_end(found, head, stop)

    def _stop(self, head: Head, following: int) -> int:
        """Where the reach of a verb ends: at the next one, at a clause of its own, or where somebody else comes in."""
        for i in range(head.after, following):
            other = self._sentence.among(i, "others") and (
                self._sentence.folded(i - 1) == "," or self._sentence.among(i - 1, "and")
            )
            if i not in self._dated and (other or self._ends(i)):
                return i
        return following

    def _ends(self, i: int) -> bool:
        return self._sentence.among(i, "breaks") or self._sentence.folded(i) in _ENDS

    def _times_end(self, found: Sequence[Stay | Move], head: Head, stop: int) -> int:
        """Where the words about the time of a verb end: at the comma or "and" after its place."""
        spots = [spot for one in found for spot in _spots(one)]
        for i in range(max([head.after, *(spot.after for spot in spots)]), stop):
            goes_on = self._sentence.among(i + 1, "since") or self._sentence.among(i + 1, "until")
            if (self._sentence.folded(i) == "," and not goes_on) or self._sentence.among(i, "and"):
                return i
        return stop

    def _of(self, head: Head, begin: int, stop: int) -> list[Stay | Move]:
        found: list[Stay | Move] = self._moved(head, stop) if head.kind in MOVES else self._stayed(head, stop)
        if not found:
            return []
        end = self._times_end(found, head, stop)
        told = times(self._sentence, self._dates, (begin, head.first, end))
        last = max((spot.after for one in found for spot in _spots(one)), default=head.after)
        return [] if self._sentence.held(last) else [self._timed(one, head, told, end) for one in found]

    def _stayed(self, head: Head, stop: int) -> list[Stay | Move]:
        spot = self._spot(head, stop)
        field = {"born": BORN_IN, "grew": FROM, "from": FROM, "home": FROM}.get(head.kind, BASED_IN)
        return [Stay(field, spot, self._span, over=head.kind == "past")] if spot else []

    def _spot(self, head: Head, stop: int) -> Spot | None:
        if head.kind == "from":
            return self._places.at(head.after, stop)
        if head.kind == "home":
            sign = self._sentence.folded(head.after) in (",", ":", "—", "–", "is", "of")
            return self._places.at(head.after + sign, stop)
        stop = self._astray(head.after, stop)
        if head.kind == "work":
            near = AT_WORK if self._sentence.among(head.after, "as") else 2
            stop = min(stop, head.after + near + LONGEST_PLACE)
            return self._places.after(head.after, stop, "in", near)
        return self._places.after(head.after, stop, "in")

    def _astray(self, first: int, stop: int) -> int:
        """Where it begins to be told what one lives for, and no longer where."""
        for i in range(first, stop):
            lasting = any(self._sentence.among(k, "spans") for k in range(i + 1, i + 6))
            if self._sentence.among(i, "in"):
                return stop
            if self._sentence.among(i, "astray") and not lasting:
                return i
        return stop

    def _moved(self, head: Head, stop: int) -> list[Stay | Move]:
        if self._sentence.has("brief"):
            return []
        if head.kind == "settle":
            goal = self._places.after(head.after, stop, "in")
            return [Move(None, goal, None, self._span)] if goal else []
        origin = self._places.at(head.after, stop) or self._places.after(head.after, stop, "out_of", 3)
        first = origin.after if origin else head.after
        goal = None if head.kind == "leave" or self._from_elsewhere(first, stop) else self._goal(first, stop)
        return [Move(origin, None if self._moves_on else goal, None, self._span, head.kind == "back")]

    def _goal(self, first: int, stop: int) -> Spot | None:
        loose = [i for i in range(first, stop) if i not in self._dated]
        near = loose[GOAL_NEAR] - first if len(loose) > GOAL_NEAR else stop - first
        return self._places.after(first, stop, "into", near)

    def _from_elsewhere(self, first: int, stop: int) -> bool:
        """ "from my house in": what follows is where the house stands, not where one went."""
        near = range(first, min(stop, first + GOAL_NEAR))
        return any(self._sentence.among(i, "out_of") and i + 1 not in self._dated for i in near)

    def _timed(self, one: Stay | Move, head: Head, told: Told, end: int) -> Stay | Move:
        if isinstance(one, Move):
            return replace(one, at=told.plain)
        if one.field != BASED_IN:
            return one
        if one.over:
            closed = told.at is not None
            return replace(one, since=told.at if closed else told.since, until=told.at if closed else told.until)
        lasting = duration(self._sentence, head.after, end, self._telling.published)
        return replace(one, since=told.since or lasting)


def _spots(one: Stay | Move) -> list[Spot]:
    if isinstance(one, Stay):
        return [one.spot]
    return [spot for spot in (one.origin, one.goal) if spot]


def _entry(text: str, stay: Stay, telling: Telling, sha256: str) -> SelfTold:
    words = passage(text, *stay.span, sha256)
    entry = Entry(
        telling.speaker,
        stay.field,
        stay.spot.value,
        telling.source,
        stay.since,
        stay.until,
        stay.spot.within,
        words.exact,
        primary(telling.lang),
    )
    return SelfTold(telling.speaker, entry, words)
