"""Are the names of subjects found in a text, inflected, and not everywhere?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.index.names import MemoryNames, NameEngine, name_docs, pack_names
from firsthand.index.segments import Segment
from firsthand.record.ports import NameDoc


def engine(*parts: list[NameDoc]) -> NameEngine:
    return NameEngine([Segment(pack_names(docs), np.ones(len(docs), bool)) for docs in parts])


def doc(name: str, item: str = "case/s", lang: str = "") -> NameDoc:
    return NameDoc(item.partition("/")[0], item, name, lang)


FOUND = [
    ("May Day demonstration", "Two MAY DAY demonstrations were held.", "MAY DAY demonstrations", "case and number"),
    ("the Confederation", "Leaders of the Confederation's youth", "Confederation's", "article and possessive"),
    ("першотравнева демонстрація", "під час першотравневої демонстрації", "першотравневої демонстрації", "genitive"),
    ("Донецьк", "у Донецьку вчора", "Донецьку", "locative"),
    ("Первомайская демонстрация", "на первомайской демонстрации", "первомайской демонстрации", "Russian cases"),
    ("η Συνομοσπονδία", "μέλη της Συνομοσπονδίας", "Συνομοσπονδίας", "Greek genitive; the article is no part of it"),
    ("Ivano-Frankivsk", "in ivano frankivsk", "ivano frankivsk", "a hyphen or a space"),
    ("J. Example", "says J Example", "J Example", "an initial with or without its point"),
    ("Exámple Town", "Example Town", "Example Town", "marks folded"),
    ("US", "the US said", "US", "capitals as capitals"),
    ("confederation", "the confederation met", "confederation", "a long word in small letters, as it stands"),
]


@pytest.mark.parametrize(("name", "text", "words", "why"), FOUND)
def test_found(name: str, text: str, words: str, why: str) -> None:
    hits = engine([doc(name)]).find(text, "")
    assert [text[hit.start : hit.end] for hit in hits] == [words], why


NOT_FOUND = [
    ("Bread", "they sold bread", "a capital in the name asks for one in the text"),
    ("US", "it gave us hope", "capitals throughout ask for capitals"),
    ("US", "Us and them", "one capital is not all"),
    ("vox", "vox pop", "a short word in small letters is not looked for"),
    ("union", "unions met", "a word in small letters is not inflected"),
    ("Іван", "пані Іванова", "a surname is not the name that it is made from"),
    ("May Day", "in May, Day said", "a comma parts a name"),
    ("May Day", "it was May\n\nDay one", "a paragraph parts a name"),
    ("2014", "in 2014", "a number alone names nobody"),
    ("", "anything", "an empty name"),
    ("…", "anything …", "a name without words"),
]


@pytest.mark.parametrize(("name", "text", "why"), NOT_FOUND)
def test_not_found(name: str, text: str, why: str) -> None:
    assert engine([doc(name)]).find(text, "") == [], why


def test_the_longest_name_at_each_place_and_both_bearers_of_an_ambiguous_one() -> None:
    docs = [
        doc("Example", "a/1"),
        doc("Example Town Council", "b/1"),
        doc("Example Town Council", "c/1"),
        doc("Town", "d/1"),
    ]
    text = "Example Town Council met in Example."
    hits = engine(docs[:2], docs[2:]).find(text, "")
    assert [(hit.doc.item, hit.start) for hit in hits] == [("b/1", 0), ("c/1", 0), ("a/1", 28)]


def test_one_subject_is_found_once_in_the_language_of_the_text() -> None:
    docs = [doc("Example", "a/1", "de"), doc("Example", "a/1", "en"), doc("Example", "a/1", "fr")]
    assert [hit.doc.lang for hit in engine(docs).find("Example", "en")] == ["en"]


def test_replaced_names_are_gone_and_the_live_ones_come_back() -> None:
    docs = [doc("Old Name", "a/1", "en"), doc("New Name", "b/1", "en")]
    segment = Segment(pack_names(docs), np.array([False, True]))
    assert name_docs(segment) == docs[1:]
    assert [hit.doc for hit in NameEngine([segment]).find("Old Name, New Name", "en")] == docs[1:]


WORDS = "the May may Day days US us Донецьк Донецьку η Αθήνα Αθήνας union Ivano-Frankivsk , . 7"
TEXT = st.lists(st.sampled_from(WORDS.split()), max_size=9).map(" ".join)
NAMES = st.lists(
    st.builds(doc, TEXT, st.sampled_from(["a/1", "a/2", "b/1"]), st.sampled_from(["en", "uk"])), max_size=5
)


@settings(max_examples=200, deadline=None)
@given(st.lists(NAMES, max_size=3), TEXT)
def test_the_index_answers_as_the_oracle_does(parts: list[list[NameDoc]], text: str) -> None:
    hits = engine(*parts).find(text, "en")
    assert hits == MemoryNames([doc for part in parts for doc in part]).find(text, "en")
    assert all(text[hit.start : hit.end].strip() == text[hit.start : hit.end] != "" for hit in hits)
