"""Does a paragraph begin with a label that says who speaks ("Y.T.:", "A.D. and S.Sh.:", "Dr. Roe:", "Question:")?"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache

from firsthand.matching.folding import fold
from firsthand.reading.interview_blocks import MARKS, Block
from firsthand.reading.interview_words import flat, listed
from firsthand.reading.wordlists import table

LONGEST_LABEL = 90
"""Letters before the colon."""

LONGEST_NAME = 5
"""Words of a name."""

QUESTION, ANSWER, ASKER, ANSWERER, NAME = "question", "answer", "asker", "answerer", ""

_INITIALS = r"(?:[^\W\d_]{1,2}\.[ \xa0]?){1,3}[^\W\d_]{0,2}\.?"
_IS_INITIALS = re.compile(rf"{_INITIALS}$|[^\W\d_]{{2,4}}$")
_ALIAS = re.compile(r"\(([^()]{1,60})\)")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ.-])*$")
_SMALL = "de da di du del la le van von der den el al bin ibn bint ben ter af av zu των του της де ван фон да"
_PARTICLES = frozenset(_SMALL.split(" "))
_ONE_LETTER = re.compile(
    r"(?:\*\*|__)?(Q|A|Ε|Α|П|В|О|З|[^\W\d_]{3,9})\s*\.?\s*(?:\*\*|__)?(?:[.:]|\s[-–—])\s*(?:\*\*|__)?\s*"
)
_DOTTED = re.compile(rf"(?:\*\*|__)?({_INITIALS})\s*(?:[-–—]\s*)?(?:\*\*|__)?\s*(?=[^\W\d_«“\"(])")


@dataclass(frozen=True, slots=True)
class Part:
    """One of those whom a label names: as written, the initials given for it, and its role where the word is no name."""

    written: str
    alias: str = ""
    role: str = NAME

    @property
    def key(self) -> str:
        return key(self.written)

    @property
    def last(self) -> str:
        """The surname, or what stands for it."""
        return self.key if self.initials else key(self.written.split()[-1])

    @property
    def initials(self) -> bool:
        return is_initials(self.written)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at `text[start:end]` and those it names; the words of the turn begin at `after`."""

    start: int
    end: int
    after: int
    parts: tuple[Part, ...]


def key(written: str) -> str:
    """By which two spellings of one label are the same: its folded letters."""
    return "".join(sign for sign in fold(written) if sign.isalnum())


def is_initials(written: str) -> bool:
    """ "Y.T.", "S.Sh.", "YT": letters with points, or up to four capitals."""
    bare = written.strip()
    return ("." in bare and _IS_INITIALS.match(bare) is not None) or (
        bare.isupper() and len(bare) <= 4 and bare.isalpha()
    )


def label_of(block: Block, lang: str) -> Label | None:
    """The label with which a paragraph begins, None where there is none."""
    head = block.said[: LONGEST_LABEL + 2]
    colon = head.find(":")
    if colon < 0:
        return _without_colon(block, lang)
    if colon == 0 or _no_label(block.said, colon):
        return None
    parts = _parts(head[:colon].strip(MARKS), lang)
    return _label(block, colon, parts) if parts else None


def _no_label(said: str, colon: int) -> bool:
    """ "12:4", "http://": a colon that stands within something."""
    after = said[colon + 1 : colon + 3]
    return said[colon - 1].isdigit() or after.startswith("//") or (after[:1].isalnum() and said[:colon].islower())


def _label(block: Block, colon: int, parts: tuple[Part, ...]) -> Label:
    rest = block.said[colon + 1 :]
    kept = rest.lstrip(MARKS)
    return Label(block.start, block.start + colon + 1, block.end - len(kept), parts)


def _without_colon(block: Block, lang: str) -> Label | None:
    """ "Q. How ...", "Питання — ...", "Y.T. Hello": only words for question and answer, and initials, go without a colon."""
    if found := _ONE_LETTER.match(block.said):
        role = role_of(found[1], lang)
        point = found[1].isupper() or block.said[found.end(1) :].lstrip()[:1] in "-–—"
        if role in (QUESTION, ANSWER) and point:
            return Label(
                block.start, block.start + found.end(1), block.start + found.end(), (Part(found[1], "", role),)
            )
    if (found := _DOTTED.match(block.said)) and found[1][:1].isupper() and found.end() < len(block.said):
        name = found[1].strip()
        return Label(block.start, block.start + found.end(1), block.start + found.end(), (Part(name),))
    return None


def line_label(block: Block, lang: str) -> Label | None:
    """A paragraph that is nothing but a name, as where the name was set in bold above what is said."""
    if len(block.said) > 40 or block.said[-1] in "?!;:…,":
        return None
    parts = _parts(block.said, lang)
    return Label(block.start, block.end, block.end, parts) if len(parts) == 1 else None


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(rf"\s*[&/+,]\s*|\s+(?:{'|'.join(sorted(listed('joint')))})\s+", re.IGNORECASE)


def _parts(written: str, lang: str) -> tuple[Part, ...]:
    """Those whom a label names; empty where it is no label."""
    aliases = [found[1].strip() for found in _ALIAS.finditer(written)]
    bare = _ALIAS.sub(" ", written).strip(MARKS)
    if "(" in bare or ")" in bare or not bare:
        return ()
    names = [name.strip(MARKS) for name in _joint().split(bare)]
    if len(names) > 1 and len(names[0].split()) > 1 and _is_name(names[0]) and not all(map(_is_label, names)):
        names = names[:1]  # "Ann Roe, a nurse from Leeds:" says who she is
    if not all(map(_is_label, names)) or len(names) > 6:
        return ()
    alias = next((one for one in aliases if is_initials(one)), "") if len(names) == 1 else ""
    return tuple(_part(name, alias, lang) for name in names)


def _part(name: str, alias: str, lang: str) -> Part:
    role = role_of(name, lang)
    return Part(name.rstrip(".") if role else _untitled(name), alias, role)


def careless(block: Block, keys: Container[str]) -> Label | None:
    """A known label without its capitals ("julia penn:")."""
    head, colon, _ = block.said[: LONGEST_LABEL + 2].partition(":")
    known = colon and key(head) in keys
    return _label(block, len(head), (Part(head.strip(MARKS)),)) if known else None


def _is_label(name: str) -> bool:
    return _is_name(name) or role_of(name, "") != NAME


def _is_name(name: str) -> bool:
    """Capitalised words, initials and particles, at most five."""
    words = name.split()
    if not 1 <= len(words) <= LONGEST_NAME or not name[:1].isalpha():
        return False
    return all(_WORD.match(word) and (word[0].isupper() or word in _PARTICLES or _title(word)) for word in words)


def _title(word: str) -> bool:
    return flat(word).strip() in listed("titles")


def _untitled(name: str) -> str:
    words = name.split()
    while len(words) > 1 and _title(words[0]) and not is_initials(name):
        words = words[1:]
    return " ".join(words)


def role_of(name: str, lang: str) -> str:
    """`question`, `answer`, `asker` or `answerer`, where a label is such a word and no name."""
    word = flat(name).strip()
    return next((role for role in (QUESTION, ANSWER, ASKER, ANSWERER) if word in _role_words(role, lang)), NAME)


@cache
def _role_words(role: str, lang: str) -> frozenset[str]:
    if role in (ASKER, ANSWERER) or not lang:
        return listed(role)
    own = [*table("interviews")[lang][role], *table("interviews")["en"][role]]
    return frozenset(flat(word).strip() for word in own)


def nobody(part: Part) -> bool:
    """Is it a word that stands before a colon without anybody speaking ("Note:", "Price:")?"""
    return flat(part.written).strip() in listed("nobody")


def in_court(part: Part) -> bool:
    return flat(part.written).strip() in listed("court")


def words_in(name: str) -> Iterator[str]:
    """The folded words of a name, initials as their letters."""
    return (key(word) for word in name.replace(".", ". ").split() if key(word))
