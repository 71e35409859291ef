"""Which Russian word is the same word as this Ukrainian one? Regular correspondences of letters between their stems. Pure.

Both stems are written in a common spelling in which letters that answer each other are one letter, Russian stems are kept
under it, and what meets is weighed letter by letter: a Ukrainian і may stand for Russian и, о, е, and и for ы, but not any
vowel for any other. A meeting is a cognate in nearly all cases, and now and then a false friend.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

VOWELS = str.maketrans(
    dict.fromkeys("іиыоеєэї", "e") | {"у": "v", "в": "v", "ґ": "г", "ь": "", "ъ": "", "'": "", "щ": "ш"}
)
ANSWERS = {
    ("і", "и"): 0.0, ("и", "ы"): 0.0, ("и", "и"): 0.1, ("є", "е"): 0.0, ("е", "э"): 0.0, ("і", "о"): 0.1, ("і", "е"): 0.1,
    ("о", "е"): 0.2, ("е", "и"): 0.3, ("и", "е"): 0.3, ("и", "о"): 0.3, ("о", "о"): 0.0, ("е", "е"): 0.0, ("є", "э"): 0.1,
    ("у", "в"): 0.2, ("в", "у"): 0.3, ("ґ", "г"): 0.0, ("щ", "щ"): 0.0, ("і", "ы"): 0.3, ("е", "о"): 0.3, ("щ", "ш"): 0.3,
    ("и", "і"): 1.0,
}  # fmt: skip
"""(Ukrainian letter, Russian letter) -> how much it speaks against the pair; equal letters cost nothing, others forbid it."""

BEGINNINGS = (
    ("від", "от", 0.1), ("під", "под", 0.0), ("роз", "раз", 0.0), ("роз", "рас", 0.0), ("з", "с", 0.1), ("з", "из", 0.2),
    ("без", "бес", 0.1), ("перед", "пред", 0.1), ("пере", "пре", 0.2), ("об", "об", 0.0), ("у", "в", 0.1), ("зо", "со", 0.1),
    ("із", "из", 0.0), ("віт", "от", 0.2), ("понад", "сверх", 0.3), ("най", "наи", 0.1), ("між", "меж", 0.0), ("дві", "дву", 0.1),
    ("оч", "оч", 0.0), ("ск", "ск", 0.0), ("вид", "вы", 0.3), ("о", "об", 0.4), ("зд", "зд", 0.0), ("спів", "со", 0.2),
)  # fmt: skip
"""Ukrainian beginning, Russian beginning, cost."""

MOST = 0.7
"""What may speak against a pair."""
SHORTEST = 3
"""Letters of a stem below which two that look alike are too often two words."""
MOST_OF_SHORT = 0.1
"""What may speak against a pair of the shortest stems: of three letters hardly one may differ."""

NEAR = 0.25
"""A pair against which so much more speaks than against the best of a stem is left out."""
LAST = "\uffff"
"""A sign after all letters."""
_DOUBLED = re.compile(r"([^\n])\1+")


def common_spelling(stem: str) -> str:
    """A stem with answering letters made one, soft signs and apostrophes dropped, doubled letters made single.

    Several stems may be given at once, a line each.
    """
    return _DOUBLED.sub(r"\1", stem.translate(VOWELS))


def cognates(ukrainian: Iterable[str], russian: Iterable[str]) -> Iterator[tuple[str, str, float]]:
    """(Ukrainian stem, Russian stem, weight 0 to 1) for each pair that the correspondences allow; equal stems are left out."""
    shelf: dict[str, list[str]] = {}
    for spelled, stem in _spelled(sorted(russian)):
        shelf.setdefault(spelled, []).append(stem)
    found: dict[str, dict[str, float]] = {}
    for stem, reading, spelled, start in _readings(sorted(set(ukrainian))):
        for other in shelf.get(spelled, ()):
            cost = start + letter_cost(reading, other)
            if cost <= (MOST if len(stem) > SHORTEST else MOST_OF_SHORT):
                row = found.setdefault(stem, {})
                row[other] = min(cost, row.get(other, cost))
    for stem, row in found.items():
        least = min(row.values())
        yield from ((stem, other, 1 - cost) for other, cost in row.items() if other != stem and cost <= least + NEAR)


def _spelled(stems: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(common spelling, stem) of those that are long enough."""
    kept = [stem for stem in stems if len(stem) >= SHORTEST]
    # All at once: a call for each of a dictionary's stems takes seconds.
    return zip(common_spelling("\n".join(kept)).split("\n"), kept, strict=True) if kept else iter(())


def _readings(stems: list[str]) -> Iterator[tuple[str, str, str, float]]:
    """(stem, the stem as it is or begun as Russian does, common spelling of that, cost) of stems in order of the alphabet."""
    for spelled, stem in _spelled(stems):
        yield stem, stem, spelled, 0.0
    for ours, theirs, cost in BEGINNINGS:
        begun = stems[bisect_left(stems, ours) : bisect_left(stems, ours + LAST)] if ours != theirs else []
        rests = [stem.removeprefix(ours) for stem in begun if len(stem) - len(ours) >= SHORTEST - 1]
        for spelled, reading in _spelled(theirs + rest for rest in rests):
            yield ours + reading.removeprefix(theirs), reading, spelled, cost


def letter_cost(ukrainian: str, russian: str) -> float:
    """How much speaks against two stems of one common spelling being one word; over 1 where letters do not answer."""
    cost = 0.0
    for ours, theirs in zip(_bare(ukrainian), _bare(russian), strict=False):
        if ours != theirs:
            cost += ANSWERS.get((ours, theirs), 2.0)
    return cost


def _bare(stem: str) -> str:
    """A stem less soft signs, apostrophes and second letters: as many signs as its common spelling."""
    kept = "".join(sign for sign in stem if sign not in "ьъ'")
    spelled = kept.translate(VOWELS)
    return "".join(sign for i, sign in enumerate(kept) if i == 0 or spelled[i - 1] != spelled[i])
