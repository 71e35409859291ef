"""Which posts that quote does the fit learn from? A claim's sentence inside other sentences, word for word or with small edits.

Made at fit time from the documentation and from what strangers wrote; see bench/fit_data.py. Half of the claims are not on
file. Asked too is what only shares a frame: the same sentences round another claim, where a claim is on file with its frame.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.fit_own import Asked, Field
from firsthand.matching.folding import words
from firsthand.matching.terms import says_little

BOOKS = (3, 12, 60, 400)
"""Claims of a casebook."""
POSTS = 60
"""Claims of a casebook that are asked for at most, and as many that it does not hold."""
LENGTHS = (8, 40)
"""Words of a sentence that is taken for a claim, or for a frame."""
EDITS = 0.5
"""How often a claim is quoted with small edits."""
FRAMED = 0.3
"""How often a claim is on file with a frame of its own, as a post is that was filed whole."""
ADDED = ("really", "now", "just", "also", "still")


def quoted(rng: random.Random, kind: str, texts: Sequence[str]) -> Iterator[Field]:
    """One casebook of each size, of sentences drawn by lot; claims and frames are never the same sentence."""
    fit = [text for text in dict.fromkeys(texts) if LENGTHS[0] <= len(list(words(text))) <= LENGTHS[1]]
    for size in BOOKS:
        asked = min(size, POSTS)
        drawn = rng.sample(fit, min(len(fit), size + 4 * asked))
        if len(drawn) == size + 4 * asked:
            yield _book(rng, f"{kind}, {size} quoted", drawn[: size + asked], drawn[size + asked :])


def _book(rng: random.Random, name: str, claims: Sequence[str], frames: Sequence[str]) -> Field:
    """The last claims, as many as are asked for, are not on file; each claim that is asked for has a frame."""
    asked = len(frames) // 3
    held, lacking = claims[:-asked], claims[-asked:]
    framed = {n: _framed(held[n], frames[n], "") for n in range(asked) if rng.random() < FRAMED}
    rows = [_row(str(n), framed.get(n, text)) for n, text in enumerate(held)]
    posts = []
    for n in range(asked):
        before, after = frames[asked + n], frames[2 * asked + n]
        posts.append(Asked(f"{n} quoted", _framed(_edited(rng, held[n]), before, after), frozenset([str(n)])))
        # Where the claim is on file with its frame, the frame comes back round what is not on file.
        before = frames[n] if n in framed else before
        posts.append(Asked(f"{n} another", _framed(_edited(rng, lacking[n]), before, after), frozenset()))
    return Field(name, tuple(rows), tuple(posts))


def _framed(claim: str, before: str, after: str) -> str:
    return " ".join(filter(None, (before, claim, after)))


def _edited(rng: random.Random, text: str) -> str:
    """The text itself, or with one or two small edits that leave what it says: a little word out, or another one in."""
    said = text.split()
    for _ in range(rng.choice((1, 2)) if rng.random() < EDITS else 0):
        place = rng.randrange(len(said))
        if says_little(said[place].lower()):
            del said[place]
        else:
            said.insert(place, rng.choice(ADDED))
    return " ".join(said)


def _row(id: str, text: str) -> Mapping[str, Any]:
    return {"id": id, "text": text, "title": ""}
