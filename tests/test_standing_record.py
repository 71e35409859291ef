"""Does `standing` weigh a record that disagrees, begins anew, errs or is empty, and names that are shared or ordinary words?"""

from __future__ import annotations

from typing import Any

import pytest
from tests.standing_desk import entry, gravest, put, subject

from firsthand.checks.tenure import apart, covers
from firsthand.record.entries import Entry
from firsthand.record.outcome import Outcome
from firsthand.record.when import parse

C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED

STRIKE = "The Loom League called a strike on 3 May 2016."
EARLY = "The Loom League held a rally in 1950."
SPOKE = "Taras Vyhadko spoke on 3 May 2016."
MAYOR = "The mayor of Vyhaduv, Olha Zadumana, called for a march."


def league(*entries: dict[str, str], id: str = "league", kind: str = "body") -> dict[str, Any]:
    return subject(id, kind, {"en": ["Loom League"]}, *entries)


def taras(*entries: dict[str, str], id: str = "taras") -> dict[str, Any]:
    return subject(id, "person", {"en": ["Taras Vyhadko"]}, *entries)


def olha(*entries: dict[str, str], id: str = "olha") -> dict[str, Any]:
    return subject(id, "person", {"en": ["Olha Zadumana"]}, *entries)


def term(since: str, until: str, source: str = "the minutes", value: str = "mayor of Vyhaduv") -> dict[str, str]:
    return entry("holds", value, source, **{"from": since, "until": until})


GONE = entry("dissolved", "2010", "the register")
MADE = entry("founded", "1994", "its statute")
DIED = entry("died", "2008", "the city's paper")

RECORDS: list[tuple[str, list[dict[str, Any]], Outcome | None, str]] = [
    (STRIKE, [league(GONE)], C, "one source"),
    (STRIKE, [league(GONE, entry("dissolved", "2011-04", "a paper"))], C, "two sources, both before"),
    (STRIKE, [league(GONE, entry("dissolved", "2018", "a paper"))], U, "two sources, one after"),
    (
        STRIKE,
        [league(GONE, entry("dissolved", "2011", "a paper"), entry("dissolved", "2012", "a book"))],
        C,
        "three sources, all before",
    ),
    (
        STRIKE,
        [league(GONE, entry("dissolved", "2011", "a paper"), entry("dissolved", "2019", "a book"))],
        U,
        "three sources, one after",
    ),
    (STRIKE, [league(entry("dissolved", "2015~", "a paper"))], U, "about 2015 may be 2016"),
    (STRIKE, [league(entry("dissolved", "201X", "a paper"))], U, "some year of that decade"),
    (STRIKE, [league(entry("dissolved", "../2012", "a paper"))], C, "by 2012 at the latest"),
    (STRIKE, [league(entry("dissolved", "2012/..", "a paper"))], U, "in 2012 or at any time later"),
    (STRIKE, [league(entry("dissolved", "2016-03-01", "a paper"))], U, "it may have called in February for May"),
    ("On 3 May 2016 the Loom League held a rally.", [league(entry("dissolved", "2016-05-02", "x"))], C, "a day after"),
    ("On 3 May 2016 the Loom League held a rally.", [league(entry("dissolved", "2016-05-03", "x"))], U, "its last day"),
    (STRIKE, [league(GONE, MADE, entry("founded", "2014", "a second statute"))], U, "founded again"),
    (STRIKE, [league(GONE, MADE, entry("founded", "2018", "a second statute"))], C, "founded again, but later"),
    (EARLY, [league(MADE)], C, "before it was founded"),
    (EARLY, [league(MADE, entry("founded", "1990", "a paper"))], C, "two founding dates, both later"),
    (EARLY, [league(MADE, entry("founded", "1946", "a paper"))], U, "two founding dates, one earlier"),
    (
        EARLY,
        [league(entry("dissolved", "1960", "a paper"), MADE)],
        U,
        "an earlier life, of which nobody says when it began",
    ),
    ("The Loom League held a rally in 1970.", [league(entry("dissolved", "1960"), MADE)], C, "between two lives"),
    (STRIKE, [league()], None, "a body without any dates"),
    (STRIKE, [league(GONE, entry("note", "never dissolved"))], C, "another field says nothing of its end"),
    (STRIKE, [league(GONE), league(id="other")], U, "two bodies of one name in a case, one of them without dates"),
    (STRIKE, [league(GONE), league(entry("dissolved", "2012"), id="other")], C, "two of one name, both dissolved"),
    (STRIKE, [league(GONE), league(id="a-person", kind="event")], U, "an event bears the name too"),
    (SPOKE, [taras(DIED)], C, "dead"),
    (SPOKE, [taras(DIED, entry("died", "2009", "a stone"))], C, "two sources, both before"),
    (SPOKE, [taras(DIED, entry("died", "2019", "a stone"))], U, "two sources, one after"),
    (SPOKE, [taras()], None, "a person without any dates"),
    (SPOKE, [taras(entry("born", "1950"))], U, "alive, for all that the record says"),
    (SPOKE, [taras(entry("born", "2020"))], C, "not yet born"),
    (SPOKE, [taras(entry("born", "1950"), entry("died", "1940"))], U, "dead before birth: the record errs"),
    (SPOKE, [taras(DIED), taras(id="his-son")], U, "a namesake on whom nothing is on file"),
    (SPOKE, [taras(DIED), taras(entry("died", "2019"), id="his-son")], U, "a namesake who was alive"),
    (MAYOR, [olha(term("2002", "2006"))], C, "out of her term"),
    (MAYOR, [olha(term("2002", "2006"), term("2014", "2018"))], S, "a second term, of one source"),
    (MAYOR, [olha(term("2002", "2006"), term("2014", "2018", "a paper"))], U, "sources differ"),
    (MAYOR, [olha(term("2014", "2018"))], S, "in her term"),
    (MAYOR, [olha(term("2014", "2016"))], U, "in the year in which it ended"),
    (MAYOR, [olha(term("2018", "2020"))], C, "before her term"),
    (MAYOR, [olha(term("2002", "2006~"))], C, "about 2006 is not 2016"),
    (MAYOR, [olha(term("2002", "2015~"))], U, "about 2015 may be 2016"),
    (MAYOR, [olha(term("2002", "2006"), term("2015", "2017", value="mayor of Inshyi"))], C, "another town"),
    (MAYOR, [olha(term("2002", "2006")), olha(id="namesake")], U, "a namesake"),
    (MAYOR, [olha()], None, "no office on file"),
]


@pytest.mark.parametrize(("text", "subjects", "expected", "why"), RECORDS)
def test_every_entry_has_to_exclude_it(
    text: str, subjects: list[dict[str, Any]], expected: Outcome | None, why: str
) -> None:
    assert gravest(put(text, "en", "2016-05-10", subjects)) is expected, why


def test_a_disagreement_is_said_with_both_sources() -> None:
    (found,) = put(STRIKE, "en", "2016-05-10", [league(GONE, entry("dissolved", "2018", "a paper"))])
    assert "does not agree with itself" in found.headline
    assert {(line.held, line.source, line.outcome) for line in found.compared} == {
        ("in 2010", "the register", C),
        ("in 2018", "a paper", U),
    }


def test_every_source_that_excludes_it_is_named() -> None:
    (found,) = put(STRIKE, "en", "2016-05-10", [league(GONE, entry("dissolved", "2011", "a paper"))])
    assert found.headline == (
        "The words tell of a deed of “Loom League” (“called”) on 3 May 2016; Loom League was dissolved in 2010 according to "
        "the register, and was dissolved in 2011 according to a paper."
    )
    assert found.hint == "Make sure that the very body is meant, for names are shared, and read the sources."


ORDINARY = [
    ("en", "Dawn called a halt on 3 May 2016.", "Dawn", "a capital that every sentence bears"),
    ("en", "the dawn called a strike on 3 May 2016.", "dawn", "a word in small letters"),
    ("en", "Hope met us on 3 May 2016.", "Hope", "a capital that every sentence bears"),
    ("uk", "Воля оголосила себе 3 травня 2016 року.", "Воля", "freedom, or a body of that name"),
    ("ru", "Заря объявила утро 3 мая 2016 года.", "Заря", "the dawn, or a body of that name"),
    ("el", "Αυγή κάλεσε κόσμο στις 3 Μαΐου 2016.", "Αυγή", "the dawn, or a body of that name"),
]


@pytest.mark.parametrize(("lang", "text", "name", "why"), ORDINARY)
def test_an_ordinary_word_accuses_nobody(lang: str, text: str, name: str, why: str) -> None:
    body = subject("body", "body", {lang: [name]}, entry("dissolved", "1990"))
    assert gravest(put(text, lang, "2016-05-10", [body])) is not C, why


def test_a_person_of_one_name_is_never_accused_of_living() -> None:
    person = subject("hope", "person", {"en": ["Hope"]}, entry("died", "1990"))
    assert gravest(put("On Friday Hope said so.", "en", "2016-05-10", [person])) is not C


def test_letters_that_only_a_name_has_are_a_name_wherever_they_stand() -> None:
    body = subject("body", "body", {"en": ["LLV"], "uk": ["ТЛВ"]}, entry("dissolved", "1990"))
    assert gravest(put("LLV called a strike on 3 May 2016.", "en", "2016-05-10", [body])) is C
    assert gravest(put("ТЛВ оголосила страйк 3 травня 2016 року.", "uk", "2016-05-10", [body])) is C


@pytest.mark.parametrize("published", [None, "2016-05-10"])
def test_a_day_told_from_publication_needs_one(published: str | None) -> None:
    found = gravest(put("Taras Vyhadko spoke on Friday.", "en", published, [taras(DIED)]))
    assert found is (C if published else None)


def test_a_term_that_ends_before_it_begins_says_nothing() -> None:
    """A casefile is refused with one; a record from elsewhere may hold it."""
    wrong = Entry("olha", "holds", "mayor", since=parse("2006"), until=parse("2002"))
    for year in ("1999", "2004", "2016"):
        assert not apart(wrong, parse(year))
        assert not covers(wrong, parse(year))
