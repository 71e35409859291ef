"""How can a text be cut into turns? By labels, by names that stand alone on a line, by dashes, by paragraphs that ask.

Each way gives a draft at most; whether it is an interview is decided in `interview_judging.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from firsthand.reading.interview_blocks import MARKS, Block, asks, runs_on
from firsthand.reading.interview_labels import ANSWERER, ASKER, Label, careless, label_of, line_label, nobody
from firsthand.reading.interview_people import People, Person
from firsthand.reading.interview_words import flat, holds

LEAST_TURNS = 4
LONGEST_QUESTION = 90
"""Words of a paragraph that may be a question without a label."""

_DASH = re.compile(r"[-–—―]{1,2}[ \xa0]+")


class Form(StrEnum):
    """By what the turns are told apart."""

    LABELS = "labels"
    LINES = "lines"
    DASHES = "dashes"
    PARAGRAPHS = "paragraphs"


@dataclass(slots=True)
class Cut:
    """One turn of a draft: places in `Draft.people`, where its label stands, and its paragraphs as (start, end)."""

    speakers: tuple[int, ...]
    label: tuple[int, int] | None
    parts: list[tuple[int, int]]


@dataclass(slots=True)
class Draft:
    """A text cut into turns. What is before `begins` is the introduction."""

    form: Form
    people: list[Person]
    turns: list[Cut]
    begins: int


def drafts(text: str, paragraphs: Sequence[Block], lang: str) -> Sequence[Callable[[], Draft | None]]:
    """The ways in which the text may be cut, the safest first."""
    return (
        lambda: _labelled(text, paragraphs, _labels(paragraphs, lang), Form.LABELS),
        lambda: _labelled(text, paragraphs, _lines(paragraphs, lang), Form.LINES),
        lambda: _dashed(paragraphs),
        lambda: _asked(paragraphs, lang),
    )


def _labels(paragraphs: Sequence[Block], lang: str) -> list[Label | None]:
    found = [label_of(block, lang) for block in paragraphs]
    keys = {part.key for label in found if label for part in label.parts if not part.role}
    return [label or (careless(block, keys) if keys else None) for label, block in zip(found, paragraphs, strict=True)]


def _lines(paragraphs: Sequence[Block], lang: str) -> list[Label | None]:
    """Names alone on a line, each of which comes back."""
    found = [line_label(block, lang) for block in paragraphs]
    times = Counter(label.parts[0].key for label in found if label)
    return [label if label and times[label.parts[0].key] > 1 else None for label in found]


def _labelled(text: str, paragraphs: Sequence[Block], found: Sequence[Label | None], form: Form) -> Draft | None:
    labels = [label if label and not any(map(nobody, label.parts)) else None for label in found]
    times = Counter(part.last for label in labels if label for part in label.parts)
    first = next((one for one in labels if one and any(times[p.last] > 1 or p.alias for p in one.parts)), None)
    if first is None or sum(label is not None for label in labels) < LEAST_TURNS:
        return None
    people = People(text, [label for label in labels if label and label.start >= first.start], first.start)
    speaking = people.speaking()
    if len(speaking) < 2:
        return None
    turns: list[Cut] = []
    before: Block | None = None
    for block, label in zip(paragraphs, labels, strict=True):
        speakers = _speakers(label, people, speaking) if label and label.start >= first.start else ()
        if label and speakers:
            start = label.after
            turns.append(Cut(speakers, (label.start, label.end), [(start, block.end)] if start < block.end else []))
        elif turns:
            _go_on(turns[-1], before, block)
        before = block
    return Draft(form, speaking, turns, turns[0].label[0]) if turns and turns[0].label else None


def _speakers(label: Label, people: People, speaking: Sequence[Person]) -> tuple[int, ...]:
    """Places in `speaking` of all whom the label names; empty where one of them is nobody who speaks."""
    known = [people.known(part) for part in label.parts]
    places = [next((i for i, one in enumerate(speaking) if one is person), -1) for person in known]
    return tuple(dict.fromkeys(places)) if min(places) >= 0 else ()


def _go_on(turn: Cut, before: Block | None, block: Block) -> None:
    """One more paragraph of a turn; joined to the one before where a page ended within the sentence."""
    if turn.parts and before is not None and runs_on(before, block):
        turn.parts[-1] = (turn.parts[-1][0], block.end)
    else:
        turn.parts.append((block.start, block.end))


def _two(start: int) -> list[Person]:
    """The one who asks and the one who answers, where the text itself names nobody before the turns."""
    return [Person("", start, start, "", ASKER), Person("", start, start, "", ANSWERER)]


def _dashed(paragraphs: Sequence[Block]) -> Draft | None:
    """Turns that begin with a dash, the questions at least: what asks is the asker's, all else is the other's."""
    dashed = [_DASH.match(block.said) for block in paragraphs]
    first = next((i for i, dash in enumerate(dashed) if dash and asks(paragraphs[i].said)), -1)
    if first < 0 or sum(dash is not None for dash in dashed) < LEAST_TURNS:
        return None
    turns: list[Cut] = []
    for i in range(first, len(paragraphs)):
        block, dash = paragraphs[i], dashed[i]
        question = asks(block.said) or holds(flat(block.said), "tell")
        if dash is None and turns[-1].speakers == (0,) and not runs_on(paragraphs[i - 1], block):
            turns.append(Cut((1,), None, [(block.start, block.end)]))
        elif dash is None:
            _go_on(turns[-1], paragraphs[i - 1], block)
        elif turns and turns[-1].speakers == (int(not question),):
            turns[-1].parts.append((block.start + dash.end(), block.end))
        else:
            turns.append(Cut((int(not question),), None, [(block.start + dash.end(), block.end)]))
    return Draft(Form.DASHES, _two(paragraphs[first].start), turns, paragraphs[first].start)


def _asked(paragraphs: Sequence[Block], lang: str) -> Draft | None:
    """Whole paragraphs that ask the other something; all between two of them is the answer."""
    turns: list[Cut] = []
    begin = -1
    for i, block in enumerate(paragraphs):
        question = _is_question(block, lang)
        if not turns and not question:
            continue
        begin = block.start if begin < 0 else begin
        fresh = not turns or (turns[-1].speakers == (0,)) != question
        if turns and runs_on(paragraphs[i - 1], block):
            _go_on(turns[-1], paragraphs[i - 1], block)
        elif fresh:
            dash = _DASH.match(block.said)
            turns.append(Cut((int(not question),), None, [(block.start + (dash.end() if dash else 0), block.end)]))
        else:
            turns[-1].parts.append((block.start, block.end))
    return Draft(Form.PARAGRAPHS, _two(begin), turns, begin) if len(turns) >= LEAST_TURNS else None


def _is_question(block: Block, lang: str) -> bool:
    said = block.said.strip(MARKS)
    if not asks(said) or said[:1] in "\"“«„'‘" or len(said.split()) > LONGEST_QUESTION:
        return False
    folded = flat(said)
    return holds(folded, "you", lang) or not holds(folded, "me", lang)
