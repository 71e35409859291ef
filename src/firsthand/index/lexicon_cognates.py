"""Which Russian word is the same word as this Ukrainian one? Regular correspondences of letters between their stems. Pure.

Both stems are written in a common spelling in which letters that answer each other are one letter, Russian stems are kept
under it, and what meets is weighed letter by letter: a Ukrainian і may stand for Russian и, о, е, and и for ы, but not any
vowel for any other. A meeting is a cognate in nearly all cases, and now and then a false friend.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

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
SHORTEST = 3


@lru_cache(maxsize=200_000)
def common_spelling(stem: str) -> str:
    """A stem with answering letters made one, soft signs and apostrophes dropped, doubled letters made single."""
    spelled = stem.translate(VOWELS)
    return "".join(sign for i, sign in enumerate(spelled) if i == 0 or spelled[i - 1] != sign)


def cognates(ukrainian: Iterable[str], russian: Iterable[str]) -> Iterator[tuple[str, str, float]]:
    """(Ukrainian stem, Russian stem, weight 0 to 1) for each pair that the correspondences allow; equal stems are left out."""
    shelf: dict[str, list[str]] = {}
    for stem in set(russian):
        shelf.setdefault(common_spelling(stem), []).append(stem)
    for stem in ukrainian:
        if len(stem) >= SHORTEST:
            yield from ((stem, other, 1 - cost) for other, cost in _answers(stem, shelf).items() if other != stem)


def _answers(stem: str, shelf: dict[str, list[str]]) -> dict[str, float]:
    """The Russian stems a Ukrainian one may answer to, with the least cost of each; only those near the least of all."""
    found: dict[str, float] = {}
    for spelled, start in _readings(stem):
        for other in shelf.get(common_spelling(spelled), ()):
            cost = start + letter_cost(spelled, other)
            if cost <= MOST:
                found[other] = min(cost, found.get(other, 1.0))
    least = min(found.values(), default=0.0)
    return {other: cost for other, cost in found.items() if cost <= least + 0.25}


def _readings(stem: str) -> Iterator[tuple[str, float]]:
    yield stem, 0.0
    for ours, theirs, cost in BEGINNINGS:
        if ours != theirs and stem.startswith(ours) and len(stem) - len(ours) >= SHORTEST:
            yield theirs + stem[len(ours) :], cost


def letter_cost(ukrainian: str, russian: str) -> float:
    """How much speaks against two stems of one common spelling being one word; over 1 where letters do not answer."""
    cost = 0.0
    for ours, theirs in zip(_bare(ukrainian), _bare(russian), strict=False):
        if ours != theirs:
            cost += ANSWERS.get((ours, theirs), 2.0)
    return cost


def _bare(stem: str) -> str:
    """A stem less soft signs, apostrophes and second letters: as many signs as its common spelling."""
    kept = [sign for sign in stem if sign not in "ьъ'"]
    return "".join(
        sign for i, sign in enumerate(kept) if i == 0 or common_spelling(kept[i - 1] + sign) != common_spelling(sign)
    )
