"""Which quotations belong to one act of speech? Those around a cue, those that follow without one, a paragraph after a colon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from firsthand.matching.folding import fold
from firsthand.reading.speech_contents import Found
from firsthand.reading.speech_labels import labelled
from firsthand.reading.speech_lexicon import Lexicon
from firsthand.reading.speech_rules import read_sentence
from firsthand.reading.speech_tokens import GOES_ON, Sentence, Token

Chars = tuple[int, int]
"""First character, and the character after the last."""
NEAR = 40
"""Sentences of a paragraph within which a quotation without a cue finds its speech."""


@dataclass(slots=True)
class Draft:
    """An attribution before its speaker is known.

    `sentence` is the number of the sentence that holds the cue. `found` is None for a paragraph of speech without any cue,
    which the speaker before goes on with. `paragraph` is the last one with some of its content; `open`: its last quotation is
    not closed, so that the next paragraph may go on with it.
    """

    sentence: int
    found: Found | None
    content: list[Chars] = field(default_factory=list)
    quoted: list[Chars] = field(default_factory=list)
    paragraph: int = -1
    open: bool = False

    def take(self, tokens: Sequence[Token]) -> None:
        """Add these tokens to what is said."""
        self.content.append((tokens[0].start, tokens[-1].end))
        for token in tokens:
            if token.code in "Qq":
                self.quoted.append((token.start, token.end))
                self.open = token.folded.endswith(GOES_ON)


def drafts(whole: Sequence[Sentence], words: Lexicon, text: str) -> list[Draft]:
    """All attributions of a text in order of their sentences, with the quotations that have no cue of their own."""
    made: list[Draft] = []
    announced: set[int] = set()
    for number, sentence in enumerate(whole):
        for found in read_sentence(sentence, words) if number not in announced else ():
            if found.back and made and made[-1].sentence == number - 1:
                continue
            draft = _draft(whole, number, found, announced)
            if draft.content:
                made.append(draft)
    made = _with_labels(whole, made, text)
    made = _Orphans(whole, made).joined()
    for draft in made:
        draft.content.sort()
    return made


def _draft(whole: Sequence[Sentence], number: int, found: Found, announced: set[int]) -> Draft:
    sentence = whole[number]
    draft = Draft(number, found, paragraph=sentence.paragraph)
    for first, last in found.content:
        if first < last:
            draft.take(sentence.tokens[first:last])
    if found.ahead and number + 1 < len(whole):
        _announced(whole, number, draft, announced)
    if found.back and number:
        tokens = whole[number - 1].tokens
        draft.take(tokens[:-1] if tokens[-1].code == "." else tokens)
    return draft


def _announced(whole: Sequence[Sentence], number: int, draft: Draft, announced: set[int]) -> None:
    """The paragraph after "She continued:", if it is a quotation or one block of text."""
    quoted = whole[number + 1].codes[0] in "Qq"
    for following in _paragraph(whole, number + 1):
        sentence = whole[following]
        if quoted and sentence.codes[0] not in "Qq":
            break
        draft.take(sentence.tokens[:1] if quoted else sentence.tokens)
        draft.paragraph = sentence.paragraph
        announced.add(following)


def _paragraph(whole: Sequence[Sentence], number: int) -> Iterator[int]:
    """The numbers of the sentences of a paragraph from this one on."""
    paragraph = whole[number].paragraph
    while number < len(whole) and whole[number].paragraph == paragraph:
        yield number
        number += 1


def _with_labels(whole: Sequence[Sentence], made: list[Draft], text: str) -> list[Draft]:
    """With what labels and signatures say; a label's paragraph is one speech, whatever cues stand in it."""
    known = frozenset(_last_words(whole, made, text))
    found = list(labelled(whole, text, known))
    taken = {
        number for start, one in found if one.rule == "label" for number in _paragraph(whole, start) if number >= start
    }
    kept = [draft for draft in made if draft.sentence not in taken]
    held = {span for draft in kept for span in draft.quoted}
    for number, one in found:
        draft = _draft(whole, number, one, set())
        if one.rule == "label":
            for following in list(_paragraph(whole, number))[1:]:
                draft.take(whole[following].tokens)
            draft.content = [(draft.content[0][0], draft.content[-1][1])]
        elif not held.isdisjoint(draft.quoted):
            continue
        kept.append(draft)
    return sorted(kept, key=lambda draft: draft.sentence)


def _last_words(whole: Sequence[Sentence], made: Sequence[Draft], text: str) -> Iterator[str]:
    for draft in made:
        if draft.found and draft.found.source:
            token = whole[draft.sentence].tokens[draft.found.source[1] - 1]
            if token.code == "N":
                yield fold(text[token.start : token.end])


class _Orphans:
    """Quotations that no cue claimed go to the speech that they stand in."""

    def __init__(self, whole: Sequence[Sentence], made: list[Draft]) -> None:
        self.whole = whole
        self.made = made
        self.by_sentence: dict[int, list[Draft]] = {}
        for draft in made:
            self.by_sentence.setdefault(draft.sentence, []).append(draft)
        self.held = {span for draft in made for span in draft.quoted}
        self.last: Draft | None = None

    def joined(self) -> list[Draft]:
        added: list[Draft] = []
        for number, sentence in enumerate(self.whole):
            for place, token in enumerate(sentence.tokens):
                if token.code not in "Qq" or (token.start, token.end) in self.held:
                    continue
                target = self._target(number, place)
                if target is None and self._speaks_on(number, place):
                    target = Draft(number, None)
                    added.append(target)
                    self.last = target
                if target is not None:
                    target.take([token])
                    target.paragraph = sentence.paragraph
            self.last = self.by_sentence.get(number, [self.last])[-1]
        return sorted([*self.made, *added], key=lambda draft: draft.sentence)

    def _target(self, number: int, place: int) -> Draft | None:
        sentence = self.whole[number]
        token = sentence.tokens[place]
        if place == 0 or sentence.codes[:place].strip("Qq-") == "":
            if token.code == "q" and sentence.codes.strip("Qq.-,"):
                return None
            return self._at_head(number)
        own = self.by_sentence.get(number, [])
        speaking = [draft for draft in own if draft.quoted and draft.found and draft.found.cue[0] < place]
        if speaking and sentence.codes[place - 1] in ",-:" and token.code == "Q":
            return speaking[-1]
        return None

    def _at_head(self, number: int) -> Draft | None:
        """The speech that a sentence which begins with a quotation belongs to."""
        paragraph = self.whole[number].paragraph
        if self.last is not None and self.last.paragraph == paragraph:
            return None if self._asked_by_another(number) else self._latest(number) or self.last
        if self.last is not None and self._left_open(self.last) and paragraph == self.last.paragraph + 1:
            return self.last
        if self.whole[number].tokens[0].folded.endswith(GOES_ON) and (later := self._later(number)):
            return later
        return self._next(number)

    def _later(self, number: int) -> Draft | None:
        """The speech of the paragraph that goes on with this one."""
        following = number + 1
        if following >= len(self.whole) or self.whole[following].codes[0] not in "Qq":
            return None
        return next((draft for draft in self.by_sentence.get(following, []) if draft.quoted), None)

    def _left_open(self, last: Draft) -> bool:
        """Did the paragraph before leave its quotation open, or is it a transcript's turn?"""
        return last.open or (last.found is not None and last.found.rule == "label")

    def _asked_by_another(self, number: int) -> bool:
        """Is the quotation a question which the next speaker answers? Then the one before did not say it."""
        sentence = self.whole[number]
        following = self.by_sentence.get(number + 1, [])
        if sentence.codes.rstrip(".") not in ("Q", "q") or not sentence.tokens[0].folded.endswith("?") or not following:
            return False
        return bool(following[0].quoted) and self.whole[number + 1].codes[0] in "Qq"

    def _latest(self, number: int) -> Draft | None:
        paragraph = self.whole[number].paragraph
        for behind in range(number, max(-1, number - NEAR), -1):
            if self.whole[behind].paragraph != paragraph:
                return None
            for draft in reversed(self.by_sentence.get(behind, [])):
                if draft.quoted:
                    return draft
        return None

    def _next(self, number: int) -> Draft | None:
        """The speech of the same paragraph that this quotation leads to."""
        for following in _paragraph(self.whole, number):
            if following - number > NEAR or (following > number and self.whole[following].codes[0] not in "Qq"):
                return None
            for draft in self.by_sentence.get(following, []):
                begins = draft.quoted and draft.quoted[0][0] <= self.whole[following].tokens[0].end
                return draft if begins else None
        return None

    def _speaks_on(self, number: int, place: int) -> bool:
        """Is this a paragraph of nothing but speech, after one that ended with somebody's words?"""
        sentence, last = self.whole[number], self.last
        if place or not sentence.opens or last is None or sentence.paragraph != last.paragraph + 1:
            return False
        if not last.quoted or sum(b - a for a, b in last.quoted) * 10 < 9 * sum(b - a for a, b in last.content):
            return False
        alone = all(not self.whole[k].codes.strip("Qq.") for k in _paragraph(self.whole, number))
        ended = all(not self.whole[k].codes.strip("Qq.") for k in range(last.sentence + 1, number))
        return alone and ended and sentence.codes[0] == "Q"
