"""Is this text an interview? Its turns, who asks and who answers, the colophon, and what the answers tell of themselves.

`interview_drafts.py` cuts the text, `interview_judging.py` says whether that is an interview and who asks. The one who asks is
the outlet's voice. A transcript of a court is none, because who asks there is nobody's outlet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from firsthand.matching.folding import digest, passage, words
from firsthand.reading.dates import read_dates
from firsthand.reading.interview_blocks import MARKS, Block, blocks, runs_on
from firsthand.reading.interview_colophon import colophon_start
from firsthand.reading.interview_drafts import Cut, Draft, Form, drafts
from firsthand.reading.interview_intro import named, nominative
from firsthand.reading.interview_judging import judge
from firsthand.reading.interview_people import LONGEST_INTRO, Person, names_in
from firsthand.reading.self_told import Telling, read_self_told
from firsthand.reading.wordlists import LANGUAGES, primary
from firsthand.record.attributions import Interview, Participant, SelfTold, Turn
from firsthand.record.passages import Passage
from firsthand.record.ports import Gazetteer
from firsthand.record.when import When

LEAST_PARAGRAPHS = 4
MOST_PARAGRAPHS = 20_000
"""Paragraphs of a text that is looked at; a longer one is a book or a table, and no interview."""

HEADING_WORDS = 9
"""Words of a line between an answer and the next question that is a heading, and nobody's words."""


def read_interview(
    text: str,
    lang: str,
    published: When | None = None,
    sha256: str = "",
    gazetteer: Gazetteer | None = None,
) -> Interview | None:
    """The interview that a text is; None where it is none, or in a language without word lists.

    `published` dates what is told ("for 30 years"); where it is None a line of the introduction that is a date does. `sha256`
    saves computing the digest. With a `gazetteer` places are told by their names on file, and what it does not know is left out.
    """
    language = primary(lang)
    paragraphs = blocks(text)
    if language not in LANGUAGES or not LEAST_PARAGRAPHS <= len(paragraphs) <= MOST_PARAGRAPHS:
        return None
    for make in drafts(text, paragraphs, language):
        draft = make()
        if draft is None:
            continue
        ends = _without_colophon(text, paragraphs, draft)
        _without_headings(text, draft)
        if askers := judge(text, draft, text[: draft.begins] + "\n" + text[ends:], language):
            name = sha256 or digest(text)
            made = _made(text, draft, (askers, ends), language, name)
            when = published or _dated(text[: draft.begins], language)
            return replace(made, told=_told(text, made, when, language, gazetteer))
    return None


def _without_colophon(text: str, paragraphs: Sequence[Block], draft: Draft) -> int:
    """Takes the colophon out of the last turn; the end of the turns."""
    last = draft.turns[-1]
    if last.parts:
        first = last.parts[0][0]
        title = paragraphs[0].said if paragraphs[0].start < draft.begins else ""
        opening = next((block for block in paragraphs if block.end > first), paragraphs[-1])
        start = colophon_start(paragraphs, first, opening.end, title)
        if start is not None:
            last.parts[:] = [(a, _up_to(text, a, min(b, start))) for a, b in last.parts if a < start]
    return last.parts[-1][1] if last.parts else (last.label or (0, len(text)))[1]


def _up_to(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(MARKS + "\n"))


def _without_headings(text: str, draft: Draft) -> None:
    """A short line without an end, last in an answer of several paragraphs, is the heading of what follows."""
    if draft.form in (Form.LABELS, Form.LINES):
        for turn in draft.turns[:-1]:
            if len(turn.parts) > 1 and _heading(text, turn):
                turn.parts.pop()


def _heading(text: str, turn: Cut) -> bool:
    (a, b), (start, end) = turn.parts[-2:]
    said = text[start:end]
    whole = not runs_on(Block(a, b, text[a:b]), Block(start, end, said))
    return whole and len(said.split()) <= HEADING_WORDS and said[:1].isupper() and said[-1].isalnum()


def _made(text: str, draft: Draft, seen: tuple[frozenset[int], int], lang: str, name: str) -> Interview:
    """`seen` are the askers and the end of the turns."""
    askers, ends = seen
    _name_roles(text, draft, askers, ends, lang)
    people = tuple(
        Participant(person.name, person.label, passage(text, person.start, person.end, name), i in askers)
        for i, person in enumerate(draft.people)
    )
    turns = tuple(_turn(text, turn, askers, name) for turn in draft.turns if turn.parts)
    rest = text[ends:]
    start = ends + len(rest) - len(rest.lstrip(MARKS + "\n"))
    end = _up_to(text, start, len(text))
    return Interview(people, turns, passage(text, start, end, name) if start < end else None)


def _turn(text: str, turn: Cut, askers: frozenset[int], name: str) -> Turn:
    parts: tuple[Passage, ...] = tuple(passage(text, start, end, name) for start, end in turn.parts)
    label = passage(text, *turn.label, name) if turn.label else None
    return Turn(turn.speakers, parts, label, bool(askers & set(turn.speakers)))


def _name_roles(text: str, draft: Draft, askers: frozenset[int], ends: int, lang: str) -> None:
    """Who is only called "Question", or not at all, by the name that the introduction or the colophon gives."""
    if all(not person.role for person in draft.people):
        return
    asker, answerer = named(text, draft.begins, ends, lang)
    answerer = answerer or _addressed(text, draft, askers)
    for side, span in ((True, asker), (False, answerer)):
        those = [p for i, p in enumerate(draft.people) if (i in askers) is side]
        if span and len(those) == 1 and those[0].role and not _taken(text, span, draft.people):
            those[0].start, those[0].end = span
            those[0].name = nominative(text[span[0] : span[1]])


def _addressed(text: str, draft: Draft, askers: frozenset[int]) -> tuple[int, int] | None:
    """The only name of the introduction of which a part comes back where the asker speaks ("Thanks, Junior!")."""
    asked = [text[a:b] for turn in draft.turns if askers & set(turn.speakers) for a, b in turn.parts]
    spoken = {word.folded for piece in asked for word in words(piece)}
    spans = names_in(text, max(0, draft.begins - LONGEST_INTRO), draft.begins)
    fits = [span for span in spans if spoken & {word.folded for word in words(text[slice(*span)])}]
    return fits[0] if len({text[slice(*span)] for span in fits}) == 1 else None


def _taken(text: str, span: tuple[int, int], people: Sequence[Person]) -> bool:
    return any(person.name == text[span[0] : span[1]] for person in people)


def _dated(introduction: str, lang: str) -> When | None:
    """The day that stands alone on a line of the introduction."""
    for line in introduction.split("\n"):
        if 6 <= len(line.strip()) <= 40:
            found = read_dates(line, lang)
            if len(found) == 1 and found[0].when and found[0].passage.exact.strip() == line.strip(" .\t\r"):
                return found[0].when if found[0].when.first == found[0].when.last else None
    return None


def _told(
    text: str, interview: Interview, published: When | None, lang: str, gazetteer: Gazetteer | None
) -> tuple[SelfTold, ...]:
    """What each one tells in answers of one's own; a joint answer is of nobody in particular."""
    found: list[SelfTold] = []
    source = f"interview of {published.edtf}" if published else "interview"
    for i, person in enumerate(interview.participants):
        own = [p for turn in interview.turns if turn.speakers == (i,) and not turn.asker for p in turn.content]
        if own and person.name:
            telling = Telling(person.name, lang, f"{person.name}, {source}", published, gazetteer)
            found += read_self_told(text, own, telling)
    return tuple(found)
