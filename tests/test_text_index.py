"""Does the text index on disk find what the obvious one finds, however its documents are split into segments?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.index.grams import LONG, SHORT, gram_rows, word_grams
from firsthand.index.memory import MemoryTexts
from firsthand.index.postings import stable_key
from firsthand.index.segments import Segment
from firsthand.index.text import TextEngine
from firsthand.index.text_pack import merge_texts, pack_texts, text_doc
from firsthand.index.tokens import tokens
from firsthand.matching.terms import term_stem, terms
from firsthand.record.ports import TextDoc, TextHit

WORDS = "the bread flag marched march Marches in 2014 Kyiv 7 хліб хліба прапор прапором η σημαία σημαίες bread-line"
TEXT = st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join)
BATCH = st.dictionaries(st.sampled_from("abcd"), st.lists(TEXT, max_size=3), max_size=3)


def documents(batch: dict[str, list[str]]) -> list[TextDoc]:
    return [
        TextDoc(case, f"{case}/c{i % 2}", i, text, "") for case, texts in batch.items() for i, text in enumerate(texts)
    ]


def segments(batches: list[dict[str, list[str]]]) -> list[Segment]:
    """One segment a batch; a later batch that names a case takes the place of that case in all earlier ones."""
    made = []
    for number, batch in enumerate(batches):
        later = {case for after in batches[number + 1 :] for case in after}
        docs = documents(batch)
        made.append(Segment(pack_texts(docs), np.array([doc.case not in later for doc in docs], bool)))
    return made


def oracle(batches: list[dict[str, list[str]]]) -> MemoryTexts:
    memory = MemoryTexts()
    for batch in batches:
        for case in batch:
            memory.remove(case)
        memory.add(documents(batch))
    return memory


def check_same(left: list[TextHit], right: list[TextHit]) -> None:
    assert [(hit.doc, hit.road) for hit in left] == [(hit.doc, hit.road) for hit in right]
    for one, other in zip(left, right, strict=True):
        assert one.score == pytest.approx(other.score, abs=1e-6)
        assert one.rare == pytest.approx(other.rare, abs=1e-6)


@settings(max_examples=150, deadline=None)
@given(st.lists(BATCH, max_size=4), TEXT, st.integers(0, 6))
def test_the_index_answers_as_the_oracle_does(batches: list[dict[str, list[str]]], text: str, k: int) -> None:
    check_same(TextEngine(segments(batches)).find(text, "", k), oracle(batches).find(text, "", k))


@settings(max_examples=60, deadline=None)
@given(st.lists(BATCH, min_size=1, max_size=4), TEXT)
def test_merging_segments_changes_no_answer(batches: list[dict[str, list[str]]], text: str) -> None:
    parts = segments(batches)
    arrays = merge_texts(parts)
    whole = Segment(arrays, np.ones(len(arrays["length"]), bool))
    check_same(TextEngine([whole]).find(text, "", 5), TextEngine(parts).find(text, "", 5))


def test_documents_come_back_as_they_went_in() -> None:
    docs = [TextDoc("a", "a/1", 0, "Прапор \ud800 ⚑", "uk"), TextDoc("b", "b/2", 3, "", "")]
    arrays = pack_texts(docs)
    assert [text_doc(arrays, i) for i in range(2)] == docs


CLAIMS = [
    "Bread sold in Exampleville is mixed with sawdust from the old mill",
    "The mayor of Exampleville sold the old mill to his brother in 2011",
    "Учасники конфедерації вийшли на площу з чужими прапорами",
    "Οι διαδηλωτές έκαψαν τη σημαία στην πλατεία",
]

FOUND = [
    ("they mix SAWDUST into the bread!!", 0, "other order, case and endings"),
    ("https://mill.example/sold/2011 @mayor sawdust", 0, "an address and a handle are not words"),
    ("his #BrotherMill", 1, "a tag is taken apart"),
    ("чужий прапор на площі конфедерацій", 2, "Ukrainian cases"),
    ("ΕΚΑΨΑΝ ΣΗΜΑΙΕΣ", 3, "Greek capitals without accents, another number"),
]


@pytest.mark.parametrize(("text", "first", "why"), FOUND)
def test_what_is_found_first(text: str, first: int, why: str) -> None:
    docs = [TextDoc(str(i), f"{i}/c", 0, claim, "") for i, claim in enumerate(CLAIMS)]
    hits = TextEngine([Segment(pack_texts(docs), np.ones(len(docs), bool))]).find(text, "", 3)
    assert hits[0].doc == docs[first], why


def test_a_shared_run_names_its_road_and_shares_are_whole_for_equal_texts() -> None:
    docs = [TextDoc("0", "0/c", 0, CLAIMS[0], "en")]
    hit = TextEngine([Segment(pack_texts(docs), np.ones(1, bool))]).find(CLAIMS[0], "en", 1)[0]
    assert (hit.road, hit.rare) == ("passages", (1.0, 1.0))


@pytest.mark.parametrize("text", ["", "   ", "!?…", "https://example.org", "wholly unrelated vocabulary"])
def test_nothing_in_common_finds_nothing(text: str) -> None:
    docs = [TextDoc("0", "0/c", 0, CLAIMS[0], "en")]
    assert TextEngine([Segment(pack_texts(docs), np.ones(1, bool))]).find(text, "", 5) == []
    assert TextEngine([]).find(text, "", 5) == []


@given(st.lists(st.text(max_size=9), max_size=5), st.sampled_from([SHORT, LONG]))
def test_grams_of_one_word_are_those_of_many_at_once(stems: list[str], size: int) -> None:
    keys, ends = gram_rows(stems, size)
    for number, stem in enumerate(stems):
        assert sorted(word_grams(stem, size)) == keys[ends[number] : ends[number + 1]].tolist()


@given(st.lists(st.one_of(TEXT, st.text(max_size=30)), max_size=5))
def test_a_batch_is_taken_apart_as_each_text_is(texts: list[str]) -> None:
    found = tokens(texts)
    for number, text in enumerate(texts):
        expected = terms(text)
        mine = found.owners == number
        assert found.words[mine].tolist() == [stable_key(term.folded) for term in expected]
        assert [found.vocabulary[place] for place in found.stems[mine]] == [term_stem(term.folded) for term in expected]
