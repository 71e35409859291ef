"""Is what people say of their own birth, home and moves read, and what they say of others, or deny, left alone?"""

from __future__ import annotations

import pytest

from firsthand.index.gazetteer import PlaceBook, open_gazetteer
from firsthand.matching.folding import passage
from firsthand.reading.self_told import Telling, read_self_told
from firsthand.record.attributions import SelfTold
from firsthand.record.when import parse

PUBLISHED = parse("2022-10-04")


@pytest.fixture(scope="module")
def book() -> PlaceBook:
    return open_gazetteer()


def told(text: str, lang: str, book: PlaceBook | None = None) -> tuple[SelfTold, ...]:
    telling = Telling("Tom Ode", lang, "Tom Ode, interview of 2022-10-04", PUBLISHED, book)
    return read_self_told(text, [passage(text, 0, len(text))], telling)


def short(found: tuple[SelfTold, ...]) -> set[str]:
    return {
        f"{s.entry.field} {s.entry.value} {s.entry.since or ''}..{s.entry.until or ''}".removesuffix(" ..")
        for s in found
    }


TOLD = [
    ("uk", "Я з Одеси.", {"from Одеси"}, "two towns of two names have such a form: nobody can say which"),
    ("en", "I live in Kherson.", {"based-in Kherson"}, "plain"),
    ("en", "“I live in Kherson,”", {"based-in Kherson"}, "an ordinary quotation with its marks"),
    ("en", "I was born in Kazan (Russia).", {"born-in Kazan"}, "what contains it in brackets"),
    ("en", "I'm from Odesa, Ukraine.", {"from Odesa"}, "what contains it after a comma"),
    ("en", "I was born and raised in Kharkiv.", {"born-in Kharkiv", "from Kharkiv"}, "one place for two verbs"),
    ("en", "I have been living for over 20 years in Ukraine, in the city of Sumy.",
     {"based-in Sumy 2002~.."}, "for how long"),
    ("en", "I have lived in Volos since 2015.", {"based-in Volos 2015.."}, "since when"),
    ("en", "I lived in Donetsk until 2014.", {"based-in Donetsk ..2014"}, "until when"),
    ("en", "I lived in Luhansk from 1990 to 2014.", {"based-in Luhansk 1990..2014"}, "from when to when"),
    ("en", "In 2014 I moved from Luhansk to Dnipro.",
     {"based-in Luhansk ..2014", "based-in Dnipro 2014.."}, "from where to where"),
    ("en", "I lived most of my life in Yalta. In 2015, I had to leave for Lutsk after a search.",
     {"based-in Yalta ..2015", "based-in Lutsk 2015.."}, "a move ends what was told before"),
    ("en", "I work as a nurse in Mariupol.", {"based-in Mariupol"}, "work, and as what"),
    ("en", "I had to flee my hometown, Bakhmut.", {"from Bakhmut"}, "a hometown"),
    ("uk", "Я живу в Херсоні.", {"based-in Kherson"}, "місцевий відмінок"),
    ("uk", "Я народився в Казані, а у 2014 році переїхав до Дніпра.",
     {"born-in Kazan", "based-in Dnipro 2014.."}, "два дієслова"),
    ("uk", "Мешкаю в Херсоні вже 30 років.", {"based-in Kherson 1992~.."}, "скільки років"),
    ("uk", "Я переїхала з Маріуполя до Дніпра навесні 2022 року.",
     {"based-in Mariupol ..2022-21", "based-in Dnipro 2022-21.."}, "«до» перед місцем"),
    ("uk", "Я родом з Маріуполя.", {"from Mariupol"}, "звідки родом"),
    ("uk", "Я з Харкова.", {"from Kharkiv"}, "звідки"),
    ("ru", "Я живу в Харькове.", {"based-in Kharkiv"}, "предложный падеж"),
    ("ru", "Я родилась в Казани и всю жизнь прожила в Донецке. В 2014 году мне пришлось уехать в Киев.",
     {"born-in Kazan", "based-in Donetsk ..2014", "based-in Kyiv 2014.."}, "переезд кончает прежнее"),
    ("ru", "Я из Мариуполя.", {"from Mariupol"}, "откуда"),
    ("el", "Ζω στη Θεσσαλονίκη.", {"based-in Thessaloníki"}, "ενεστώτας"),
    ("el", "Γεννήθηκα στον Βόλο.", {"born-in Volos"}, "γέννηση"),
    ("el", "Κατάγομαι από την Καβάλα.", {"from Kavála"}, "καταγωγή"),
]  # fmt: skip

UNTOLD = [
    ("en", "I don't live in Moscow.", "denied"),
    ("en", "I have never lived in Moscow.", "denied"),
    ("en", "They say that I live in Moscow.", "reported"),
    ("en", "If I lived in Berlin, I would be happy.", "not so"),
    ("en", "I no longer live in Donetsk.", "over"),
    ("en", "Do I live in Kyiv?", "asked"),
    ("en", "We live in Kyiv.", "of several"),
    ("en", "My brother lives in Kyiv.", "of another"),
    ("en", "I was born a poet and my parents lived in Odesa.", "of others"),
    ("en", 'He wrote to me: "I live in Moscow."', "another's words within"),
    ("en", "I lived in Donetsk.", "nobody says until when"),
    ("en", "I left for Lviv on a business trip in 2014.", "a journey"),
    ("en", "I work on the history of repression in Russia.", "what one works on"),
    ("en", "I live in Fear.", "no place"),
    ("en", "I live in Kyiv and Lviv.", "two places"),
    ("en", "I left my house in Kherson in 2022.", "where the house stands"),
    ("en", "I live with people who fled from Kherson.", "what others did"),
    ("en", "I was born in 1972.", "a year is no place"),
    ("en", "I want to move to Kyiv.", "a wish"),
    ("en", "I fled to Poland in 2022. A year later I came back.", "nobody says where to"),
    ("en", "I fled to Poland when the bombs fell, then came back to Lviv.", "it is not plain who came back"),
    ("en", "I live for football in Brazil.", "what one lives for"),
    ("uk", "У 2022 році я виїхав до Польщі. Потім повернувся.", "повернення"),
    ("el", "Ζω για να ταξιδεύω στην Ιταλία.", "για τι ζει"),
    ("uk", "Я не живу в Москві.", "заперечено"),
    ("uk", "Кажуть, що я живу в Москві.", "переказано"),
    ("uk", "Мій батько народився в Казані.", "про іншого"),
    ("uk", "Якби я жив у Львові, я був би щасливий.", "умова"),
    ("ru", "Я никогда не жил в Москве.", "отрицание"),
    ("ru", "Говорят, будто я живу в Москве.", "пересказ"),
    ("ru", "Я знаю людей, которые живут в Киеве.", "о других"),
    ("el", "Δεν ζω στην Αθήνα.", "άρνηση"),
    ("el", "Λένε ότι ζω στη Μόσχα.", "λόγια άλλων"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "text", "expected", "why"),
    TOLD,
    ids=lambda value: (value if isinstance(value, str) else ", ".join(sorted(value)))[:40],
)
def test_what_is_told_is_proposed(lang: str, text: str, expected: set[str], why: str, book: PlaceBook) -> None:
    assert short(told(text, lang, book)) == expected, why


@pytest.mark.parametrize(("lang", "text", "why"), UNTOLD, ids=lambda value: str(value)[:40])
def test_what_is_not_told_is_not_proposed(lang: str, text: str, why: str, book: PlaceBook) -> None:
    assert short(told(text, lang, book)) == set(), why


def test_without_a_gazetteer_places_are_as_written() -> None:
    [one] = told("I live in Izmail, Ukraine.", "en")
    assert (one.entry.value, one.entry.within) == ("Izmail", ("Ukraine",))
    [other] = told("Я живу в Дніпрі.", "uk")
    assert other.entry.value == "Дніпрі"


def test_words_of_an_entry_are_its_passage() -> None:
    text = "Thank you. I was born in Sumy. It is small."
    [one] = told(text, "en")
    assert one.entry.words == one.passage.exact == "I was born in Sumy."
    assert one.passage.stands_in(text)


def test_a_move_is_shown_with_the_home_it_ended(book: PlaceBook) -> None:
    text = "I lived for years in Yalta. In 2015 I had to leave for Lutsk."
    ended = next(one for one in told(text, "en", book) if one.entry.value == "Yalta")
    assert ended.passage.exact == text


def test_the_place_of_today_is_not_where_one_once_went(book: PlaceBook) -> None:
    assert short(told("In 2014 I moved to Lviv. Now I live in Kyiv.", "en", book)) == {"based-in Kyiv"}


def test_of_two_moves_the_second_ends_the_first(book: PlaceBook) -> None:
    text = "In 2014 I moved to Kyiv. In 2022 I fled to Lviv."
    assert short(told(text, "en", book)) == {"based-in Kyiv 2014..2022", "based-in Lviv 2022.."}


def test_other_languages_tell_nothing() -> None:
    assert told("J'habite à Kyiv.", "fr") == ()
