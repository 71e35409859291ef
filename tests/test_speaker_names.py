"""Is each source called by its own name, and not by the place of an office that stands before it?"""

from __future__ import annotations

import pytest

from firsthand.reading.attributions import read_attributions

ROWS = [
    (
        "en",
        "The mayor of Kramatorsk, Andriy Holub, said the water was back.",
        "Andriy Holub",
        "an office, and the name",
    ),
    ("en", "The mayor of Kramatorsk said the water was back.", "The mayor of Kramatorsk", "a town is no mayor"),
    ("en", "Protesters in Tbilisi said they would stay.", "Protesters in Tbilisi", "a town is no crowd"),
    ("en", "U.S. Secretary of State Joan Farrow said talks went on.", "Joan Farrow", "a title of three words"),
    ("en", "U.S. Ambassador to Ukraine Linda Marsh said the embassy was open.", "Linda Marsh", "posted to a state"),
    ("en", "The University of Pennsylvania said it had raised money.", "University of Pennsylvania", "the whole of it"),
    ("en", "The Bank of Greece said growth would slow.", "Bank of Greece", "the whole of it"),
    ("en", "According to Ann Drew of the University of Leeds, it rained.", "Ann Drew", "the person, not the body"),
    ("uk", "Міський голова Краматорська Андрій Голуб повідомив, що вода є.", "Андрій Голуб", "a town in the genitive"),
    ("uk", "Народний депутат України Петро Снігур сказав, що закон є.", "Петро Снігур", "a state in the genitive"),
    ("uk", "Мерія Афін повідомила, що буде спека.", "Мерія Афін", "a body by its whole name"),
    ("uk", "Прессекретарка міської ради Петра Чайка сказала, що світло є.", "Петра Чайка", "who speaks for a body"),
    ("ru", "Мэр Москвы Сергей Дымов заявил, что метро откроют.", "Сергей Дымов", "a town in the genitive"),
    ("ru", "Мэрия Харькова сообщила, что тепло вернётся.", "Мэрия Харькова", "a body by its whole name"),
    ("el", "Ο βουλευτής της ΝΔ Νίκος Πελαργός δήλωσε ότι διαφωνεί.", "Νίκος Πελαργός", "a party behind an article"),
    ("el", "Ο δήμος Αθηναίων ανακοίνωσε ότι τα σχολεία κλείνουν.", "δήμος Αθηναίων", "a body by its whole name"),
]


@pytest.mark.parametrize(("lang", "text", "name", "why"), ROWS, ids=[row[3] + ": " + row[2] for row in ROWS])
def test_a_source_is_called_by_its_own_name(lang: str, text: str, name: str, why: str) -> None:
    found = read_attributions(text, lang)
    assert [found.speakers[one.speaker].name for one in found.attributions] == [name], why


def test_a_body_is_no_place_for_its_residents() -> None:
    text = "Мэрия Харькова сообщила, что тепло вернётся. Жительница Харькова сказала, что ждёт."
    found = read_attributions(text, "ru")
    assert len({one.speaker for one in found.attributions}) == 2
