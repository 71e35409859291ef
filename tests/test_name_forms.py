"""Do the words of names change as they should, and do all their forms and spellings lie under one key?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.matching.name_keys import name_key
from firsthand.reading.name_forms import bases, forms, plain
from firsthand.reading.name_parts import parts, word_fits
from firsthand.reading.name_spelling import begins, respelt, spelled
from firsthand.reading.wordlists import table

GIVEN = "Олена Ольга Марія Наталя Любов Микола Петро Іван Сергій Ігор Василь Павел Юрий Андрей Илья Γιώργος Γιάννης Κώστας Ελένη"
SURNAMES = "Петришенко Ковалівська Лісовинський Бондарук Гнатів Кравець Заєць Скирда Соболевцева Воробьёв Παπαλεξόπουλος Ψυχάρη"


@pytest.mark.parametrize("word", GIVEN.split() + SURNAMES.split())
@pytest.mark.parametrize("first", [True, False])
def test_every_form_leads_back_and_has_the_key_of_the_name(word: str, first: bool) -> None:
    name = plain(word)
    for form, cases in forms(name, first).items():
        assert bases(form, first)[name] == cases
        assert name_key(form) == name_key(name), form


APART = [
    ("Олена", "Оленю", "no form of it"),
    ("Олена", "Оленом", "the ending of a man"),
    ("Іван", "Іванною", "another name"),
    ("Петришенко", "Петриченко", "another surname"),
    ("Юрій", "Юрко", "a short form"),
]


@pytest.mark.parametrize(("word", "form", "why"), APART)
def test_no_form(word: str, form: str, why: str) -> None:
    assert not word_fits(plain(word), plain(form), True)[0], why


SPELLED = [
    ("Щегленко", "Shchehlenko Shcheglenko Ščehlenko"),
    ("Хижнячук", "Khyzhniachuk Hyzhnyachuk Chyžnjačuk"),
    ("Юрій", "Yurii Yuriy Yuri Iurii Jurij"),
    ("Ілля", "Illia Illya Ilya"),
    ("Грачёв", "Grachyov Grachev Grachov"),
    ("Γιάννης", "Giannis Yannis Yiannis"),
    ("Λαμπρινίδης", "Lamprinidis Lambrinidis Labrinidis"),
    ("Ντουζένης", "Ntouzenis Douzenis"),
    ("Ευαγγελάτος", "Evangelatos Evaggelatos"),
    ("Келлерман", "Kellerman Kelerman"),
]


@pytest.mark.parametrize(("word", "latin"), SPELLED)
def test_spellings_lie_under_the_key_of_the_name(word: str, latin: str) -> None:
    for other in latin.split():
        assert spelled(plain(word), plain(other)), other
        assert name_key(plain(word)) == name_key(plain(other)), other


OTHERS = [
    ("Олена", "Elena"),
    ("Петришенко", "Petrishenka"),
    ("Хоменко", "Komenko"),
    ("Σοφία", "Stofia"),
    ("Марія", "Marta"),
]


@pytest.mark.parametrize(("word", "latin"), OTHERS)
def test_a_likeness_is_no_spelling(word: str, latin: str) -> None:
    assert not spelled(plain(word), plain(latin))


INITIALS = [("о", "олена", True), ("o", "олена", True), ("о", "olena", True), ("y", "юрій", True), ("ю", "yurii", True)]


@pytest.mark.parametrize(("letter", "word", "fits"), [*INITIALS, ("в", "олена", False), ("v", "олена", False)])
def test_initials(letter: str, word: str, fits: bool) -> None:
    assert begins(letter, word) is fits


PARTS = [
    ("Олена Петришенко", 0, -1, (1,)),
    ("Петришенко Олена", 1, -1, (0,)),
    ("Іван Степанович Бондарук", 0, 1, (2,)),
    ("Бондарук Іван Степанович", 1, 2, (0,)),
    ("Роман Степанович", 0, -1, (1,)),
    ("Ольга Скиба-Вишневецька", 0, -1, (1, 2)),
    ("Zelenskyy", -1, -1, ()),
]


@pytest.mark.parametrize(("name", "first", "patronymic", "surname"), PARTS)
def test_parts_of_a_name(name: str, first: int, patronymic: int, surname: tuple[int, ...]) -> None:
    found = parts(name, True)
    assert (found.given, found.patronymic, found.surname) == (first, patronymic, surname)


def test_the_tables_hold_what_they_say() -> None:
    held = table("names")
    for rows in held["forms"].values():
        assert all(len(row) == 8 for row in rows), "an ending, a gender, six cases"
        assert all(set(row[1]) <= set("mf") for row in rows)
    assert respelt("ірина") == respelt("ирина")


@given(st.text(max_size=30))
def test_nothing_written_breaks_a_word(written: str) -> None:
    word = plain(written)
    assert name_key(word) == name_key(word)
    if word:
        assert word in forms(word, True)
        assert spelled(word, "o") in (True, False)
