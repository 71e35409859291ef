"""Are words read from a picture named beside caption and record, and never held against anybody?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from firsthand.checks.known_claim import run as ask_known_claim
from firsthand.checks.picture_text import misread, read_from
from firsthand.checks.picture_words import run
from firsthand.checks.table import Question
from firsthand.index.memory import MemoryTexts
from firsthand.index.recall import recall
from firsthand.matching.folding import digest
from firsthand.reading.captions import read_caption
from firsthand.record.cases import Case, Claim, Kind, Picture, Subject
from firsthand.record.entries import Entry
from firsthand.record.findings import Finding, NotChecked, Why
from firsthand.record.leads import Lack, Leads, PictureLead, SubjectLead
from firsthand.record.outcome import Outcome
from firsthand.record.passages import WHOLE, Passage
from firsthand.record.ports import TextDoc
from firsthand.record.readings import Inscription, PictureReading, Reading, ReadingKind
from firsthand.record.tips import Tip
from firsthand.settings import Settings


class NoPlaces:
    def look_up(self, name: str) -> tuple[()]:
        return ()


def read(text: str, lang: str = "en", sure: float = 0.95) -> Inscription:
    return Inscription(text, lang, sure, WHOLE)


def asked(
    words: tuple[Inscription, ...] | None, caption: str = "", leads: Leads | None = None, **made: bool
) -> Question:
    captioned = read_caption(caption, "en", None, NoPlaces()) if caption else None
    picture = PictureReading("a.jpg", "0" * 64, caption=captioned, inscriptions=words)
    return Question(Tip(), Reading(ReadingKind.PICTURE, pictures=(picture,)), leads or Leads(), Settings(**made))


DATES = [
    ("Harvest festival 12 September 2009", 0.95, "The square, May 2014", ["12 September 2009"], "another time"),
    ("Harvest festival 12 September 2009", 0.95, "The square, September 2009", [], "the caption says no less"),
    ("Harvest festival 12 September 2009", 0.6, "The square, May 2014", [], "a blurred figure is no date"),
    ("Harvest festival", 0.95, "The square, May 2014", [], "a banner without a date"),
    ("Harvest festival 12 September 2009", 0.95, "The square", [], "a caption without a date"),
]


@pytest.mark.parametrize(("banner", "sure", "caption", "named", "why"), DATES)
def test_dates_of_a_banner_beside_those_of_the_caption(
    banner: str, sure: float, caption: str, named: list[str], why: str
) -> None:
    (finding,) = run(asked((read(banner, sure=sure),), caption))
    assert isinstance(finding, Finding)
    assert finding.outcome is Outcome.UNRESOLVED, "never an accusation"
    assert [row.held for row in finding.compared] == named, why
    assert all(row.outcome is Outcome.UNRESOLVED for row in finding.compared)
    assert "12 September 2009" in finding.headline or "Harvest" in finding.headline


def test_an_event_that_the_banner_names_and_the_caption_does_not() -> None:
    words, caption = "May Day parade", "The harvest festival in the square"
    subjects = tuple(
        Subject(name, Kind.EVENT, {"en": (said,)})
        for name, said in (("parade", "May Day parade"), ("feast", "harvest festival"))
    )
    leads = Leads(
        subjects=(
            SubjectLead("c", "parade", words, "en", Passage(digest(words), 0, len(words), words)),
            SubjectLead("c", "feast", "harvest festival", "en", Passage(digest(caption), 4, 20, "harvest festival")),
        ),
        cases=(Case("c", "A case", subjects=subjects),),
    )
    (finding,) = run(asked((read(words),), caption, leads))
    assert isinstance(finding, Finding)
    assert [(row.what, row.said, row.held) for row in finding.compared] == [("event", "harvest festival", words)]


ON_FILE = [
    ("МИР И ТРУД", True, "the same words"),
    ("МИР И ТРУЛ", True, "a misread letter"),
    ("ВОЙНА ДО КОНЦА", False, "other words"),
]


@pytest.mark.parametrize(("words", "same", "why"), ON_FILE)
def test_words_that_were_changed_since_they_were_filed(words: str, same: bool, why: str) -> None:
    entry = Entry("p", "banner", "МИР И ТРУД", "read from the picture", lang="ru")
    case = Case("c", "A case", pictures=(Picture("p", sha256="0" * 64, entries=(entry,)),))
    lead = PictureLead("picture:" + "0" * 64, "c", "p", 0, 100, WHOLE, WHOLE)
    (finding,) = run(asked((read(words, "ru"),), leads=Leads(pictures=(lead,), cases=(case,))))
    assert isinstance(finding, Finding)
    assert [row.what for row in finding.compared] == ([] if same else ["banner"]), why
    assert finding.outcome is Outcome.UNRESOLVED


def test_what_was_not_looked_at_is_said_once() -> None:
    (gap,) = run(asked(None))
    assert isinstance(gap, NotChecked)
    assert (gap.why, "tesseract-ocr" in gap.hint) == (Why.NOT_SET_UP, True)
    (off,) = run(asked(None, read_words=False))
    assert isinstance(off, NotChecked)
    assert "switched off" in off.reason
    assert run(asked(None, leads=Leads(lacking=(Lack("picture-words", "The time was over."),)))) == ()
    (nothing,) = run(asked(()))
    assert isinstance(nothing, Finding)
    assert nothing.headline == "No words were read in a.jpg."


LIE = "The water of the northern well was poisoned by the volunteers of the hospital"
CASE = Case(
    "well", "A well", claims=(Claim("lie", LIE, "en"), Claim("other", "The bridge fell in the spring flood", "en"))
)


class Nothing:
    """An index of pictures or names that holds none."""

    def find(self, *asked: object) -> tuple[()]:
        return ()


class Index:
    """The claims of the case, in memory."""

    texts = MemoryTexts([TextDoc(CASE.id, f"{CASE.id}/{one.id}", 0, one.text, one.lang) for one in CASE.claims])
    pictures = names = Nothing()

    def notes(self, lang: str) -> tuple[()]:
        return ()


class Book:
    """A casebook of one case."""

    def some(self, ids: list[str]) -> dict[str, Case]:
        return {id: CASE for id in ids if id == CASE.id}

    def decisions(self, tips: object = None) -> tuple[()]:
        return ()


KNOWN = [
    (LIE, 0.95, Outcome.SUPPORTED, "a screenshot that says it"),
    (LIE, 0.65, Outcome.UNRESOLVED, "blurred words only suggest"),
    ("I еко ки хх", 0.5, Outcome.UNRESOLVED, "texture"),
]


@pytest.mark.parametrize(("words", "sure", "outcome", "why"), KNOWN)
def test_a_known_claim_on_a_screenshot(words: str, sure: float, outcome: Outcome, why: str) -> None:
    question = asked((read(words, sure=sure),))
    leads = recall(question.reading, Book(), Index(), NoPlaces(), Settings())  # type: ignore[arg-type]
    (finding,) = ask_known_claim(replace(question, leads=leads))
    assert isinstance(finding, Finding)
    assert finding.outcome is outcome, why
    assert (finding.headline.startswith("The words in the picture repeat")) == (outcome is Outcome.SUPPORTED)


def test_words_that_came_as_text_are_not_called_read() -> None:
    question = asked((read(LIE, sure=0.6),), LIE)
    passage = Passage(digest(LIE), 0, len(LIE), LIE)
    assert read_from(question, passage) is None
    assert misread(question, passage) is None
    bare = asked((read(LIE, sure=0.6),))
    assert misread(bare, passage) is not None
