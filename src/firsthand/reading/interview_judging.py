"""Is a draft an interview, and who asks in it? Many texts put words before a colon; few put questions and answers there.

Wrong is worse than silent: a recipe, a play or a chat that is taken for an interview would make voices of nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from firsthand.reading.interview_blocks import asks, holds_question
from firsthand.reading.interview_drafts import LEAST_TURNS, Cut, Draft, Form
from firsthand.reading.interview_labels import ASKER, QUESTION, Part, in_court
from firsthand.reading.interview_people import LONGEST_INTRO, names_in, same
from firsthand.reading.interview_words import flat, flat_unquoted, holds, spans

MOST_PARAGRAPHS = 25
"""Paragraphs of a turn on the average; more, and the labels are strewn over an article."""

SHARE_OF_TEXT = 0.4
"""The share of the text that the turns must make up."""

CHANGES = 0.7
"""The share of neighbouring turns that have different speakers."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one turn, looked at once."""

    speakers: tuple[int, ...]
    text: str
    words: int
    asks: bool
    questions: bool


def judge(text: str, draft: Draft, frame: str, lang: str) -> frozenset[int]:
    """Places in `Draft.people` of those who ask; none where the draft is no interview.

    `frame` is the introduction and the colophon, where a text may call itself an interview.
    """
    said = [_said(text, turn) for turn in draft.turns]
    if not _shaped(text, draft, said) or any(in_court(Part(person.name)) for person in draft.people):
        return frozenset()
    askers = _askers(text, draft, said, lang)
    questions = [one for one in said if set(one.speakers) <= askers]
    answers = [one for one in said if not askers & set(one.speakers)]
    if len(questions) < 2 or len(answers) < 2 or mean(one.words for one in answers) < 4:
        return frozenset()
    called = holds(flat(frame), "interview")
    return askers if _told_by_form(draft, (questions, answers), lang, called) else frozenset()


def _said(text: str, turn: Cut) -> Said:
    pieces = [text[start:end] for start, end in turn.parts]
    whole = "\n".join(pieces)
    return Said(turn.speakers, whole, len(whole.split()), asks(whole), any(map(holds_question, pieces)))


def _shaped(text: str, draft: Draft, said: Sequence[Said]) -> bool:
    if len(said) < LEAST_TURNS:
        return False
    changes = sum(one.speakers != other.speakers for one, other in pairwise(said)) / (len(said) - 1)
    long = sum(len(one.text) for one in said) >= SHARE_OF_TEXT * len(text.strip())
    return changes >= CHANGES and long and sum(len(t.parts) for t in draft.turns) <= MOST_PARAGRAPHS * len(said)


def _askers(text: str, draft: Draft, said: Sequence[Said], lang: str) -> frozenset[int]:
    """By a role for a label, by what the introduction says, by questions; empty where nobody asks more than others."""
    by_role = frozenset(i for i, person in enumerate(draft.people) if person.role in (QUESTION, ASKER))
    if by_role:
        return by_role
    asking = {i: _asking(i, said) for i in range(len(draft.people))}
    told = frozenset(i for i in _told_to_ask(text, draft, lang) if asking[i] >= 0.25)
    if told:
        return told
    most = max(asking, key=lambda i: asking[i])
    found = frozenset(i for i, share in asking.items() if share >= max(0.5, asking[most] * 0.75))
    others = [share for i, share in asking.items() if i not in found]
    return found if others and max(others) <= 0.6 * asking[most] else frozenset()


def _asking(person: int, said: Sequence[Said]) -> float:
    """The share of somebody's own turns that ask: in full where a turn ends so, by half where it asks within."""
    own = [one for one in said if one.speakers == (person,)] or [one for one in said if person in one.speakers]
    return mean(1.0 if one.asks else 0.5 * one.questions for one in own) if own else 0.0


def _told_to_ask(text: str, draft: Draft, lang: str) -> set[int]:
    """ "Ann Roe of the Gazette interviews two miners": whose name stands before such words in a line of the introduction."""
    found: set[int] = set()
    for line in text[max(0, draft.begins - LONGEST_INTRO) : draft.begins].split("\n"):
        for cue, _ in spans(line, "asks", lang) if len(line) < 5000 else ():
            for start, end in names_in(line, 0, cue)[:1]:
                found |= {i for i, person in enumerate(draft.people) if _is(line[start:end], person.name)}
    return found


def _is(name: str, person: str) -> bool:
    return name == person or same(Part(person), name) or same(Part(name), person)


def _told_by_form(draft: Draft, sides: tuple[Sequence[Said], Sequence[Said]], lang: str, called: bool) -> bool:
    """`called`: the text calls itself an interview. Else its form alone must tell, and the less it has the more it must tell."""
    asked, answers = sides
    personal = _share(asked, "you", lang), _share(answers, "me", lang)
    length, ratio = mean(one.words for one in answers), _ratio(asked, answers)
    if draft.form in (Form.LABELS, Form.LINES):
        roster = any(person.roster for person in draft.people) or any(p.role == ASKER for p in draft.people)
        if called or roster:
            return ratio >= 0.5 and (draft.form is Form.LABELS or personal[0] > 0)
        return min(personal) >= 0.3 and length >= 12 and ratio >= 1.3
    if _asked_of_many(asked) or _told_as_a_tale(asked, lang) or _told_as_a_tale(answers, lang):
        return False
    if draft.form is Form.DASHES:
        if called:
            return length >= 8 and ratio >= 0.7
        return min(personal) >= 0.5 and length >= 25 and ratio >= 1.5 and len(asked) >= 3
    return called and len(asked) >= 3 and min(personal) >= 0.5 and length >= 15 and ratio >= 1.5


def _share(said: Sequence[Said], name: str, lang: str) -> float:
    """The share of turns with a word of a list outside of quotation marks."""
    return mean(holds(flat_unquoted(one.text), name, lang) for one in said)


def _ratio(asked: Sequence[Said], answers: Sequence[Said]) -> float:
    return mean(one.words for one in answers) / max(1.0, mean(one.words for one in asked))


def _asked_of_many(asked: Sequence[Said]) -> bool:
    """Do the same questions come back, as where they were put to several people? Without labels nobody knows who answers."""
    return len({one.text.strip().casefold() for one in asked}) < 0.8 * len(asked)


def _told_as_a_tale(said: Sequence[Said], lang: str) -> bool:
    """ "— Where to? — he asked.": after a dash or a quotation within the turn it is told who spoke."""
    tags = [one for one in said if any(_tagged(piece, lang) for piece in _after_dashes(one.text))]
    return len(tags) > max(1, len(said) // 10)


def _after_dashes(text: str) -> list[str]:
    return text.replace(" - ", " — ").replace(" – ", " — ").split(" — ")[1:]


def _tagged(piece: str, lang: str) -> bool:
    """Does what stands after a dash begin with a word such as "said", or with somebody and such a word?"""
    head = flat(" ".join(piece.split(maxsplit=4)[:4]))
    return piece[:1].islower() and holds(head, "tags", lang)
