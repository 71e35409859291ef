"""Are the names of subjects found in a text, inflected, and not everywhere?"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.index.name_search import BEARERS
from firsthand.index.names import MemoryNames, NameEngine, name_docs, pack_names
from firsthand.index.recall import Voice, _subjects
from firsthand.index.segments import Segment
from firsthand.record.ports import NameDoc
from firsthand.record.where import Level, Where
from name_rows import docs, rows


def engine(*parts: list[NameDoc]) -> NameEngine:
    return NameEngine([Segment(pack_names(docs), np.ones(len(docs), bool)) for docs in parts])


def doc(name: str, item: str = "case/s", lang: str = "", kind: str = "") -> NameDoc:
    return NameDoc(item.partition("/")[0], item, name, lang, kind)


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


@pytest.mark.parametrize("parts", [1, 3])
def test_the_index_answers_as_the_oracle_does_on_real_sentences(parts: int) -> None:
    """Names of one subject may lie in any segment here; in a casebook they lie in one."""
    held = docs()
    index, memory = engine(*(held[number::parts] for number in range(parts))), MemoryNames()
    for number in range(parts):
        memory.add(held[number::parts])
    for row in rows():
        assert index.find(row.text, row.lang) == memory.find(row.text, row.lang), row.text


PEOPLE = (
    "Олена Олени Петришенко Петришенка О. Миколаївна пані Olena Petryshenko O. Іван Івана , вулиця Петришенко-Коваль"
)
PERSONS = ["Олена Петришенко", "Olena Petryshenko", "Петришенко Іван", "Олена Миколаївна Петришенко", "О. Петришенко"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.builds(doc, st.sampled_from(PERSONS), st.sampled_from(["a/1", "a/2", "b/1"]), kind=st.just("person"))),
    st.lists(st.sampled_from(PEOPLE.split()), max_size=12).map(" ".join),
)
def test_the_index_answers_as_the_oracle_does_on_persons(held: list[NameDoc], text: str) -> None:
    hits = engine(held[:2], held[2:]).find(text, "uk")
    assert hits == MemoryNames(held).find(text, "uk")
    ends = [hit.end for hit in hits if hit.start != hits[0].start]
    assert all(text[hit.start : hit.end].strip() for hit in hits)
    assert ends == sorted(ends), "no name within another"


ROADS = [
    ("Олена Петришенко виступила.", "name"),
    ("Без Олени Петришенко.", "inflected"),
    ("Olena Petryshenko spoke.", "transliterated"),
    ("Олена Петришенко. Потім О. Петришенко.", "initials"),
    ("Олена Петришенко. Учора Петришенко була.", "surname"),
]


@pytest.mark.parametrize(("text", "road"), ROADS)
def test_a_hit_says_by_which_road(text: str, road: str) -> None:
    hits = engine([doc("Олена Петришенко", kind="person")]).find(text, "uk")
    assert hits[-1].road == road


BAD = ["", "…", "-", "A", "I", "the", "А. Б.", "\ud800", "x" * 500, "7", "\u200b", "Ї"]


@pytest.mark.parametrize("kind", ["person", "body", ""])
def test_bad_names_are_found_nowhere_and_harm_none(kind: str) -> None:
    held = [doc(name, f"c/{number}", "en", kind) for number, name in enumerate(BAD)]
    text = "A the I am … А. Б. said 7 things - \ud800 x. Олена Петришенко. I. A."
    hits = engine([*held, doc("Олена Петришенко", "c/o", "uk", "person")]).find(text, "en")
    assert {hit.doc.item for hit in hits} - {"c/3", "c/4", "c/11"} == {"c/o"}, "a body may have a name of one letter"


def test_of_one_name_so_many_bearers_are_given() -> None:
    held = [doc("Олена Петришенко", f"c{number}/s", "uk", "person") for number in range(2 * BEARERS)]
    hits = engine(held).find("Олена Петришенко прийшла. Потім О. Петришенко пішла.", "uk")
    assert len(hits) == 2 * BEARERS
    assert len({hit.doc.item for hit in hits}) == BEARERS


def test_a_long_text_is_read_in_one_go() -> None:
    text = "Мартін і Олена Петришенко та інші люди прийшли. " * 20_000
    hits = engine([doc("Олена Петришенко", kind="person")]).find(text, "uk")
    assert len(hits) == 20_000


class OnePlace:
    """A gazetteer that knows one place."""

    def look_up(self, name: str) -> tuple[Where, ...]:
        return (Where("1", Level.SETTLEMENT, name),) if name == "Lansing" else ()


def test_a_surname_alone_that_is_a_place_leads_to_nobody() -> None:
    people = [doc("Victor Lansing", "a/1", "en", "person"), doc("Martin Haverford", "a/2", "en", "person")]
    text = "Victor Lansing met Martin Haverford. Then Lansing left, and Haverford stayed."
    voice = Voice(text, "0" * 64, "en")
    leads = _subjects([voice], SimpleNamespace(names=engine(people)), OnePlace())  # type: ignore[arg-type]
    assert [(lead.passage.exact, lead.road) for lead in leads] == [
        ("Victor Lansing", "name"),
        ("Martin Haverford", "name"),
        ("Haverford", "surname"),
    ]
