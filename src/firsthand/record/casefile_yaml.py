"""What does a YAML file say, before anybody guesses at types? Plain values, with the line of each.

YAML's own resolvers would turn `no` into false, `1:30` into ninety and `2012-05-01` into a date object; here every scalar
stays the text that was written. Only what a casefile needs is read: no anchors, no tags, one document, 50 levels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 50
"""Nesting beyond this is refused: no case is so deep, and a hostile file would exhaust the stack."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SyntaxTrouble(ValueError):
    """The text is not in its form at all. `line` counts from 1 (0: unknown); `hint` is what to do, or empty."""

    def __init__(self, message: str, line: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.hint = message, line, hint


@dataclass(frozen=True, slots=True)
class Tree:
    """The value of a document (dict, list, str or None) and the line, from 1, of each path such as `claims[0].text`."""

    value: object
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that has begun and not ended; `key` is the mapping key whose value comes next."""

    value: dict[str, object] | list[object]
    path: str
    key: str | None = None


def load_yaml(text: str) -> Tree:
    """Read one YAML document. An empty plain scalar is None. Raises SyntaxTrouble."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError) as error:
        raise _trouble(text, error) from error
    except UnicodeEncodeError as error:
        raise SyntaxTrouble("The text holds half of a character (a lone surrogate).") from error
    return Tree(builder.root, builder.lines)


def _trouble(text: str, error: yaml.MarkedYAMLError | yaml.reader.ReaderError) -> SyntaxTrouble:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, int(error.position)) + 1
        return SyntaxTrouble(f"This is not YAML: {error.reason}.", line, "Remove the character or write it as \\xNN.")
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    if _indented_by_tab(text, line):
        return SyntaxTrouble("This line is indented with a tab.", line, "Indent with spaces, as the lines around it.")
    begun = error.context_mark.line + 1 if error.context_mark else line
    for words, (what, hint) in _PLAINLY.items():
        if words in f"{error.context} {error.problem}":
            return SyntaxTrouble(f"This is not YAML: {what.format(begun=begun)}", line, hint)
    what = " ".join(part for part in (error.context, error.problem) if part)
    return SyntaxTrouble(f"This is not YAML: {what}.", line, _QUOTE)


def _indented_by_tab(text: str, line: int) -> bool:
    lines = text.splitlines()[line - 1 : line] if line else []
    return any("\t" in one[: len(one) - len(one.lstrip())] for one in lines)


_QUOTE = "Put text that holds a colon, a quotation mark or a # between quotation marks; indent with spaces, not tabs."
_PLAINLY = {
    "parsing a flow mapping": (
        "the '{{' of line {begun} finds no '}}', or what stands between them is not NAME: VALUE, NAME: VALUE.",
        "Close the brace, and put text that holds a colon, a comma or a quotation mark between quotation marks.",
    ),
    "parsing a flow sequence": (
        "the '[' of line {begun} finds no ']', or what stands between them is no list.",
        "Close the bracket, and put text that holds a comma or a quotation mark between quotation marks.",
    ),
    "scanning a quoted scalar": (
        "the quotation mark of line {begun} is not closed.",
        'Close it; a quotation mark inside the text is written \\".',
    ),
    "mapping values are not allowed": ("there is a colon where none can stand.", _QUOTE),
    "parsing a block mapping": ("this line does not stand under the others, or is not NAME: VALUE.", _QUOTE),
    "parsing a block collection": ("this line is not an item of the list above it ('- ').", _QUOTE),
}
"""What the parser says -> what a person can do about it."""


class _Builder:
    """Turns parser events into plain values without recursion."""

    def __init__(self) -> None:
        self.root: object = None
        self.lines: dict[str, int] = {}
        self.documents = 0
        self.open: list[_Open] = []

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                hint = "Write each case into a file of its own, or use JSONL, one case a line."
                raise SyntaxTrouble("A second document begins here; a YAML casefile holds one.", _line(event), hint)
        elif isinstance(event, yaml.AliasEvent):
            hint = "Write the text out in full."
            raise SyntaxTrouble(f"The alias *{event.anchor} is not read in casefiles.", _line(event), hint)
        elif isinstance(event, yaml.NodeEvent):
            self._plain(event)
            self._node(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.open.pop()

    def _plain(self, event: Any) -> None:
        if event.anchor:
            hint = "Remove it and write the text out in full."
            raise SyntaxTrouble(f"The anchor &{event.anchor} is not read in casefiles.", _line(event), hint)
        if event.tag and event.tag != "!":
            raise SyntaxTrouble(
                f"The tag {event.tag} is not read in casefiles.", _line(event), "Remove it; all values are text."
            )

    def _node(self, event: Any) -> None:
        top = self.open[-1] if self.open else None
        if top and isinstance(top.value, dict) and top.key is None:
            top.key = self._key(event, top)
            return
        path = self._place(top)
        self.lines[path] = _line(event)
        if isinstance(event, yaml.ScalarEvent):
            value: object = None if event.value == "" and event.implicit[0] else event.value
        else:
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._put(top, value)
        if isinstance(value, (dict, list)):
            self.open.append(_Open(value, path))
            if len(self.open) > MAX_DEPTH:
                raise SyntaxTrouble(f"This is nested deeper than {MAX_DEPTH} levels.", _line(event))

    def _key(self, event: Any, top: _Open) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise SyntaxTrouble("The name of a field must be text.", _line(event))
        key = str(event.value)
        if key in top.value:
            raise SyntaxTrouble(
                f"The field {key!r} stands twice in one place.", _line(event), "Keep one, or join the two."
            )
        return key

    def _place(self, top: _Open | None) -> str:
        if top is None:
            return ""
        if isinstance(top.value, list):
            return f"{top.path}[{len(top.value)}]"
        return f"{top.path}.{top.key}" if top.path else str(top.key)

    def _put(self, top: _Open | None, value: object) -> None:
        if top is None:
            self.root = value
        elif isinstance(top.value, list):
            top.value.append(value)
        else:
            top.value[str(top.key)] = value
            top.key = None


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
