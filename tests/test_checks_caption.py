"""Do the caption checks support, contradict and abstain where they should, and never accuse wrongly?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.checks import CHECKS
from firsthand.checks.table import Question, run_checks
from firsthand.matching.folding import digest
from firsthand.record.cases import Appearance, Case, Kind, Picture, Subject
from firsthand.record.decisions import Answer, Decision
from firsthand.record.entries import Entry
from firsthand.record.findings import Finding, NotChecked, Why
from firsthand.record.leads import Leads, PictureLead, PlaceLead, SubjectLead
from firsthand.record.outcome import Outcome
from firsthand.record.passages import WHOLE, Passage, Region
from firsthand.record.readings import (
    FILE_SOURCE,
    CaptionReading,
    DateMention,
    Inscription,
    PictureReading,
    PlaceMention,
    Print,
    Reading,
    ReadingKind,
    Stance,
)
from firsthand.record.tips import Tip
from firsthand.record.when import day, parse
from firsthand.record.where import Area, Level, Where
from firsthand.settings import Settings

C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED
DATE, PLACE, EVENT = "caption-date", "caption-place", "caption-event"
SHA = "a" * 64
CAPTION_CHECKS = [check for check in CHECKS if check.code.startswith("caption-")]

UA, PL, BY, GR, GE, US = (Area(f"iso:{code}", Level.COUNTRY, code) for code in ("UA", "PL", "BY", "GR", "GE", "US"))
GEORGIA_STATE = Area("geo:state", Level.REGION, "Georgia")


def town(name: str, *chain: Area, at: tuple[float, float] | None = None) -> Where:
    return Where(f"geo:{name}-{chain[-1].key}", Level.SETTLEMENT, name, chain, at)


def country(area: Area) -> Where:
    return Where(area.key, Level.COUNTRY, area.name)


GAZETTEER = {
    "Lviv": (town("Lviv", UA, at=(49.8, 24.0)),),
    "Kyiv": (town("Kyiv", UA, at=(50.4, 30.5)),),
    "Rivne": (town("Rivne", UA, at=(50.6, 26.2)),),
    "Warsaw": (town("Warsaw", PL, at=(52.2, 21.0)),),
    "Athens": (town("Athens", GR, at=(38.0, 23.7)), town("Athens", GEORGIA_STATE, US, at=(33.9, -83.4))),
    "Georgia": (country(GE), Where("geo:state", Level.REGION, "Georgia", (US,))),
    "Ukraine": (country(UA),),
    "Poland": (country(PL),),
    "Belarus": (country(BY),),
    "Greece": (country(GR),),
    "Nowhereville": (),
}

TAKEN = Entry("pic", "taken", "2012-05-01", "the photographers")
PLACED = Entry("pic", "place", "Lviv", "the photographers", within=("Ukraine",))
SHOWS = Entry("pic", "event", "fair", "the photographers")
SEEN = Entry("pic", "seen", "2012-05-02", "an archived page", url="https://archive.example/1")

FAIR = Subject(
    "fair",
    Kind.EVENT,
    {"en": ("Spring Fair",)},
    (Entry("fair", "period", "2012-04-30/2012-05-03", "a poster"), Entry("fair", "place", "Lviv", "a poster")),
)
STRIKE = Subject(
    "strike",
    Kind.EVENT,
    {"en": ("Tram Strike", "May Tram Strike")},
    (Entry("strike", "period", "2014-05", "a paper"), Entry("strike", "place", "Warsaw", "a paper")),
)
REGATTA = Subject(
    "regatta", Kind.EVENT, {"en": ("Great Regatta",)}, (Entry("regatta", "period", "2012-05", "a paper"),)
)
EARLIER = Subject("earlier", Kind.EVENT, {"en": ("Old Flood",)}, (Entry("earlier", "period", "2011-12", "a paper"),))
HERALD = Subject("herald", Kind.OUTLET, {"en": ("Warsaw Herald",)})
SUBJECTS = (FAIR, STRIKE, REGATTA, EARLIER, HERALD)


def passage(text: str, words: str) -> Passage:
    start = text.index(words)
    return Passage(digest(text), start, start + len(words), words)


def caption(text: str, dates: dict[str, str | None] | None = None, places: str = "", hedge: str = "") -> CaptionReading:
    """A caption as read: dates by their words (EDTF, or None for ambiguous), places by their names."""
    return CaptionReading(
        text,
        digest(text),
        "en",
        None,
        tuple(DateMention(passage(text, w), parse(v) if v else None, "test") for w, v in (dates or {}).items()),
        tuple(PlaceMention(passage(text, name), GAZETTEER[name]) for name in places.split()),
        (passage(text, hedge),) if hedge else (),
    )


def ask(
    said: CaptionReading | None,
    *entries: Entry,
    subjects: tuple[Subject, ...] = SUBJECTS,
    decided: Answer = Answer.YES,
    file: tuple[Entry, ...] = (),
    appearances: tuple[Appearance, ...] = (),
    inscriptions: tuple[Inscription, ...] | None = None,
) -> tuple[Finding | NotChecked, ...]:
    """The answers of the caption checks for one picture that a person held (or not) to be the picture on file."""
    held = (Picture("pic", sha256="b" * 64, entries=entries),)
    case = Case("fair-2012", "The fair", pictures=held, subjects=subjects, appearances=appearances)
    prints = (Print(WHOLE, "0" * 64, 100),)
    ours = PictureReading("a.jpg", SHA, prints=prints, entries=file, caption=said, inscriptions=inscriptions)
    leads = Leads(
        pictures=(PictureLead(ours.key, case.id, "pic", 0, 100, WHOLE, WHOLE),),
        subjects=_names(said.text, case) if said else (),
        cases=(case,),
        places=tuple(
            PlaceLead(e.value, e.within, GAZETTEER.get(e.value, ())) for e in case.entries() if e.field == "place"
        ),
        decisions=(Decision(ours.key, "fair-2012/pic", decided, "someone", datetime(2024, 1, 1, tzinfo=UTC)),),
    )
    reading = Reading(ReadingKind.PICTURE, pictures=(ours,))
    findings, gaps = run_checks(Question(Tip(), reading, leads, Settings()), CAPTION_CHECKS)
    return (*findings, *gaps)


def _names(text: str, case: Case) -> tuple[SubjectLead, ...]:
    found = [
        SubjectLead(case.id, subject.id, name, "en", passage(text, name))
        for subject in case.subjects
        for name in sorted(subject.names.get("en", ()), key=len, reverse=True)
        if name in text
    ]
    return tuple(
        lead
        for lead in found
        if not any(o.passage.start <= lead.passage.start and lead.passage.end < o.passage.end for o in found)
        and not any(o.passage.start < lead.passage.start and lead.passage.end <= o.passage.end for o in found)
    )


def one(code: str, answers: tuple[Finding | NotChecked, ...]) -> Finding | NotChecked:
    (answer,) = (answer for answer in answers if answer.code == code)
    return answer


@pytest.mark.parametrize(
    ("text", "dates", "entries", "expected", "why"),
    [
        ("Lviv, May 2012", {"May 2012": "2012-05"}, [TAKEN], S, "the day lies inside the month"),
        ("Lviv, 2014", {"2014": "2014"}, [TAKEN], C, "no day of 2014 is that day"),
        (
            "Lviv, 1 May 2012",
            {"1 May 2012": "2012-05-01"},
            [replace(TAKEN, value="2012-05")],
            U,
            "it may be another day",
        ),
        ("Lviv, 2013", {"2013": "2013"}, [replace(TAKEN, value="2012~")], U, "about 2012 widens to 2013"),
        ("Lviv, 4/5/2012", {"4/5/2012": None}, [TAKEN], U, "day and month may be swapped"),
        ("Lviv", {}, [TAKEN], U, "the caption is silent"),
        (
            "May 2012, 1 May 2012",
            {"May 2012": "2012-05", "1 May 2012": "2012-05-01"},
            [TAKEN],
            S,
            "one date, said twice",
        ),
        ("2013 or 2014", {"2013": "2013", "2014": "2014"}, [TAKEN], C, "neither can be"),
        ("2012 and 2014", {"2012": "2012", "2014": "2014"}, [TAKEN], U, "one can be"),
        ("2014, 4/5/2012", {"2014": "2014", "4/5/2012": None}, [TAKEN], U, "one is not settled"),
        ("2014", {"2014": "2014"}, [TAKEN, replace(TAKEN, value="2014", source="an agency")], U, "entries disagree"),
        (
            "2014",
            {"2014": "2014"},
            [TAKEN, replace(TAKEN, value="2012", source="an agency")],
            C,
            "entries fit together",
        ),
        ("2014", {"2014": "2014"}, [SEEN], C, "seen two years before"),
        ("2012-05-01", {"2012-05-01": "2012-05-01"}, [SEEN], U, "being seen later supports nothing"),
        ("2014", {"2014": "2014"}, [SEEN, replace(SEEN, value="2020")], C, "the earliest day seen counts"),
        ("2013", {"2013": "2013"}, [SEEN, replace(TAKEN, value="2012~")], C, "what taken allows, seen excludes"),
        ("2014", {"2014": "2014"}, [SEEN, replace(TAKEN, value="2014")], U, "taken and seen disagree"),
        ("2014", {"2014": "2014"}, [SHOWS], C, "the period of its event serves"),
        ("May or April 2012", {"May or April 2012": "2012-04/2012-05"}, [SHOWS], S, "the period lies inside"),
        ("2014", {"2014": "2014"}, [replace(SHOWS, value="Spring Fair")], C, "an event told by its name"),
        ("May Tram Strike", {"May": "2014-05"}, [TAKEN], U, "May is part of the event's name"),
    ],
)
def test_dates(text: str, dates: dict[str, str | None], entries: list[Entry], expected: Outcome, why: str) -> None:
    answer = one(DATE, ask(caption(text, dates), *entries))
    assert answer.outcome is expected, why


@given(taken=st.dates(), said=st.dates(), seen=st.dates())
def test_a_date_that_can_be_true_is_never_contradicted(taken: object, said: object, seen: object) -> None:
    text = f"On {said}"
    entries = (replace(TAKEN, value=str(taken)), replace(SEEN, value=str(seen)))
    answer = one(DATE, ask(caption(text, {str(said): str(said)}), *entries))
    if said == taken:
        assert answer.outcome in (S, U)
    elif taken <= seen:  # type: ignore[operator]
        assert answer.outcome is C


def test_the_headline_names_both_sides_and_the_source() -> None:
    answer = one(DATE, ask(caption("Lviv, 2014", {"2014": "2014"}), TAKEN))
    assert isinstance(answer, Finding)
    assert answer.headline == (
        "The caption says “2014”; the picture was taken on 1 May 2012 according to the photographers."
    )
    (row,) = answer.compared
    assert (row.said, row.held, row.source, row.entry) == ("2014", "2012-05-01", "the photographers", TAKEN.id)
    assert row.passage
    assert row.passage.stands_in("Lviv, 2014")
    assert answer.tip_picture == 0
    assert answer.match
    assert answer.case == "fair-2012"


def test_the_file_s_own_date_is_shown_and_settles_nothing() -> None:
    exif = Entry(SHA, "taken", "2014-05-01", FILE_SOURCE)
    said = caption("2014", {"2014": "2014"})
    answer = one(DATE, ask(said, replace(TAKEN, value="2012/2014"), file=(exif,)))
    assert isinstance(answer, Finding)
    assert answer.outcome is U
    assert [row.held for row in answer.compared if row.source == FILE_SOURCE] == ["2014-05-01"]


@pytest.mark.parametrize("stance", [stance for stance in Stance if stance is not Stance.ASSERTED])
def test_only_what_is_asserted_is_held_against_a_caption(stance: Stance) -> None:
    said = caption("As in 2014 in Warsaw", {"2014": "2014"}, "Warsaw")
    said = replace(
        said,
        dates=tuple(replace(mention, stance=stance) for mention in said.dates),
        places=tuple(replace(mention, stance=stance) for mention in said.places),
    )
    answers = ask(said, TAKEN, PLACED)
    assert one(DATE, answers).outcome is U
    assert one(PLACE, answers).outcome is U


def test_a_hedge_is_named() -> None:
    answer = one(DATE, ask(caption("Archive picture: Lviv", hedge="Archive picture"), TAKEN))
    assert isinstance(answer, Finding)
    assert "Archive picture" in answer.headline


def test_a_hedged_caption_is_borne_out_but_not_accused() -> None:
    wrong = ask(
        caption("Archive picture: Kyiv, 2014", {"2014": "2014"}, "Kyiv", hedge="Archive picture"), TAKEN, PLACED
    )
    right = ask(
        caption("Archive picture: Lviv, 2012", {"2012": "2012"}, "Lviv", hedge="Archive picture"), TAKEN, PLACED
    )
    assert [one(code, wrong).outcome for code in (DATE, PLACE)] == [U, U]
    assert [one(code, right).outcome for code in (DATE, PLACE)] == [S, S]


@pytest.mark.parametrize(
    ("text", "places", "entries", "expected", "why"),
    [
        ("A fair in Lviv", "Lviv", [PLACED], S, "the very town"),
        ("A fair in Ukraine", "Ukraine", [PLACED], S, "the town lies in it"),
        ("A fair in Kyiv", "Kyiv", [PLACED], C, "another town, far away"),
        ("A fair in Poland", "Poland", [PLACED], C, "another country"),
        ("A fair in Lviv", "Lviv", [replace(PLACED, value="Ukraine", within=())], U, "the record is too wide"),
        ("Kyiv, Ukraine", "Kyiv Ukraine", [PLACED], C, "the container says nothing of its own"),
        ("Train from Kyiv to Lviv", "Kyiv Lviv", [PLACED], S, "one of two fits"),
        ("Train from Kyiv to Lviv", "Kyiv Lviv", [replace(PLACED, value="Rivne")], U, "it may be on the road"),
        ("The border of Poland and Belarus", "Poland Belarus", [PLACED], C, "in neither country"),
        ("Athens at night", "Athens", [replace(PLACED, value="Greece", within=())], U, "inside the record's country"),
        ("Athens, Georgia", "Athens Georgia", [replace(PLACED, value="Greece", within=())], C, "the other Athens"),
        ("Georgia and Athens", "Georgia Athens", [replace(PLACED, value="Greece", within=())], U, "two places, or one"),
        ("Somewhere in Nowhereville", "Nowhereville", [PLACED], U, "nobody knows where that is"),
        ("Market day", "", [PLACED], U, "the caption is silent"),
        ("Kyiv", "Kyiv", [PLACED, replace(PLACED, value="Kyiv", source="an agency")], U, "entries disagree"),
        ("Kyiv", "Kyiv", [PLACED, replace(PLACED, value="Ukraine", within=())], C, "entries fit together"),
        ("Kyiv", "Kyiv", [replace(PLACED, value="Nowhereville")], U, "the record's place is not known"),
        ("Kyiv", "Kyiv", [SHOWS], C, "the place of its event serves"),
        ("Reported by the Warsaw Herald", "Warsaw", [PLACED], U, "the name of an outlet"),
        ("Ukraine during the Tram Strike", "Ukraine", [PLACED], S, "a place that fits outweighs the event's"),
        ("Tram Strike", "", [PLACED], U, "the caption names no place"),
        ("Tram Strike in Nowhereville", "Nowhereville", [PLACED], U, "one of the places is not known"),
    ],
)
def test_places(text: str, places: str, entries: list[Entry], expected: Outcome, why: str) -> None:
    answer = one(PLACE, ask(caption(text, {}, places), *entries))
    assert answer.outcome is expected, why


def test_a_place_in_the_name_of_the_own_event_cannot_accuse() -> None:
    named = replace(FAIR, names={"en": ("Kyiv Fair",)})
    answer = one(PLACE, ask(caption("Kyiv Fair", {}, "Kyiv"), PLACED, SHOWS, subjects=(named,)))
    assert answer.outcome is U


def test_the_place_of_another_event_is_shown_as_a_row() -> None:
    named = replace(STRIKE, names={"en": ("Warsaw Tram Strike",)})
    answer = one(PLACE, ask(caption("Warsaw Tram Strike", {}, "Warsaw"), PLACED, SHOWS, subjects=(FAIR, named)))
    assert isinstance(answer, Finding)
    assert answer.outcome is C
    assert "place of the event named" in {row.what for row in answer.compared}


@pytest.mark.parametrize(
    ("text", "entries", "expected", "why"),
    [
        ("The Spring Fair", [SHOWS], S, "the event on file"),
        ("The Tram Strike", [TAKEN], C, "two years before the strike began"),
        ("The Tram Strike", [SHOWS], C, "its own event was over before the strike began"),
        ("The Tram Strike", [replace(TAKEN, value="2014-05-03"), SHOWS, PLACED], C, "another country, another event"),
        ("The Tram Strike", [replace(TAKEN, value="2014-05-03"), PLACED], U, "an event may reach beyond its place"),
        ("The Tram Strike", [replace(TAKEN, value="2014-08")], U, "traces of the event"),
        ("The Tram Strike", [replace(TAKEN, value="2014-08"), PLACED], C, "too late and elsewhere"),
        ("The Tram Strike", [replace(TAKEN, value="2019")], C, "too late for traces"),
        ("The Tram Strike", [SEEN], C, "it was seen two years before the strike began"),
        ("The Tram Strike", [SEEN, replace(SEEN, value="2020")], C, "the earliest day seen counts"),
        ("The Tram Strike", [replace(SEEN, value="2020")], U, "seen later: it may be that"),
        ("The Tram Strike", [SEEN, replace(TAKEN, value="2014-05-03")], U, "taken and seen disagree"),
        ("The Great Regatta", [TAKEN], U, "it may be that"),
        ("The Old Flood", [TAKEN], U, "five months after: its traces"),
        ("Before the Tram Strike", [TAKEN], U, "spoken of, not shown"),
        ("Two years after the Tram Strike", [TAKEN], U, "spoken of, not shown"),
        ("After the Spring Fair", [SHOWS], U, "spoken of, not shown"),
        ("Victims of the Old Flood", [replace(TAKEN, value="2019")], U, "an aftermath"),
        ("The Spring Fair, not the Tram Strike", [SHOWS], S, "one of two is its own"),
        ("Market day", [SHOWS], U, "no event is named"),
        ("The Spring Fair", [SHOWS, replace(SHOWS, value="strike", source="an agency")], U, "entries disagree"),
    ],
)
def test_events(text: str, entries: list[Entry], expected: Outcome, why: str) -> None:
    assert one(EVENT, ask(caption(text), *entries)).outcome is expected, why


def test_a_hedged_caption_cannot_be_accused_of_an_event() -> None:
    assert one(EVENT, ask(caption("Archive. The Tram Strike", hedge="Archive"), TAKEN)).outcome is U


def test_one_event_told_by_two_cases_is_one_event() -> None:
    twin = replace(STRIKE, id="twin", names={"en": ("Spring Fair",)})
    assert one(EVENT, ask(caption("The Spring Fair"), SHOWS, subjects=(FAIR, twin))).outcome is S


@pytest.mark.parametrize(
    ("said", "entries", "decided", "why_not"),
    [
        (caption("Lviv", {}, "Lviv"), (TAKEN,), Answer.NO, dict.fromkeys((DATE, PLACE, EVENT), Why.NO_RECORD)),
        (None, (TAKEN,), Answer.YES, dict.fromkeys((DATE, PLACE, EVENT), Why.ABSENT)),
        (caption("Lviv", {}, "Lviv"), (), Answer.YES, dict.fromkeys((DATE, PLACE, EVENT), Why.NO_RECORD)),
        (caption("Lviv", {}, "Lviv"), (TAKEN,), Answer.YES, {PLACE: Why.NO_RECORD}),
        (replace(caption("ლვოვი"), lang="ka", supported_lang=False), (TAKEN,), Answer.YES,
         dict.fromkeys((DATE, PLACE, EVENT), Why.FAILED)),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_says_why(
    said: CaptionReading | None, entries: tuple[Entry, ...], decided: Answer, why_not: dict[str, Why]
) -> None:
    gaps = {a.code: a.why for a in ask(said, *entries, decided=decided) if isinstance(a, NotChecked)}
    assert gaps == why_not


def test_a_picture_that_could_not_be_looked_up_is_a_failure() -> None:
    said = caption("Lviv", {}, "Lviv")
    reading = Reading(ReadingKind.PICTURE, pictures=(PictureReading("a.jpg", caption=said, problem="It is broken."),))
    findings, gaps = run_checks(Question(Tip(), reading, Leads(), Settings()), CAPTION_CHECKS)
    assert not findings
    assert [(gap.why, "It is broken." in gap.reason) for gap in gaps] == [(Why.FAILED, True)] * 3


def test_a_live_date_counts_as_said() -> None:
    said = caption("This morning in Lviv", places="Lviv")
    live = DateMention(passage(said.text, "This morning"), day(datetime(2022, 3, 4).date()), "live")  # noqa: DTZ001
    assert one(DATE, ask(replace(said, dates=(live,)), TAKEN)).outcome is C


@pytest.mark.parametrize(
    ("rule", "said", "taken", "expected", "why"),
    [
        ("near-week", "2022-03-07/2022-03-13", "2022-03-05", U, "this week, said on a Monday"),
        ("near-week", "2022-03-07/2022-03-13", "2022-02-20", C, "weeks before"),
        ("near-day", "2022-03-05", "2022-03-04", U, "last night, over midnight"),
        ("near-day", "2022-03-05", "2022-03-01", C, "days before"),
        ("weekday", "2022-03-12", "2022-03-05", U, "last Saturday may be the one before"),
        ("ago", "2022-02-28/2022-03-06", "2022-03-08", U, "a week ago, roughly"),
        ("month", "2022-03", "2022-02-28", C, "a month that is named is that month"),
    ],
)
def test_a_date_told_from_publication_is_held_loosely(
    rule: str, said: str, taken: str, expected: Outcome, why: str
) -> None:
    text = caption("then")
    mention = DateMention(passage("then", "then"), parse(said), rule)
    assert one(DATE, ask(replace(text, dates=(mention,)), replace(TAKEN, value=taken))).outcome is expected, why


LEFT, RIGHT = Region(0, 0, 0.5, 1), Region(0.5, 0, 1, 1)


@pytest.mark.parametrize(
    ("regions", "dates", "expected", "why"),
    [
        ((LEFT, RIGHT), ("2012-05-01", "2014-05-03"), Outcome.UNRESOLVED, "the caption may speak of the right half"),
        ((LEFT, RIGHT), ("2012-05-01", "2013-05-01"), Outcome.CONTRADICTED, "neither half can be of that day"),
        ((WHOLE, WHOLE), ("2012-05-01", "2014-05-03"), Outcome.CONTRADICTED, "two records of one and the same picture"),
        ((LEFT, Region(0, 0, 0.55, 1)), ("2012-05-01", "2014-05-03"), Outcome.CONTRADICTED, "nearly the same place"),
    ],
)
def test_of_several_pictures_in_one_the_caption_may_mean_any(
    regions: tuple[Region, Region], dates: tuple[str, str], expected: Outcome, why: str
) -> None:
    said = caption("The fair on 3 May 2014.", {"3 May 2014": "2014-05-03"})
    cases = [
        Case(
            id,
            id,
            pictures=(Picture("pic", sha256=id[0] * 64, entries=(Entry("pic", "taken", taken, "the photographers"),)),),
        )
        for id, taken in zip(("a-case", "b-case"), dates, strict=True)
    ]
    ours = PictureReading("a.jpg", SHA, prints=(Print(WHOLE, "0" * 64, 100),), caption=said)
    leads = Leads(
        pictures=tuple(
            PictureLead(ours.key, case.id, "pic", 0, 100, region, WHOLE)
            for case, region in zip(cases, regions, strict=True)
        ),
        cases=tuple(cases),
    )
    question = Question(Tip(), Reading(ReadingKind.PICTURE, pictures=(ours,)), leads, Settings())
    findings, _ = run_checks(question, CAPTION_CHECKS)
    judged = {finding.case: finding.outcome for finding in findings if finding.code == "caption-date"}
    assert judged["a-case"] is expected, why
