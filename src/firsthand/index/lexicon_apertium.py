"""Which Russian and Ukrainian words does Apertium's word list pair? Read from its compiled transducer.

The form is that of lttoolbox (wiki.apertium.org, "Binary format"): `LTTB` and 64 bits of features, the letters, the tags, the
pairs of symbols, then each transducer: first state, final states, and per state its arcs as differences. Numbers take one to
four bytes, the two upper bits of the first saying how many follow. Symbols below zero are tags (`<n>`), zero is nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from firsthand.index.dictd import DictionaryError

MAGIC, PART_MAGIC = b"LTTB", b"LTTD"
LONGEST = 40
"""Letters beyond which a path is given up: a loop, and no word."""


@dataclass(frozen=True, slots=True)
class Transducer:
    """States by number: `arcs[state]` are (symbol pair, next state)."""

    first: int
    finals: frozenset[int]
    arcs: list[list[tuple[int, int]]]


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def number(self) -> int:
        head = self.data[self.at]
        more = head >> 6
        value = int.from_bytes(bytes([head & 0x3F]) + self.data[self.at + 1 : self.at + 1 + more], "big")
        self.at += 1 + more
        return value

    def string(self) -> str:
        return "".join(chr(self.number()) for _ in range(self.number()))

    def features(self, magic: bytes) -> int:
        """The features that follow a magic word; 0, and nothing is read, where it does not stand here."""
        if self.data[self.at : self.at + 4] != magic:
            return 0
        self.at += 12
        return int.from_bytes(self.data[self.at - 8 : self.at], "little")


def word_pairs(path: Path) -> set[tuple[str, str]]:
    """All pairs of single words (left language, right language) of a compiled bilingual list.

    DictionaryError where the file is missing, cut short or of a form that is not known.
    """
    try:
        reader = _Reader(path.read_bytes())
        pairs, transducers = _read(reader)
        found = {pair for transducer in transducers for pair in _walked(transducer, pairs)}
    except (OSError, IndexError, ValueError, OverflowError) as error:
        raise DictionaryError(
            f"The word list {path} cannot be used: {error}.", hint="Install its package again."
        ) from error
    return {pair for pair in found if all(word.replace("-", "").isalpha() for word in pair)}


def _read(reader: _Reader) -> tuple[list[tuple[str, str]], list[Transducer]]:
    if not reader.data.startswith(MAGIC):
        raise ValueError("it does not begin as a compiled word list does")
    reader.features(MAGIC)
    reader.string()
    tags = [reader.string() for _ in range(reader.number())]
    codes = [(reader.number() - len(tags), reader.number() - len(tags)) for _ in range(reader.number())]
    pairs = [(_sign(left), _sign(right)) for left, right in codes]
    return pairs, [_transducer(reader) for _ in range(reader.number())]


def _sign(code: int) -> str:
    """The letter of a symbol; '' for nothing, '<' for any tag."""
    return "<" if code < 0 else (chr(code) if code else "")


def _transducer(reader: _Reader) -> Transducer:
    reader.string()
    if reader.features(PART_MAGIC):
        raise ValueError("its arcs carry weights, which are not read here")
    first, last = reader.number(), 0
    finals = []
    for _ in range(reader.number()):
        last += reader.number()
        finals.append(last)
    count = reader.number()
    return Transducer(first, frozenset(finals), [_arcs(reader, state, count) for state in range(count)])


def _arcs(reader: _Reader, state: int, count: int) -> list[tuple[int, int]]:
    found, symbol = [], 0
    for _ in range(reader.number()):
        symbol += reader.number()
        found.append((symbol, (reader.number() + state) % count))
    return found


def _walked(transducer: Transducer, pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The words along all paths, each side up to its first tag; numbers and loops are not followed."""
    waiting = [(transducer.first, "", "")]
    while waiting:
        state, left, right = waiting.pop()
        if left.endswith("<") and right.endswith("<"):
            yield left[:-1], right[:-1]
            continue
        for symbol, following in transducer.arcs[state]:
            ours, theirs = (_longer(side, sign) for side, sign in zip((left, right), pairs[symbol], strict=True))
            if following != state and max(len(ours), len(theirs)) < LONGEST and _is_word(ours + theirs):
                waiting.append((following, ours, theirs))


def _longer(side: str, sign: str) -> str:
    """A side with one more sign; after its first tag nothing is added."""
    return side if side.endswith("<") else side + sign


def _is_word(signs: str) -> bool:
    return not signs or signs.replace("-", "").replace("<", "").replace("'", "").isalpha() or set(signs) <= set("-<'")
