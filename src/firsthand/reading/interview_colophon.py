"""Where do the turns end, and where does it begin to be told who printed and reprinted them?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.reading.interview_blocks import Block
from firsthand.reading.interview_words import begins, flat, holds

FEW_WORDS = 40
"""Words of a paragraph that may hold such a notice; a longer one speaks of copyright without being one."""

SHORT = 8
"""Words of a line (the name of a site) that goes with the notice after it."""

_SITE = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?$")
_END = (".", "!", "?", "…", ";", ":", ",", "»", "”", '"', ")")
_RIGHTS = ("©", "(c)", "(с)")


def colophon_start(paragraphs: Sequence[Block], begins_at: int, turns_end: int, title: str) -> int | None:
    """Where the colophon begins; None where there is none.

    `begins_at` is where the words of the last turn begin, `turns_end` the end of its first paragraph, which is never part of the
    colophon. `title` is the first line of the text.
    """
    rest = [block for block in paragraphs if block.start >= turns_end and block.start > begins_at]
    for i, block in enumerate(rest):
        if _notice(block.said) or _title_again(block.said, title):
            while i and _goes_with(rest[i - 1].said):
                i -= 1
            return rest[i].start
    return None


def _notice(said: str) -> bool:
    if len(said) > 600 or len(said.split()) > FEW_WORDS:
        return False
    folded = flat(said)
    if said.lstrip("[(").startswith(_RIGHTS) or _SITE.match(said):
        return True
    return begins(folded, "colophon_starts") or holds(folded, "colophon_holds")


def _title_again(said: str, title: str) -> bool:
    """Does the title come back, alone or with author and date beside it?"""
    ours, again = flat(title), flat(said)
    return len(ours.split()) >= 3 and ours in again and len(again.split()) <= len(ours.split()) + FEW_WORDS


def _goes_with(said: str) -> bool:
    """A short line without an end: the name of a site or an author before the notice."""
    return len(said.split()) <= SHORT and not said.rstrip().endswith(_END)
