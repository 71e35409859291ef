"""Which parts of a text stand between quotation marks? Of any style, unbalanced and nested ones too; only the outermost count."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"''|``|[\"“”„‟«»‘’'\n]")
_LABEL = re.compile(r"([^\W\d_]+(?:[ .][^\W\d_]+){0,3}):")
_SPACE = " \t\u00a0\u2009\u202f\n"
_OPENS_AFTER = frozenset(_SPACE + "([{—–―-/:…>")
_CLOSES_BEFORE = frozenset(_SPACE + ")]}—–―-,.;:!?…</")
_CLOSERS = {
    "“": '”"“',
    "„": '“”‟"',
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«",
    '"': '"',
    "''": "''",
    "``": "''",
    "‘": "’",
    "'": "'",
}
"""By which marks a quotation that a mark opened may be closed."""
_DIRECTED = frozenset("“„«‘")
LONGEST = 20_000
"""Letters that one quotation may have; what is longer is a mark that was never closed."""
MOST_PARAGRAPHS = 12


@dataclass(frozen=True, slots=True)
class Quoted:
    """`text[start:end]` with its marks; `closed` is False where the last is missing, as before a paragraph that goes on."""

    start: int
    end: int
    mark: str
    closed: bool = True
    parted: bool = False
    """A cue within it parts it from the rest: the marks stand around the whole."""

    @property
    def inner(self) -> tuple[int, int]:
        if self.parted:
            return self.start + len(self.mark), self.end
        return self.start + len(self.mark), self.end - (len(self.mark) if self.closed else 0)


def quotations(text: str) -> list[Quoted]:
    """The outermost quotations of a text, in order, in one pass over its marks."""
    found: list[Quoted] = []
    reader = _Reader(text, found)
    for mark in _MARK.finditer(text):
        reader.take(mark.group(), mark.start())
    reader.end()
    return found


class _Reader:
    """One pass: at most one open quotation, the marks nested in it counted."""

    def __init__(self, text: str, found: list[Quoted]) -> None:
        self.text = text
        self.found = found
        self.mark = ""
        self.start = 0
        self.depth = 0
        self.breaks: list[int] = []

    def take(self, mark: str, at: int) -> None:
        if mark == "\n":
            if self.mark:
                self._line_ends(at)
        elif not self.mark:
            if self._opens(mark, at):
                self.mark, self.start, self.depth, self.breaks = mark, at, 0, []
        elif mark == self.mark and mark in "«“„" and self._opens(mark, at):
            self._nested(mark, at)
        elif mark in _CLOSERS[self.mark] and self._closes(mark, at):
            if self.depth:
                self.depth -= 1
            else:
                self._close(at + len(mark))

    def _nested(self, mark: str, at: int) -> None:
        if self.breaks and not self.text[self.breaks[-1] : at].strip():
            # A paragraph of the same speech begins with the mark again: the one before goes without a closing mark.
            self._leave(self.breaks[-1])
            self.mark, self.start, self.depth, self.breaks = mark, at, 0, []
        elif not self._begins() and self.text[max(0, at - 2) : at].strip()[-1:] in (".", "!", "?", "…", ")"):
            # A mark within a sentence was never closed, and the next sentence is a quotation of its own.
            self.mark, self.start, self.depth, self.breaks = mark, at, 0, []
        else:
            self.depth += 1

    def _begins(self) -> bool:
        """Does the open quotation stand where speech begins: at the head of a line, after a colon, comma or dash?"""
        before = self.text[max(0, self.start - 3) : self.start].rstrip(" \t")[-1:]
        return before in ("", "\n", ":", ",", "—", "–", "-", ".", "!", "?", "…")

    def _line_ends(self, at: int) -> None:
        following = self.text[at : at + 40].lstrip()
        kept = (
            self.mark in _DIRECTED and self.mark != "‘" and following[:1] not in tuple('“«„"') and following[:2] != "''"
        )
        if not kept or len(self.breaks) > MOST_PARAGRAPHS or at - self.start > LONGEST:
            self._leave(at)
        else:
            self.breaks.append(at)

    def _leave(self, at: int) -> None:
        """The mark was not closed on this line: keep what looks like speech that goes on, drop a stray mark."""
        mark, start = self.mark, self.start
        begins = self._begins()
        self.mark, self.breaks = "", []
        goes_on = self.text[at : at + 40].lstrip()[:1] in tuple("“«„\"'")
        if mark not in ("'", "‘") and begins and goes_on and at - start > 3 and not self._label(start + len(mark)):
            end = start + len(self.text[start:at].rstrip())
            self.found.append(Quoted(start, end, mark, closed=False))

    def _label(self, at: int) -> bool:
        """Does a transcript's label follow the mark, so that it stands before the whole of it?"""
        found = _LABEL.match(self.text, at)
        return bool(found and found.group(1).isupper())

    def _close(self, end: int) -> None:
        self.found.append(Quoted(self.start, end, self.mark))
        self.mark, self.breaks = "", []

    def end(self) -> None:
        if self.mark:
            self._leave(self.breaks[0] if self.breaks else len(self.text))

    def _opens(self, mark: str, at: int) -> bool:
        if mark in ("’", "»", "”"):
            return mark == "”" and self._boundary_before(at) and self._letter_after(mark, at)
        return self._boundary_before(at) and (mark in "«„“" or self._letter_after(mark, at))

    def _boundary_before(self, at: int) -> bool:
        return at == 0 or self.text[at - 1] in _OPENS_AFTER or self.text[at - 1] in "“«\"'„‘"

    def _letter_after(self, mark: str, at: int) -> bool:
        after = self.text[at + len(mark) : at + len(mark) + 1]
        return bool(after) and after not in _SPACE

    def _closes(self, mark: str, at: int) -> bool:
        if mark in ("»", "”"):
            return True
        end = at + len(mark)
        before = self.text[at - 1 : at]
        after = self.text[end : end + 1]
        ended = not after or after in _CLOSES_BEFORE or not after.isalnum()
        return bool(before) and before not in _SPACE and ended
