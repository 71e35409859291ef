"""Does the scan of a text find the claims that the obvious comparison finds, whatever the text?"""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firsthand.index.scan import Candidate, Scanner
from firsthand.index.scan_words import WordNumbers
from firsthand.matching.terms import terms

WORDS = [
    "the",
    "Mill",
    "mill",
    "flag-day",
    "ΣΗΜΑΙΑ",
    "σημαία",
    "хліб",
    "#OldMill",
    "@us",
    "http://a.b/the",
    "7,",
    "don't",
    "🙂",
    "½",
]
TEXT = st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join)


def folded(text: str) -> list[str]:
    return [word.folded for word in terms(text)]


def runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def obvious(claims: list[str], text: str) -> set[Candidate[int]]:
    words, found = folded(text), set()
    for number, claim in enumerate(claims):
        own = folded(claim)
        whole = runs(own) if len(own) >= 5 else set(own)
        shared = whole & runs(words) if len(own) >= 5 else whole & set(words)
        if shared and (len(own) >= 5 or shared == whole):
            found.add(Candidate(number, len(shared), len(whole)))
    return found


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXT, max_size=6), TEXT)
def test_the_scan_agrees_with_the_obvious_comparison(claims: list[str], text: str) -> None:
    found = Scanner(enumerate(claims)).candidates(text)
    assert set(found) == obvious(claims, text)
    assert len(set(found)) == len(found)
    assert found == sorted(found, key=lambda one: (-one.shared / one.runs, one.key))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), TEXT))
@example("WWW.mill.com/x the flag")
@example("pıc.twitter.com/x a-b http://x y")
def test_words_are_numbered_as_they_are_read_elsewhere(text: str) -> None:
    numbers = WordNumbers()
    first = numbers.read(text).tolist()
    names = dict(zip(folded(text), first, strict=True))
    assert first == [names[word] for word in folded(text)]
    assert len(set(names.values())) == len(names) == len(numbers)
    numbers.close()
    assert numbers.read(text).tolist() == first
    assert numbers.read("neverseen").tolist() == [0]


CLAIM = "The old mill was sold to a stranger"
TEXTS = [
    (CLAIM.upper(), [Candidate("a", 4, 4)], "the claim itself, in capitals"),
    ("They say that the old mill was sold. To whom?", [Candidate("a", 2, 4)], "a part"),
    (
        "Bread is free, cheap is the mill; the mill is lost",
        [Candidate("b", 3, 3)],
        "all words of a short claim, far apart",
    ),
    ("The old mill is sold to a stranger", [], "no five words in a row"),
    ("", [], "nothing"),
    ("🙂", [], "no words"),
]


@pytest.mark.parametrize(("text", "found", "why"), TEXTS)
def test_examples(text: str, found: list[Candidate[str]], why: str) -> None:
    scanner = Scanner([("a", CLAIM), ("b", "Bread is free"), ("c", "")])
    assert len(scanner) == 3
    assert scanner.candidates(text) == found, why


def test_an_empty_casebook_finds_nothing() -> None:
    assert Scanner([]).candidates(CLAIM) == []


@pytest.mark.parametrize("text", ["mill " * 200_000, "x" * 1_000_000, CLAIM * 20_000])
def test_long_lines_are_scanned(text: str) -> None:
    assert len(Scanner([("a", CLAIM), ("a", CLAIM)]).candidates(text)) == (2 if "old" in text else 0)
