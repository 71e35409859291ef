"""Is a lapsed link noticed, a standing one borne out, and nobody accused on doubtful words?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from firsthand.checks.links import links
from firsthand.checks.standing import run
from firsthand.checks.table import Question
from firsthand.matching.folding import digest
from firsthand.record.cases import Case, Kind, Subject
from firsthand.record.entries import Entry
from firsthand.record.findings import Finding, NotChecked, Why
from firsthand.record.leads import Leads, SubjectLead
from firsthand.record.outcome import Outcome
from firsthand.record.passages import Passage
from firsthand.record.readings import CaptionReading, DateMention, PictureReading, Reading, ReadingKind
from firsthand.record.tips import Tip
from firsthand.record.when import parse
from firsthand.settings import Settings

C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED

LED = Entry("taras", "leads", "guild", "the minutes", since=parse("1994"), until=parse("1998"))
OPEN = replace(LED, until=None)
MEMBER = replace(LED, field="member-of", until=parse("2020"))
GONE = Entry("guild", "dissolved", "2010", "the register")
MADE = Entry("guild", "founded", "1990", "the statute")

NAMES = {
    "en": ("Taras Vyhadko", "Weavers' Guild"),
    "uk": ("Тарас Вигадько", "Гільдії ткачів"),
    "ru": ("Тарас Выгадько", "Гильдии ткачей"),
    "el": ("Τάρας Βιγάντκο", "Συντεχνίας Υφαντών"),
}


def passage(text: str, words: str) -> Passage:
    start = text.index(words)
    return Passage(digest(text), start, start + len(words), words)


def case(*entries: Entry, id: str = "weavers") -> Case:
    person = Subject("taras", Kind.PERSON, {}, tuple(e for e in entries if e.subject == "taras"))
    body = Subject("guild", Kind.BODY, {"en": ("Weavers' Guild",)}, tuple(e for e in entries if e.subject == "guild"))
    return Case(id, "The weavers", subjects=(person, body))


def mentions(text: str, dates: dict[str, str | None]) -> tuple[DateMention, ...]:
    return tuple(DateMention(passage(text, w), parse(v) if v else None, "test") for w, v in dates.items())


def ask(
    text: str,
    *cases: Case,
    lang: str = "en",
    published: str | None = "2014-04-13",
    dates: dict[str, str | None] | None = None,
) -> tuple[Finding | NotChecked, ...]:
    when = parse(published) if published else None
    reading = Reading(ReadingKind.TEXT, text, digest(text), lang, published=when, dates=mentions(text, dates or {}))
    return run(Question(Tip(), reading, leads(text, lang, cases), Settings()))


def leads(text: str, lang: str, cases: tuple[Case, ...]) -> Leads:
    found = [
        SubjectLead(one.id, id, name, lang, passage(text, name))
        for one in cases
        for id, name in zip(("taras", "guild"), NAMES[lang], strict=True)
        if name in text
    ]
    return Leads(subjects=tuple(found), cases=cases)


ROLE = "Taras Vyhadko, a leader of the Weavers' Guild, spoke."


@pytest.mark.parametrize(
    ("entries", "published", "dates", "expected", "why"),
    [
        ([LED], "2014-04-13", {}, C, "he left sixteen years before"),
        ([LED], "1996-05", {}, S, "in his term"),
        ([LED], "1998-05-01", {}, U, "in the year in which he left"),
        ([LED], "1990", {}, C, "before he began"),
        ([LED], None, {}, U, "no time is known"),
        ([OPEN], "2014", {}, U, "an open end excludes nothing"),
        ([replace(LED, since=None)], "1990", {}, U, "an open start excludes nothing"),
        ([LED, MEMBER], "2014", {}, U, "another link goes on, but not as leader"),
        ([LED, replace(LED, since=parse("2013"), until=parse("2016"))], "2014", {}, S, "a second term"),
        (
            [LED, replace(LED, source="a paper", since=parse("2013"), until=parse("2016"))],
            "2014",
            {},
            U,
            "sources differ",
        ),
        ([replace(LED, until=parse("1998~"))], "1999-06", {}, U, "about 1998 may be 1999"),
        ([replace(LED, value="Weavers' Guild")], "2014", {}, C, "the body by its name"),
        ([replace(LED, value="another")], "2014", {}, U, "a link with another body"),
        ([GONE], "2014", {}, C, "the body was dissolved"),
        ([GONE], "2009", {}, U, "it still stood"),
        ([MADE], "1980", {}, C, "it was not yet founded"),
        ([MADE], "1995", {}, U, "it stood, but no link is on file"),
        ([], "2014", {}, U, "the record has nothing on the two"),
    ],
)
def test_the_record_decides(
    entries: list[Entry], published: str | None, dates: dict[str, str | None], expected: Outcome, why: str
) -> None:
    (answer,) = ask(ROLE, case(*entries), published=published, dates=dates)
    assert answer.outcome is expected, why


@pytest.mark.parametrize(
    ("text", "dates", "published", "expected", "why"),
    [
        ("In 2012 Taras Vyhadko, head of the Weavers' Guild, spoke.", {"2012": "2012"}, "2014", C, "both are too late"),
        (
            "In 2012 Taras Vyhadko, head of the Weavers' Guild, spoke.",
            {"2012": "2012"},
            None,
            C,
            "the date is too late",
        ),
        ("In 1996 Taras Vyhadko, head of the Weavers' Guild, spoke.", {"1996": "1996"}, "2014", S, "he was, then"),
        ("In 1960 Taras Vyhadko, head of the Weavers' Guild, spoke.", {"1960": "1960"}, None, U, "may be his birth"),
        ("In 1960 Taras Vyhadko, head of the Weavers' Guild, spoke.", {"1960": "1960"}, "1996", U, "true when told"),
        ("On 4/5/12 Taras Vyhadko, head of the Weavers' Guild, spoke.", {"4/5/12": None}, "2014", U, "no settled date"),
        (
            "It was 1996. Taras Vyhadko, head of the Weavers' Guild, spoke.",
            {"1996": "1996"},
            "2014",
            U,
            "a tale of 1996",
        ),
    ],
)
def test_the_time_spoken_of(
    text: str, dates: dict[str, str | None], published: str | None, expected: Outcome, why: str
) -> None:
    (answer,) = ask(text, case(LED), published=published, dates=dates)
    assert answer.outcome is expected, why


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "The leader of the Weavers' Guild, Taras Vyhadko, spoke.", C),
        ("en", "The Weavers' Guild leader Taras Vyhadko spoke.", C),
        ("en", "Taras Vyhadko from the Weavers' Guild spoke.", C),
        ("en", "Taras Vyhadko is a member of the Weavers' Guild.", C),
        ("en", "Taras Vyhadko (head of the Weavers' Guild) spoke.", C),
        ("en", "Former leader of the Weavers' Guild Taras Vyhadko spoke.", U),
        ("en", "Taras Vyhadko, the then leader of the Weavers' Guild, spoke.", U),
        ("en", "Taras Vyhadko, leader of the Weavers' Guild until 1998, spoke.", U),
        ("en", "Is Taras Vyhadko a leader of the Weavers' Guild?", None),
        ("en", "Taras Vyhadko is not a member of the Weavers' Guild.", U),
        ("en", "Taras Vyhadko, one of the leaders of the Weavers' Guild, spoke.", C),
        ("en", "Taras Vyhadko, members of the Weavers' Guild and others spoke.", None),
        ("en", "They wrote a letter to Taras Vyhadko from the Weavers' Guild.", None),
        ("uk", "Тарас Вигадько, члени Гільдії ткачів та інші закликали.", None),
        ("en", "Taras Vyhadko was a leader of the Weavers' Guild.", None),
        ("en", "Taras Vyhadko met the leader of the Weavers' Guild.", None),
        ("en", "Taras Vyhadko, who met a leader of the Weavers' Guild, spoke.", None),
        ("en", "She met the leader of the Weavers' Guild, Taras Vyhadko said.", None),
        ("en", "Taras Vyhadko and the Weavers' Guild marched.", None),
        ("en", "Taras Vyhadko left. A leader of the Weavers' Guild spoke.", None),
        ("uk", "Лідер Гільдії ткачів Тарас Вигадько закликав.", C),
        ("uk", "Тарас Вигадько, член Гільдії ткачів, закликав.", C),
        ("uk", "Колишній лідер Гільдії ткачів Тарас Вигадько закликав.", U),
        ("uk", "Тарас Вигадько зустрів лідера Гільдії ткачів.", None),
        ("ru", "Руководитель Гильдии ткачей Тарас Выгадько призвал.", C),
        ("ru", "Тарас Выгадько, один из лидеров Гильдии ткачей, призвал.", C),
        ("ru", "Бывший руководитель Гильдии ткачей Тарас Выгадько призвал.", U),
        ("el", "Ο Τάρας Βιγάντκο, ηγέτης της Συντεχνίας Υφαντών, μίλησε.", C),
        ("el", "Ο Τάρας Βιγάντκο, πρώην ηγέτης της Συντεχνίας Υφαντών, μίλησε.", U),
        ("el", "Ο Τάρας Βιγάντκο είναι μέλος της Συντεχνίας Υφαντών.", C),
        ("en", "Taras Vyhadko called us to arms as a leader of the Weavers' Guild.", C),
        ("en", "Taras Vyhadko called people to the streets as leader of the Weavers' Guild.", C),
        ("en", "Taras Vyhadko spoke of him as a leader of the Weavers' Guild.", None),
        ("en", "Taras Vyhadko met her, as leaders of the Weavers' Guild did.", None),
        ("uk", "Тарас Вигадько закликав нас до зброї як лідер Гільдії ткачів.", C),
        ("uk", "Тарас Вигадько закликав нас до зброї як колишній лідер Гільдії ткачів.", U),
        ("uk", "Тарас Вигадько зустрів його як лідера Гільдії ткачів.", None),
        ("ru", "Тарас Выгадько призвал нас к оружию как лидер Гильдии ткачей.", C),
        ("ru", "Тарас Выгадько призвал его как лидера Гильдии ткачей.", None),
        ("el", "Ο Τάρας Βιγάντκο κάλεσε στα όπλα ως ηγέτης της Συντεχνίας Υφαντών.", C),
        ("el", "Ο Τάρας Βιγάντκο μίλησε για αυτόν ως ηγέτη της Συντεχνίας Υφαντών.", None),
    ],
)
def test_the_words_decide_what_is_asked(lang: str, text: str, expected: Outcome | None) -> None:
    (answer,) = ask(text, case(LED), lang=lang)
    if expected is None:
        assert isinstance(answer, NotChecked)
        assert answer.why is Why.NO_RECORD
    else:
        assert answer.outcome is expected


def test_the_finding_names_both_sides_and_the_source() -> None:
    (answer,) = ask(ROLE, case(LED))
    assert isinstance(answer, Finding)
    assert answer.headline == (
        "The words tie “Taras Vyhadko” to “Weavers' Guild” on 13 April 2014; "
        "the record has that link from 1994 until 1998 according to the minutes."
    )
    (row,) = answer.compared
    assert (row.source, row.entry, row.held) == ("the minutes", LED.id, "from 1994 until 1998")
    assert answer.passages[0].exact == ROLE
    assert answer.case == "weavers"


def test_cases_that_disagree_leave_it_open() -> None:
    (answer,) = ask(ROLE, case(LED), case(replace(LED, until=parse("2020")), id="another"))
    assert answer.outcome is U


def test_a_case_without_times_does_not_outweigh_one_with_them() -> None:
    (answer,) = ask(ROLE, case(LED), case(id="another"))
    assert answer.outcome is C


def test_a_caption_is_listened_to_with_its_own_day() -> None:
    said = CaptionReading(ROLE, digest(ROLE), "en", parse("1996-05-01"))
    reading = Reading(ReadingKind.PICTURE, pictures=(PictureReading("a.jpg", caption=said),))
    (answer,) = run(Question(Tip(), reading, leads(ROLE, "en", (case(LED),)), Settings()))
    assert answer.outcome is S


def test_a_caption_that_repeats_the_text_is_judged_once() -> None:
    said = CaptionReading(ROLE, digest(ROLE), "en")
    reading = Reading(ReadingKind.PAGE, ROLE, digest(ROLE), "en", pictures=(PictureReading("a.jpg", caption=said),))
    assert len(run(Question(Tip(), reading, leads(ROLE, "en", (case(LED),)), Settings()))) == 1


def test_names_that_overlap_are_no_link() -> None:
    text = "The leader Vyhadko Guild spoke."
    assert not list(links(text, "en", [passage(text, "Vyhadko")], [passage(text, "Vyhadko Guild")]))


HELD_BACK = [
    ("en", "Taras Vyhadko, leader of the Weavers' Guild at the time, spoke.", "of then"),
    ("en", "In a 1996 interview Taras Vyhadko, leader of the Weavers' Guild, spoke.", "a year that no date took in"),
    ("en", '"Taras Vyhadko, leader of the Weavers\' Guild, is my hero," she wrote.', "somebody else's words"),
    ("en", "FILE: Taras Vyhadko, leader of the Weavers' Guild, speaks.", "an archive"),
    ("en", "An old photo shows Taras Vyhadko, leader of the Weavers' Guild.", "an archive"),
    ("en", "It is false that Taras Vyhadko is a member of the Weavers' Guild.", "denied"),
    ("en", "Perhaps Taras Vyhadko is a member of the Weavers' Guild.", "doubted"),
    ("en", "In those years Taras Vyhadko, leader of the Weavers' Guild, travelled.", "of then"),
    ("uk", "Почесний президент Гільдії ткачів Тарас Вигадько закликав.", "honorary"),
    ("uk", "Усунутий голова Гільдії ткачів Тарас Вигадько закликав.", "ousted"),
    ("uk", "Тоді лідер Гільдії ткачів Тарас Вигадько закликав.", "of then"),
    ("uk", "На архівному фото лідер Гільдії ткачів Тарас Вигадько.", "an archive"),
    ("ru", "Тогда лидер Гильдии ткачей Тарас Выгадько призвал.", "of then"),
    ("ru", "Отставной глава Гильдии ткачей Тарас Выгадько призвал.", "retired"),
    ("el", "Ο αείμνηστος ηγέτης της Συντεχνίας Υφαντών Τάρας Βιγάντκο.", "late"),
]


@pytest.mark.parametrize(("lang", "text", "why"), HELD_BACK)
def test_words_of_then_of_others_and_of_doubt_accuse_nobody(lang: str, text: str, why: str) -> None:
    (answer,) = ask(text, case(LED), lang=lang)
    assert answer.outcome is U, why


@pytest.mark.parametrize("road", ["initials", "surname", "abbreviation"])
def test_a_shortened_name_accuses_nobody(road: str) -> None:
    text = "Taras Vyhadko, leader of the Weavers' Guild, called a strike."
    whole = leads(text, "en", (case(LED),))
    reading = Reading(ReadingKind.TEXT, text, digest(text), "en", published=parse("2014-04-13"))

    def outcome(found: Leads) -> Outcome:
        (answer,) = run(Question(Tip(), reading, found, Settings()))
        assert isinstance(answer, Finding)
        return answer.outcome

    assert outcome(whole) is C
    for place in range(2):
        rows = [replace(one, road=road) if i == place else one for i, one in enumerate(whole.subjects)]
        assert outcome(replace(whole, subjects=tuple(rows))) is U, "a surname or an abbreviation may be another's"
