"""By which road is a wording found: words, other names, word lists, spelling, meaning? And by none where there is none?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from firsthand.index.memory import MemoryTexts
from firsthand.index.postings import Ints, Keys, stable_key, text_keys
from firsthand.index.segments import Segment
from firsthand.index.text import TextEngine
from firsthand.index.text_pack import pack_texts
from firsthand.matching.folding import fold
from firsthand.matching.terms import term_stem
from firsthand.record.ports import TextDoc, TextHit

CLAIMS = {
    "en": "The mayor of Exampleville sold the old mill to his brother",
    "uk": "У пекарні Прикладенка хліб змішують з тирсою",
    "el": "Ο δήμαρχος Ζελενόπουλος έκλεισε τη γέφυρα",
    "ru": "Забастовка на мельнице продлилась девять дней",
}
PAIRS = {("хліб", "bread"): 1.0, ("тирса", "sawdust"): 0.5, ("забастовка", "strike"): 1.0, ("мельница", "mill"): 0.7}


class Pairs:
    """A word list of four pairs of words, both ways, of the form of a compiled lexicon."""

    def __init__(self) -> None:
        both = [(a, b, w) for (a, b), w in PAIRS.items()] + [(b, a, w) for (a, b), w in PAIRS.items()]
        self.rows = [(stable_key(term_stem(fold(a))), stable_key(term_stem(fold(b))), w) for a, b, w in both]

    def translations(self, keys: Keys) -> tuple[Ints, Keys, NDArray[np.float32]]:
        found = [(i, b, w) for i, key in enumerate(keys.tolist()) for a, b, w in self.rows if a == key]
        asked, theirs, weights = zip(*found, strict=True) if found else ((), (), ())
        return np.array(asked, np.int64), np.array(theirs, np.uint64), np.array(weights, np.float32)


class Senses:
    """Meaning as a person told it: texts of one number mean the same, all others nothing of each other."""

    def __init__(self, senses: dict[str, int]) -> None:
        self.senses = senses

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([np.eye(8)[self.senses.get(text, 7)] for text in texts], np.float32)

    def nearest(self, vector: NDArray[np.float32], k: int) -> tuple[Keys, NDArray[np.float32]]:
        same = [text for text, sense in self.senses.items() if vector[sense] > 0][:k]
        return text_keys(same), np.ones(len(same), np.float32)

    def likeness(self, vector: NDArray[np.float32], keys: Keys) -> NDArray[np.float32]:
        known = dict(zip(text_keys(list(self.senses)).tolist(), self.senses.values(), strict=True))
        return np.array([vector[known[key]] if key in known else np.nan for key in keys.tolist()], np.float32)


def docs() -> list[TextDoc]:
    return [TextDoc(lang, f"{lang}/c", 0, text, lang) for lang, text in CLAIMS.items()]


def engine(lexicon: Pairs | None = None, meaning: Senses | None = None) -> TextEngine:
    return TextEngine([Segment(pack_texts(docs()), np.ones(len(CLAIMS), bool))], lexicon, meaning)


def first(hits: Sequence[TextHit]) -> tuple[str, str]:
    return (hits[0].doc.case, hits[0].road) if hits else ("", "")


@pytest.mark.parametrize(
    ("text", "lang", "expected", "why"),
    [
        ("The mayor of Exampleville sold the old mill", "en", ("en", "passages"), "five words in a row"),
        (
            "His brother bought a mill, and who sold it? The mayor",
            "en",
            ("en", "words"),
            "the same words in another order",
        ),
        ("They put sawdust into the bread", "en", ("uk", "translation"), "both telling words by the list"),
        ("The strike has gone on for days", "en", ("ru", "translation"), "one word by the list"),
        ("The Prikladenko bakery again", "en", ("uk", "spelling"), "a name in other letters"),
        ("Мэр Зеленопулос снова здесь", "ru", ("el", "spelling"), "a Greek name in Cyrillic letters"),
        ("Exampelville", "en", ("en", "spelling"), "a slip of the pen"),
        ("Wholly unrelated vocabulary", "en", ("", ""), "nothing in common"),
    ],
)
def test_roads(text: str, lang: str, expected: tuple[str, str], why: str) -> None:
    assert first(engine(Pairs()).find(text, lang, 3)) == expected, why


def test_the_oracle_finds_by_the_same_roads() -> None:
    for text in (
        "They put sawdust into the bread",
        "The Prikladenko bakery again",
        "strike at the mill",
        "Exampelville",
    ):
        ours, theirs = engine(Pairs()).find(text, "", 4), MemoryTexts(docs(), Pairs()).find(text, "", 4)
        assert [(h.doc, h.road, h.glosses) for h in ours] == [(h.doc, h.road, h.glosses) for h in theirs]
        assert [h.score for h in ours] == pytest.approx([h.score for h in theirs])
        assert [h.rare for h in ours] == [pytest.approx(h.rare) for h in theirs]


def test_glosses_name_both_words() -> None:
    hit = engine(Pairs()).find("They put sawdust into the bread", "en", 1)[0]
    assert set(hit.glosses) == {(term_stem("sawdust"), term_stem("тирсою")), (term_stem("bread"), term_stem("хліб"))}


def test_a_text_in_the_only_language_on_file_is_not_translated() -> None:
    one = TextEngine([Segment(pack_texts(docs()[:1]), np.ones(1, bool))], Pairs())
    assert one.find("мельница", "en", 3) == []
    assert first(one.find("мельница", "ru", 3)) == ("en", "translation")


def test_another_name_of_a_subject_is_looked_for() -> None:
    names = [("Confederation", "мельница Прикладенка")]
    assert engine().find("Confederation meets", "en", 3) == []
    hits = engine().find("Confederation meets", "en", 3, names)
    assert {(hit.doc.case, hit.road) for hit in hits} == {("uk", "names"), ("ru", "names")}


def test_meaning_finds_what_shares_no_word() -> None:
    text = "A public official let a relative have municipal property"
    meaning = Senses({CLAIMS["en"]: 1, text: 1, CLAIMS["el"]: 2})
    hit = engine(None, meaning).find(text, "en", 3)[0]
    assert (hit.doc.case, hit.road, hit.likeness) == ("en", "meaning", 1.0)
    assert engine().find(text, "en", 3) == []


def test_a_text_without_a_vector_on_file_has_no_likeness() -> None:
    hit = engine(None, Senses({CLAIMS["el"]: 2})).find(CLAIMS["en"], "en", 1)[0]
    assert hit.likeness is None


def test_a_word_run_together_is_cut_in_two() -> None:
    assert first(engine().find("#oldmill", "en", 3))[0] == "en"
    assert first(engine().find("@OldMill", "en", 3))[0] == "en"


def test_of_equal_wordings_the_first_filed_comes_first() -> None:
    same = [TextDoc(case, f"{case}/c", 0, "bread mixed with sawdust", "en") for case in ("z", "a", "m")]
    parts = [Segment(pack_texts(same[:1]), np.ones(1, bool)), Segment(pack_texts(same[1:]), np.ones(2, bool))]
    assert [hit.doc.case for hit in TextEngine(parts).find("sawdust in the bread", "en", 3)] == ["z", "a", "m"]
