"""How do looks at an appearance read in a terminal? First what was observed; then, apart, what is concluded and what not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.record.looks import Look
from firsthand.record.states import StateCheck
from firsthand.rendering.state_page import Faces, row, view
from firsthand.rendering.state_view import LookView, Side
from firsthand.rendering.state_words import MARKS
from firsthand.rendering.text import NARROWEST, Terminal
from firsthand.rendering.words import words

DIFFERENCES = 6
"""Passages that differ which are shown; the page shows more."""


def look_text(look: Look, *, colour: bool, width: int, lang: str = "en") -> str:
    """One look as lines of at most `width` characters (40 at least), ending in a line feed."""
    faces = Faces(words(lang), lang.lower().split("-")[0], {})
    return _joined(_look(Terminal(max(NARROWEST, width), colour, faces.words), view(look, faces)))


def history_text(name: str, checks: Sequence[StateCheck], *, colour: bool, width: int, lang: str = "en") -> str:
    """All looks at one appearance that are on file, oldest first: what was observed, and what was concluded."""
    faces = Faces(words(lang), lang.lower().split("-")[0], {})
    terminal = Terminal(max(NARROWEST, width), colour, faces.words)
    return _joined(_history(terminal, name, checks, faces))


def _joined(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _look(terminal: Terminal, one: LookView) -> Iterator[str]:
    said = terminal.words
    yield from terminal.prose(f"{one.name} · {one.address} · {one.when}")
    for wanted, quoted in one.sought:
        yield from terminal.prose(f"{said['look.looked-for']}: {f'“{wanted}”' if quoted else wanted}", 2)
    yield from terminal.heading(said["look.observed"])
    notes = (one.against, said["look.rendered"] if one.rendered else "", *one.notes)
    for seen in one.observed:
        yield from terminal.prose(seen.sentence, 4, "  · ")
        yield from _sides(terminal, seen.sides)
    for note in filter(None, notes):
        yield from terminal.prose(note, 4, "  – ")
    yield from _differences(terminal, one)
    yield from terminal.heading(said["look.concluded"])
    yield "  " + terminal.painted(f"{one.mark} {one.badge.words}", one.badge.tone)
    yield from terminal.prose(one.concluded, 4)
    yield from terminal.prose(one.not_meant, 4)


def _differences(terminal: Terminal, one: LookView) -> Iterator[str]:
    if not one.differences:
        return
    yield from terminal.heading(terminal.words["look.differences"])
    yield from terminal.prose(terminal.words["look.marks"], 2)
    for pair in one.differences[:DIFFERENCES]:
        yield from _sides(terminal, pair)
    more = len(one.differences) - DIFFERENCES
    said = terminal.words["look.more"].format(count=more) if more > 0 and not one.more else one.more
    yield from terminal.prose(said, 4)


def _sides(terminal: Terminal, sides: Sequence[Side]) -> Iterator[str]:
    for side in sides:
        text = "".join(_marked(word.text, side.came) if word.differs else word.text for word in side.words)
        shown = f"“{text}”" if text else terminal.words["look.nothing"]
        yield from terminal.prose(f"{side.label}: {shown}", 6)


def _marked(text: str, came: bool) -> str:
    return f"{{+{text}+}}" if came else f"[-{text}-]"


def _history(terminal: Terminal, name: str, checks: Sequence[StateCheck], faces: Faces) -> Iterator[str]:
    yield from terminal.prose(name)
    if not checks:
        yield from terminal.prose(terminal.words["look.no-looks"], 2)
    for number, check in enumerate(checks, 1):
        one = row(check, number, faces)
        mark = terminal.painted(f"{MARKS[one.badge.tone]} {one.badge.words}", one.badge.tone)
        yield ""
        yield f"{number}. {one.when} · {mark}"
        for sentence in one.observed:
            yield from terminal.prose(sentence, 4, "  · ")
        yield from terminal.prose(one.concluded, 4, "  = ")
        yield from terminal.prose(f"{terminal.words['look.capture']} {one.capture}, {one.who}", 4)
