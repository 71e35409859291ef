"""Which dates and places does a caption assert of its picture, and which does it only mention?"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.index.gazetteer import open_gazetteer
from firsthand.matching.folding import digest, fold
from firsthand.reading.captions import read_caption
from firsthand.reading.wordlists import LANGUAGES
from firsthand.record.readings import CaptionReading, Stance
from firsthand.record.when import parse
from firsthand.record.where import Area, Level, Where

TOWNS = {
    "lviv": ("Lviv", "Львів", "Львові", "Львова", "Львов", "Львове", "Λβιβ"),
    "patras": ("Patras", "Патри", "Патрах", "Патры", "Πάτρα", "Πάτρας"),
    "leeds": ("Leeds", "Лідс", "Лідсі", "Лидс", "Лидсе", "Λιντς"),
}


@dataclass(frozen=True)
class Towns:
    """Three towns in three countries, by every name in the sentences below."""

    def look_up(self, name: str) -> tuple[Where, ...]:
        for key, names in TOWNS.items():
            if fold(name) in {fold(one) for one in names}:
                country = Area(f"iso:{key}", Level.COUNTRY, key)
                return (Where(f"geo:{key}", Level.SETTLEMENT, names[0], (country,)),)
        return ()


def read(text: str, lang: str, published: str | None = "2022-10-04") -> CaptionReading:
    return read_caption(text, lang, parse(published) if published else None, Towns())


def stances(text: str, lang: str) -> str:
    """The first letters of all stances: dates, then places. a asserted, h hedged, c compared, o other, r credit, l loose."""
    reading = read(text, lang)
    letter = {"asserted": "a", "hedged": "h", "compared": "c", "other": "o", "credit": "r", "loose": "l"}
    return " ".join("".join(letter[one.stance] for one in many) for many in (reading.dates, reading.places))


PLAIN = [
    ("en", "Lviv, 12 May 2015", "place and date"),
    ("en", "A tram in Lviv, 12 May 2015", "thing, place, date"),
    ("en", "Rain falls in Lviv in May 2015.", "a sentence"),
    ("en", "Rain over the old town. Lviv, May 2015", "a label after a description"),
    ("en", "LVIV - A tram passes, Jan. 20, 2014 (Reuters)", "the credit comes after it"),
    ("en", "May Day in Lviv, 2012", "the month's name is no sign of what is to come"),
    ("uk", "Трамвай у Львові, 12 травня 2015 року", "thing, place, date"),
    ("uk", "Львів сьогодні", "the day of publication"),
    ("ru", "Трамвай во Львове 12 мая 2015 года", "thing, place, date"),
    ("ru", "Львов сейчас", "the day of publication"),
    ("el", "Τραμ στην Πάτρα, 12 Μαΐου 2015", "thing, place, date"),
    ("el", "Πάτρα σήμερα", "the day of publication"),
]


@pytest.mark.parametrize(("lang", "text", "why"), PLAIN)
def test_plain_captions_assert(lang: str, text: str, why: str) -> None:
    assert stances(text, lang) == "a a", why


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Taken on 12 May 2015"),
        ("uk", "Знято 12 травня 2015 року"),
        ("ru", "Снимок сделан 12 мая 2015 года"),
        ("el", "Τραβήχτηκε στις 12 Μαΐου 2015"),
        ("en", "Photo from May 2015"),
        ("en", "Happening now"),
    ],
)
def test_a_date_alone_is_asserted(lang: str, text: str) -> None:
    assert stances(text, lang) == "a "


HELD = [
    ("en", "File photo: a tram in Lviv, 12 May 2015", "h a", "archive: the date is held back, the place is not"),
    ("en", "FILE - Lviv, May 5, 2014.", "h a", "agency style"),
    ("en", "Lviv, May 2015. Archive picture", "h a", "said afterwards"),
    ("en", "Illustrative image. Lviv, 2014", "h h", "not this thing at all"),
    ("en", "Reportedly Lviv, 2014", "h h", "the writer does not vouch"),
    ("en", "Could it be Lviv in 2014?", "h h", "a question"),
    ("uk", "Архівне фото: Львів, 2014", "h a", "archive"),
    ("uk", "Ілюстративне фото. Львів, 2014", "h h", "illustrative"),
    ("ru", "Архивное фото. Львов, 2014", "h a", "archive"),
    ("ru", "Якобы Львов, 2014 год", "h h", "doubt"),
    ("el", "Φωτογραφία αρχείου: Πάτρα, 2014", "h a", "archive"),
    ("en", "As in 2005, a flood in Lviv", "c a", "a comparison"),
    ("en", "Ten years after the flood of 2005, trams run in Lviv", "c l", "told from another event; the rest is prose"),
    ("en", "Lviv after the storm of 2005", "c a", "the date is the storm's"),
    ("en", "The worst flood since 1999 in Lviv", "c c", "since"),
    ("en", "Not Lviv in 2014", "c c", "denied"),
    ("uk", "Через десять років після повені 2005 року знову дощ", "c ", "told from another event"),
    ("uk", "Як у 2005 році, потоп у Львові", "c a", "a comparison"),
    ("ru", "Спустя десять лет после наводнения 2005 года опять дождь", "c ", "told from another event"),
    ("el", "Δέκα χρόνια μετά την πλημμύρα του 2005, βροχή", "c ", "told from another event"),
    ("el", "Όπως το 2005, πλημμύρα στην Πάτρα", "c a", "a comparison"),
    ("en", "Photo: Reuters, 2014", "r ", "a credit"),
    ("en", "A tram in Lviv. Photo: J. Smith, 2014", "r a", "a credit with an initial"),
    ("en", "A tram in Lviv (Photo by AP, 2014)", "r a", "a credit in brackets"),
    ("uk", "Трамвай у Львові. Фото: Укрінформ, 2014", "r a", "a credit"),
    ("ru", "Трамвай во Львове. Фото: ТАСС, 2014", "r a", "a credit"),
    ("el", "Πάτρα. Φωτογραφία: Reuters, 2014", "r a", "a credit"),
    ("en", "A tram in Lviv. The depot had burned down in 2009.", "o a", "another story"),
    ("en", "A tram in Lviv, 2014. The picture was taken on 3 May 2012.", "oa a", "what is said of the taking counts"),
    ("en", "A bridge, built in 1954, in Leeds, 2015", "oa a", "an aside"),
    ("en", "A poet (1950–2012)", "o ", "years of life"),
    ("en", "A tram line that will open in May 2023 in Lviv", "o l", "what is to come is not in the picture"),
    ("en", "Lviv in 1985 and today", "ao a", "today gives way to a full date"),
    ("en", "Lviv in 1985 and in 2020", "cc a", "nobody can say which"),
    ("en", "The square, now empty, in Lviv in 1985", "a a", "now, amid the sentence, tells of a state"),
    ("en", "Lviv's mayor in Leeds, 2015", "a oa", "whose, not where"),
    ("en", "On 8/4/2020 in Lviv", "a a", "ambiguous: asserted, but without a meaning"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected", "why"), HELD)
def test_what_holds_a_date_or_place_back(lang: str, text: str, expected: str, why: str) -> None:
    dates, _, places = expected.partition(" ")
    got_dates, _, got_places = stances(text, lang).partition(" ")
    assert got_dates == dates, why
    # the place reader may leave a name out; what it gives must not be asserted where nothing is
    assert got_places.count("a") == places.count("a"), why


def test_live_words_need_a_publication() -> None:
    (now,) = read("Lviv now", "en").dates
    assert (now.when and now.when.edtf, now.rule, now.passage.exact) == ("2022-10-04", "live", "now")
    (now,) = read("Lviv now", "en", published=None).dates
    assert now.when is None


def test_hedges_are_shown() -> None:
    assert [one.exact for one in read("Lviv, 2014. Reportedly a file photo.", "en").hedges] == [
        "file photo",
        "Reportedly",
    ]


def test_other_languages_say_so() -> None:
    reading = read("Lwiw, 12. Mai 2015", "de")
    assert (reading.supported_lang, reading.dates, reading.places) == (False, (), ())
    assert reading.sha256 == digest(reading.text)


WORDS = [
    "Lviv",
    "2014",
    "5 May 2015",
    ". ",
    ", ",
    "as in ",
    "file photo",
    "Photo: ",
    "(",
    ")",
    "now",
    "not ",
    " ",
    "\n",
    "?",
    "taken ",
    "\u200b",
    "e\u0301",
]


@given(
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=20).map("".join),
    st.sampled_from(LANGUAGES),
)
def test_passages_stand_in_the_caption(text: str, lang: str) -> None:
    reading = read(text, lang)
    passages = [one.passage for one in (*reading.dates, *reading.places)] + list(reading.hedges)
    assert all(one.stands_in(text) and one.text_sha256 == reading.sha256 for one in passages)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_an_archive_photo_never_asserts_a_date(text: str) -> None:
    reading = read(f"Archive photo. {text}", "en")
    assert not [one for one in reading.dates if one.stance == "asserted"]


AGAINST = [
    ("Rally against Maidan in Donetsk, April 2014", "en", ["Donetsk"], "a name, then where they stood"),
    ("Συγκέντρωση κατά του Μαϊντάν στο Ντονέτσκ, Απρίλιος 2014", "el", ["Ντονέτσκ"], "the same in Greek"),
    ("Αντι-Μαϊντάν συγκέντρωση στο Ντονέτσκ, Απρίλιος 2014", "el", ["Ντονέτσκ"], "half of a word compares nothing"),
    ("Митинг против Майдана в Донецке, апрель 2014", "ru", ["Донецке"], "the same in Russian"),
    ("Мітинг проти Майдану в Донецьку, квітень 2014", "uk", ["Донецьку"], "the same in Ukrainian"),
    ("Protest against the war in Iraq, April 2014", "en", [], "where the war is"),
    ("Protest against Russia in Syria, April 2014", "en", [], "where Russia is"),
]


@pytest.mark.parametrize(("text", "lang", "asserted", "why"), AGAINST)
def test_what_a_rally_is_against_does_not_hide_where_it_is(text: str, lang: str, asserted: list[str], why: str) -> None:
    reading = read_caption(text, lang, parse("2022-09-10"), open_gazetteer())
    assert [m.passage.exact for m in reading.places if m.stance is Stance.ASSERTED] == asserted, why
    assert [str(m.when) for m in reading.dates if m.stance is Stance.ASSERTED] == ["2014-04"], why


@pytest.mark.parametrize("unit", ["Lviv, May 2014, ", "in Lviv in May 2014 people walked and "])
def test_an_endless_caption_is_read_to_its_end(unit: str) -> None:
    read_whole = read(unit * 3_000, "en")
    assert (len(read_whole.dates), len(read_whole.places)) == (3_000, 3_000)
