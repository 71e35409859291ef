"""Are dates in running text read as a careful reader of the language would read them?"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from babel.dates import get_day_names, get_month_names
from hypothesis import given
from hypothesis import strategies as st

from firsthand.matching.folding import digest, fold
from firsthand.reading.dates import read_dates
from firsthand.reading.dates_tokens import vocabulary
from firsthand.reading.phrases import pattern
from firsthand.reading.wordlists import LANGUAGES, words_of
from firsthand.record.when import parse

PUBLISHED = parse("2022-10-04")  # a Tuesday
DATA = Path(os.environ.get("FIRSTHAND_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


def read(text: str, lang: str, published: str | None = "2022-10-04") -> list[tuple[str, str]]:
    found = read_dates(text, lang, parse(published) if published else None)
    return [(one.passage.exact, one.when.edtf) for one in found if one.when]


FORMS = [
    # (language, text, [(words, EDTF)], why)
    ("en", "The strike began on 5 June 2016.", [("5 June 2016", "2016-06-05")], "day, month, year"),
    ("en", "It ended on Sept. 10, 2022 and on Jan. 6.", [("Sept. 10, 2022", "2022-09-10"), ("Jan. 6", "2022-01-06")], "short"),
    ("en", "the 12th of March, 2014", [("12th of March, 2014", "2014-03-12")], "ordinal"),
    ("en", "from 5 to 7 May 2012", [("from 5 to 7 May 2012", "2012-05-05/2012-05-07")], "both ends count"),
    ("en", "May 5-7, 2012 in Kyiv", [("May 5-7, 2012", "2012-05-05/2012-05-07")], "month first"),
    ("en", "December 2013 – February 2014", [("December 2013 – February 2014", "2013-12/2014-02")], "across new year"),
    ("en", "from 30 December to 2 January 2014", [("from 30 December to 2 January 2014", "2013-12-30/2014-01-02")], "one year"),
    ("en", "24 February 2022 and March 5, 2022", [("24 February 2022", "2022-02-24"), ("March 5, 2022", "2022-03-05")], "two"),
    ("en", "between 1994 and 2014", [("between 1994 and 2014", "1994/2014")], "a span"),
    ("en", "in 2014 and 2016", [("2014", "2014"), ("2016", "2016")], "two years, not the time between"),
    ("en", "seasons 2014-15 and 2013/14", [("2014-15", "2014/2015"), ("2013/14", "2013/2014")], "the second year in short"),
    ("en", "closed before 2014", [("before 2014", "../2014")], "open start"),
    ("en", "until May 2014", [("until May 2014", "../2014-05")], "open start"),
    ("en", "He has led it since 1998.", [("1998", "1998")], "since: the date itself"),
    ("en", "around 2009, circa May 2012", [("around 2009", "2009~"), ("circa May 2012", "2012-05~")], "approximate"),
    ("en", "the 1990s, the 80s", [("1990s", "199X"), ("80s", "198X")], "decades"),
    ("en", "in the mid-1970s", [("mid-1970s", "1973/1977")], "the half around the centre"),
    ("en", "the early 20th century", [("early 20th century", "1900/1949")], "the first half"),
    ("en", "the first half of 2014", [("first half of 2014", "2014-01/2014-06")], "halves of a year"),
    ("en", "in early 2014", [("early 2014", "2014")], "not measured inside a year"),
    ("en", "in the summer of 2014", [("summer of 2014", "2014-22")], "season"),
    ("en", "the 2014 protests, the fire of 2018", [("2014", "2014"), ("2018", "2018")], "a year as attribute"),
    ("en", "Opened 2012-05-01.", [("2012-05-01", "2012-05-01")], "ISO 8601"),
    ("en", "on 1/21/2017, on 21/1/2018", [("1/21/2017", "2017-01-21"), ("21/1/2018", "2018-01-21")], "one reading"),
    ("en", "on 5/5/2015", [("5/5/2015", "2015-05-05")], "the same either way"),
    ("uk", "з 1994 по 2014 рік", [("з 1994 по 2014 рік", "1994/2014")], "span"),
    ("uk", "на початку 2010-х", [("початку 2010-х", "2010/2014")], "begin of a decade"),
    ("uk", "у другій половині XX століття", [("другій половині XX століття", "1950/1999")], "Roman figures"),
    ("uk", "близько 2009 року", [("близько 2009 року", "2009~")], "approximate"),
    ("uk", "до 2014 року", [("до 2014 року", "../2014")], "open start"),
    ("uk", "Влітку 2014 року", [("Влітку 2014 року", "2014-22")], "season"),
    ("uk", "першого травня 2012 року", [("першого травня 2012 року", "2012-05-01")], "the day as a word"),
    ("uk", "01.05.2012", [("01.05.2012", "2012-05-01")], "day before month"),
    ("uk", "у 2014 р.", [("2014", "2014")], "abbreviated year"),
    ("ru", "1-го мая 2012 г.", [("1-го мая 2012", "2012-05-01")], "ordinal"),
    ("ru", "с 5 по 7 мая 2012 года", [("с 5 по 7 мая 2012 года", "2012-05-05/2012-05-07")], "span"),
    ("ru", "примерно в 2009 году", [("примерно в 2009 году", "2009~")], "approximate, with a preposition"),
    ("ru", "в 2014-м", [("2014-м", "2014")], "inflected"),
    ("ru", "8/4/2020", [("8/4/2020", "2020-04-08")], "one order in this language"),
    ("el", "Στις αρχές της δεκαετίας του 2010", [("αρχές της δεκαετίας του 2010", "2010/2014")], "begin of a decade"),
    ("el", "στο δεύτερο μισό του 20ού αιώνα", [("δεύτερο μισό του 20ού αιώνα", "1950/1999")], "half of a century"),
    ("el", "Από το 1994 έως το 2014", [("Από το 1994 έως το 2014", "1994/2014")], "span"),
    ("el", "πριν από το 1998, μέχρι το 2014", [("πριν από το 1998", "../1998"), ("μέχρι το 2014", "../2014")], "open start"),
    ("el", "γύρω στο 2009", [("γύρω στο 2009", "2009~")], "approximate"),
    ("el", "το καλοκαίρι του 2014", [("καλοκαίρι του 2014", "2014-22")], "season"),
    ("el", "25ης Μαρτίου 2014", [("25ης Μαρτίου 2014", "2014-03-25")], "ordinal"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected", "why"), FORMS)
def test_forms(lang: str, text: str, expected: list[tuple[str, str]], why: str) -> None:
    assert read(text, lang) == expected, why


RELATIVE = [
    ("en", "three days ago", [("three days ago", "2022-10-01")], "days"),
    ("en", "two weeks ago", [("two weeks ago", "2022-09-19/2022-09-25")], "the week, Monday to Sunday"),
    ("en", "six months ago", [("six months ago", "2022-04")], "months"),
    ("en", "the day before yesterday", [("day before yesterday", "2022-10-02")], "one more day back"),
    ("en", "last night, this morning", [("last night", "2022-10-03"), ("this morning", "2022-10-04")], "parts of a day"),
    ("en", "It will be held on Friday.", [("Friday", "2022-10-07")], "the sentence looks ahead"),
    ("en", "It was held on Friday.", [("Friday", "2022-09-30")], "the last one"),
    ("en", "It was held last Tuesday.", [("last Tuesday", "2022-09-27")], "not the day itself"),
    ("en", "on Friday, 30 September", [("30 September", "2022-09-30")], "the weekday belongs to the date"),
    ("en", "in May last year", [("May last year", "2021-05")], "a year told from publication"),
    ("en", "in December he left", [("December", "2021-12")], "the last December that had come"),
    ("en", "last summer they left", [("last summer", "2022-22")], "just over"),
    ("en", "on 20 October", [("20 October", "2022-10-20")], "in two weeks, not eleven months ago"),
    ("en", "In March 12 people left.", [("March", "2022-03")], "in goes before a month, on before a day"),
    ("uk", "минулого тижня, рік тому", [("минулого тижня", "2022-09-26/2022-10-02"), ("рік тому", "2021")], "units"),
    ("uk", "у травні минулого року, торік", [("травні минулого року", "2021-05"), ("торік", "2021")], "last year"),
    ("uk", "цього ранку", [("цього ранку", "2022-10-04")], "part of a day"),
    ("uk", "у п'ятницю", [("п'ятницю", "2022-09-30")], "weekday"),
    ("ru", "2 недели назад, год назад", [("2 недели назад", "2022-09-19/2022-09-25"), ("год назад", "2021")], "units"),
    ("ru", "Вчера вечером", [("Вчера вечером", "2022-10-03")], "with its part of the day"),
    ("el", "πριν από δύο εβδομάδες, πέρυσι", [("πριν από δύο εβδομάδες", "2022-09-19/2022-09-25"), ("πέρυσι", "2021")], "units"),
    ("el", "την Παρασκευή", [("Παρασκευή", "2022-09-30")], "the weekday with its article"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected", "why"), RELATIVE)
def test_relative_to_publication(lang: str, text: str, expected: list[tuple[str, str]], why: str) -> None:
    assert read(text, lang) == expected, why
    assert read(text, lang, published=None) == [], "nothing to count from"


NO_DATES = [
    ("en", "He read 1984 by Orwell and “1984” again.", "a title"),
    ("en", "It cost $2014 or 2000 euros, and 1998 people came.", "quantities"),
    ("en", "call +380 44 2014 2015 or 044-2014", "telephones"),
    ("en", "Flight 1549 left in 20 minutes from room 2014.", "numbers of things"),
    ("en", "Mark, who may march, told April and June; Theresa May left.", "verbs and names"),
    ("en", "between 1500–2000 people, in her 80s", "a range of counts, an age"),
    ("en", "On March 8 Street there is a shop.", "a street"),
    ("uk", "на площі 1 Травня", "a square"),
    ("uk", "Сплатили 2000 гривень, прийшло 1998 осіб.", "quantities"),
    ("ru", "роман «1984», 1984 рубля", "a title, a price"),
    ("el", "Η Παρασκευή πλήρωσε 2000 ευρώ, 1998 άτομα.", "a first name, quantities"),
]


@pytest.mark.parametrize(("lang", "text", "why"), NO_DATES)
def test_what_only_looks_like_a_date(lang: str, text: str, why: str) -> None:
    assert read(text, lang) == [], why


@pytest.mark.parametrize(
    ("lang", "text", "rule"),
    [
        ("en", "on 8/4/2020", "ambiguous"),
        ("en", "in 2011-12", "ambiguous"),
        ("en", "on 31 April 2014", "impossible"),
        ("uk", "30 лютого 2014 року", "impossible"),
        ("ru", "31/13/2014", "impossible"),
    ],
)
def test_dates_that_cannot_be_settled_are_kept_without_a_meaning(lang: str, text: str, rule: str) -> None:
    (found,) = read_dates(text, lang, PUBLISHED)
    assert (found.when, found.rule) == (None, rule)


def test_publication_that_spans_two_days_gives_both() -> None:
    assert read("It fell yesterday.", "en", "2022-09-12T09:00Z") == [("yesterday", "2022-09-10/2022-09-11")]
    assert read("It fell yesterday.", "en", "2001/2022") == [], "a publication of twenty years settles no day"


def test_languages() -> None:
    assert read("On 5 May 2014", "en-GB") == [("5 May 2014", "2014-05-05")], "a region changes nothing"
    assert read_dates("On 5 May 2014", "de", PUBLISHED) == (), "no word lists"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("context", ["format", "stand-alone"])
def test_names_agree_with_unicode_cldr(lang: str, context: str) -> None:
    known = vocabulary(lang)
    for number, name in get_month_names("wide", context=context, locale=lang).items():
        assert known[fold(name)] == ("M", number)
    for number, name in get_day_names("wide", context=context, locale=lang).items():
        if (lang, number) != ("ru", 2):  # the nominative of Wednesday is also a milieu
            assert known[fold(name)] == ("W", number)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_phrase_list_compiles_and_is_not_empty(lang: str) -> None:
    lists = [
        (section, name)
        for section in ("hedges", "live", "comparison", "asides", "credit")
        for name in words_of(lang)[section]
    ]
    assert len(lists) >= 12
    for section, name in lists:
        first = words_of(lang)[section][name][0]
        plain = fold(first).replace("*", "").replace("-", " - ")
        assert pattern(lang, section, name).search(" ".join(plain.split())) or first.startswith("* ")


PIECES = st.sampled_from(
    ["5 May 2014", "май", "травня 2012 року", "Μαΐου", "1994–2014", "yesterday", "у п'ятницю", "\u200b", "й", "e\u0301", "1980-х",
     "-", ", ", " ", "\n", "in ", "στις 24 ", "2014", "20\u200b14",
     "31 April 2014", "after ", "«1984»", "🙂", "\ud800", "early ", "I ", "%"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=25).map("".join)


@given(TEXTS, st.sampled_from(LANGUAGES), st.sampled_from([None, PUBLISHED]))
def test_passages_stand_in_their_text_in_order(text: str, lang: str, published: object) -> None:
    found = read_dates(text, lang, published)  # type: ignore[arg-type]
    assert all(one.passage.stands_in(text) and one.passage.text_sha256 == digest(text) for one in found)
    ends = [0, *(one.passage.end for one in found)]
    assert all(end <= one.passage.start < one.passage.end for end, one in zip(ends, found, strict=False))


@pytest.mark.parametrize(("lang", "text", "expected", "why"), FORMS)
def test_decomposed_and_invisible_letters_change_nothing(
    lang: str, text: str, expected: list[tuple[str, str]], why: str
) -> None:
    apart = "\u200b".join(unicodedata.normalize("NFD", text.replace("’", "'")).split(" "))
    assert [edtf for _, edtf in read(unicodedata.normalize("NFD", text), lang)] == [edtf for _, edtf in expected], why
    soft = "".join(letter + "\u00ad" if letter.isalnum() and i % 2 else letter for i, letter in enumerate(text))
    assert [edtf for _, edtf in read(soft, lang)] == [edtf for _, edtf in expected], why
    assert all(one.passage.stands_in(apart) for one in read_dates(apart, lang, PUBLISHED))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1-",
        "May ",
        "May and ",
        "5 May ",
        "2014 ",
        "2014-2015-",
        "a\u0301",
        "1\u200b",
        "\n",
        "before ",
        "will ",
        "(",
        "a'",
    ],
)
def test_hostile_text_is_read_once(piece: str) -> None:
    """Counts, not clocks: twice the text must not give more than about twice the dates, and it must come back at all."""
    once, twice = (len(read_dates(piece * n, "en", PUBLISHED)) for n in (20_000, 40_000))
    assert once <= 20_000
    assert twice <= 2 * once + 2


def test_development_sentences() -> None:
    pytest.importorskip("bench.dates")
    from bench.dates import judge, lines  # reads a file outside the project, only where that is there

    source = DATA / "dates" / "dev.jsonl"
    if not source.exists():
        pytest.skip(f"{source} is not on this machine (set FIRSTHAND_DATA)")
    counts = [
        judge([(d["words"], d["edtf"]) for d in row["dates"]], read(row["text"], row["lang"], row["published"]))
        for row in lines(source)
    ]
    assert sum(one["exact"] for one in counts) >= 38
    assert sum(one["false hit"] for one in counts) == 0
