"""Which places does a caption name, which of several of one name, and what is left out because it is no place?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.index.gazetteer import PlaceBook, open_gazetteer
from firsthand.matching.folding import digest
from firsthand.reading.places import read_places, resolve
from firsthand.record.outcome import Outcome
from firsthand.record.where import Level, compare_any

DONETSK, DONETSK_RU = "geo:709717", "geo:565348"


@pytest.fixture(scope="module")
def book() -> PlaceBook:
    return open_gazetteer()


def told(book: PlaceBook, lang: str, text: str) -> list[str]:
    return [mention.passage.exact for mention in read_places(text, lang, book)]


NAMED = [
    ("en", "Dockers march in Odesa, 3 March 2015", ["Odesa"], "a preposition"),
    ("en", "Odesa, 3 March 2015", ["Odesa"], "alone between boundaries"),
    ("en", "Market day: Tbilisi, 1999", ["Tbilisi"], "alone after a colon"),
    ("en", "Sumy last night", ["Sumy"], "only a time follows"),
    ("en", "Residents of Izmail at the river", ["Izmail"], "a genitive"),
    ("en", "Volos floods, September 2023", ["Volos"], "a happening follows"),
    ("en", "Ferries in Piraeus and Rafina", ["Piraeus", "Rafina"], "joined by and"),
    ("en", "A school in the village of Idomeni", ["Idomeni"], "small words between"),
    ("en", "IZMAIL, UKRAINE - MAY 9: A parade", ["IZMAIL, UKRAINE"], "the style of agencies"),
    ("en", "Flooding in St. Petersburg, Russia", ["St. Petersburg, Russia"], "an abbreviation is no end"),
    ("uk", "Мітинг докерів у Маріуполі, 2013", ["Маріуполі"], "a preposition"),
    ("uk", "Мешканці Чернівців на площі", ["Чернівців"], "whose whereabouts"),
    ("uk", "м. Тернопіль, 2012", ["Тернопіль"], "an abbreviation is no end"),
    ("uk", "Вибухи в Ізюмі Харківської області", ["Ізюмі Харківської області"], "the region without a comma"),
    ("ru", "Паводок в Великом Новгороде", ["Великом Новгороде"], "two words inflected"),
    ("ru", "Костёр на Крите", ["Крите"], "an island is one is on"),
    ("ru", "Пожар в порту Бейрута, Ливан", ["Бейрута, Ливан"], "a part of a town, and its country"),
    ("el", "Απεργία στον Βόλο, 2012", ["Βόλο"], "a preposition with the article"),
    ("el", "Κάτοικοι της Πάτρας", ["Πάτρας"], "a genitive"),
    ("el", "Πλημμύρες στη Λάρισα και στα Τρίκαλα", ["Λάρισα", "Τρίκαλα"], "two places"),
]

NO_PLACE = [
    ("en", "Jack London at his desk", "a surname"),
    ("en", "Paris Hilton leaves a car", "a first name"),
    ("en", "A photo in the Washington Post", "a newspaper"),
    ("en", "The London Fire Brigade at work", "a body"),
    ("en", "Students of the University of Athens", "a body named after a town"),
    ("en", "The President of France speaks", "a title"),
    ("en", "A flag of Ukraine on a balcony", "a thing that can hang anywhere"),
    ("en", "Trains from Lviv", "where somebody came from"),
    ("en", "Soldiers near Izium", "near is not in"),
    ("en", "Victoria, 23, waits for a bus", "somebody's age"),
    ("en", "Hope, 2014", "a common word"),
    ("en", "Reading, 2014", "a common word, and nothing says that it is the town"),
    ("en", "Moscow says it knows nothing", "a government"),
    ("en", "A barge on the Dnipro river", "a river"),
    ("en", "A march like no other in the West", "no town bears an article"),
    ("en", "Mayer and Buckley shake hands", "surnames that are towns too"),
    ("en", "Save $21 on a bicycle", "a price is no date"),
    ("en", "Posters for “Glasgow,” a film", "the title of a film"),
    ("uk", "Президент України виступає", "a title"),
    ("uk", "Человни на Дніпрі", "a river: one is not on a town"),
    ("uk", "Георгій сміється", "a first name"),
    ("uk", "Готель «Київ» після ремонту", "a hotel"),
    ("ru", "Сборная Украины на тренировке", "a team"),
    ("ru", "Поезд из Минска", "where it came from"),
    ("el", "Ο πρόεδρος της Ουκρανίας μιλά", "a title"),
    ("el", "Γεωργία, 2008", "a first name as well as a country"),
    ("de", "Demonstration in Berlin", "a language without rules"),
    ("en", "", "nothing"),
    ("en", "... --- 123 !!!", "no words"),
]


@pytest.mark.parametrize(("lang", "text", "expected", "why"), NAMED)
def test_places_named(book: PlaceBook, lang: str, text: str, expected: list[str], why: str) -> None:
    assert told(book, lang, text) == expected, why


@pytest.mark.parametrize(("lang", "text", "why"), NO_PLACE)
def test_what_is_no_place_of_the_picture(book: PlaceBook, lang: str, text: str, why: str) -> None:
    assert told(book, lang, text) == [], why


@pytest.mark.parametrize(
    ("lang", "text", "first", "keys", "why"),
    [
        ("en", "Donetsk, 2012", "Donetsk", {DONETSK, DONETSK_RU}, "nothing settles it"),
        ("en", "Donetsk, Rostov Oblast", "Donetsk, Rostov Oblast", {DONETSK_RU}, "its region"),
        ("ru", "Донецк, Ростовская область", "Донецк, Ростовская область", {DONETSK_RU}, "its region, in Russian"),
        ("uk", "Україна, Донецьк, 2012", "Україна, Донецьк", {DONETSK}, "the wider first"),
        ("en", "Donetsk, Russia", "Donetsk, Russia", {DONETSK, DONETSK_RU}, "an occupier calls it his own"),
        ("en", "Paris, Texas", "Paris, Texas", {"geo:4717560"}, "a state"),
        ("en", "A diner in Portland, ME", "Portland, ME", {"geo:4975802"}, "a state's code"),
        ("en", "Seattle, Washington, 1999", "Seattle, Washington", {"geo:5809844"}, "the state, not the capital"),
        ("en", "In Georgia, 2008", "Georgia", {"iso:GE", "adm:US.GA"}, "the country or the state"),
        ("en", "Crowds in Reading, England", "Reading, England", {"geo:2639577"}, "a common word with its container"),
        (
            "en",
            "Sevastopol, Russia, 2015",
            "Sevastopol, Russia",
            {"geo:694423"},
            "the place is the same, whoever claims it",
        ),
    ],
)
def test_what_the_text_settles(book: PlaceBook, lang: str, text: str, first: str, keys: set[str], why: str) -> None:
    mentions = read_places(text, lang, book)
    assert [mention.passage.exact for mention in mentions] == [first]
    found = {place.key for place in mentions[0].candidates}
    assert keys <= found, why
    assert len(found) == len(keys) or len(keys) > 1


def test_a_list_of_countries_is_no_address(book: PlaceBook) -> None:
    mentions = read_places("In Kosovo, Belarus and Moldova", "en", book)
    assert "iso:XK" in {place.key for place in mentions[0].candidates}


def test_a_country_named_apart_settles_nobody(book: PlaceBook) -> None:
    mentions = read_places("Ο πρόεδρος της Ουκρανίας στην Αθήνα", "el", book)
    assert [mention.passage.exact for mention in mentions] == ["Αθήνα"]
    assert "geo:264371" in {place.key for place in mentions[0].candidates}


def test_a_town_nobody_knows_in_a_country_may_be_there(book: PlaceBook) -> None:
    (mention,) = read_places("Mariupol, Greece, 2020", "en", book)
    held = resolve("Athens", ["Greece"], book)
    assert compare_any(mention.candidates, held) is not Outcome.CONTRADICTED


@pytest.mark.parametrize(
    ("name", "within", "key", "why"),
    [
        ("Donetsk", ["Donetsk Oblast", "Ukraine"], DONETSK, "two containers"),
        ("Donetsk", ["Russia"], DONETSK_RU, "the namesake"),
        ("Донецьк", ["Україна"], DONETSK, "in Ukrainian"),
        ("Sevastopol", ["Russia"], "geo:694423", "the same place, whoever claims it"),
        ("Paris", ["Texas", "United States"], "geo:4717560", "a state"),
        ("Euboea", ["Greece"], "area:euboea", "an island"),
        ("Attica", ["Greece"], "adm:GR.ESYE31", "a region"),
        ("Washington, D.C.", ["United States"], "geo:4140963", "with a comma"),
    ],
)
def test_a_place_of_the_record(book: PlaceBook, name: str, within: Sequence[str], key: str, why: str) -> None:
    assert [place.key for place in resolve(name, within, book)] == [key], why


def test_a_village_nobody_knows_still_lies_where_the_record_says(book: PlaceBook) -> None:
    (village,) = resolve("Kato Nowhere", ["Attica", "Greece"], book)
    assert village.key == "name:kato nowhere"
    assert {"adm:GR.ESYE31", "iso:GR", "con:EU"} <= village.areas()
    assert compare_any(book.look_up("Greece"), [village]) is Outcome.SUPPORTED


def test_a_village_in_a_claimed_region_is_where_it_is(book: PlaceBook) -> None:
    (village,) = resolve("Nowhere", ["Crimea", "Russia"], book)
    assert compare_any(book.look_up("Ukraine"), [village]) is Outcome.SUPPORTED


@pytest.mark.parametrize("within", [[], ["Nowhere Land"], ["Greece", "Ukraine"], [""]])
def test_a_record_that_nobody_understands_excludes_nothing(book: PlaceBook, within: list[str]) -> None:
    (place,) = resolve("Kato Nowhere", within, book)
    assert not place.known
    assert compare_any(book.look_up("Odesa"), [place]) is Outcome.UNRESOLVED


@given(st.text(alphabet=st.sampled_from("AaKkї'’-.,(«Київ Ουκρανία in у στην 2014\n\u0301\u200b"), max_size=80))
def test_passages_stand_in_the_text(text: str) -> None:
    mentions = read_places(text, "", open_book_once())
    ends = 0
    for mention in mentions:
        assert mention.passage.stands_in(text)
        assert mention.passage.text_sha256 == digest(text)
        assert mention.passage.start >= ends
        assert mention.candidates
        ends = mention.passage.end


_BOOKS: list[PlaceBook] = []


def open_book_once() -> PlaceBook:
    if not _BOOKS:
        _BOOKS.append(open_gazetteer())
    return _BOOKS[0]


def test_the_development_captions_accuse_nobody_wrongly(data: Path, book: PlaceBook) -> None:
    """Mentions alone, without the checks: none may exclude a place that the caption tells rightly."""
    lines = (data / "captions" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        entry = next(e for e in row["picture"]["entries"] if e["field"] == "place")
        held = resolve(entry["value"], entry.get("within", ()), book)
        said = [compare_any(m.candidates, held) for m in read_places(row["caption"], row["lang"], book)]
        if row["expect"]["caption-place"] == "S":
            assert Outcome.SUPPORTED in said, row["caption"]
        if row["expect"]["caption-place"] == "-":
            assert Outcome.CONTRADICTED not in said, row["caption"]


def test_on_the_river_but_on_the_island(book: PlaceBook) -> None:
    (mention,) = read_places("На Родосі горить ліс", "uk", book)
    assert all(place.level is not Level.SETTLEMENT for place in mention.candidates)
