"""Are texts in questions and answers cut into turns, and are all others left alone?"""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from bench.interviews import Written, written
from hypothesis import given
from hypothesis import strategies as st

from firsthand.matching.folding import digest
from firsthand.reading.interviews import read_interview
from firsthand.record.attributions import Interview
from firsthand.record.when import parse

ROWS = list(written())


def read(text: str, lang: str = "en") -> Interview:
    interview = read_interview(text, lang)
    assert interview is not None
    return interview


def spoken(interview: Interview, place: int) -> str:
    return "\n".join(part.exact for part in interview.turns[place].content)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.lang} {row.note}")
def test_written_texts_are_read_as_they_are_meant(row: Written) -> None:
    assert row.right(read_interview(row.text, row.lang))


def test_there_are_enough_of_both_kinds() -> None:
    assert sum(row.turns > 0 for row in ROWS) >= 24
    assert sum(row.turns == 0 for row in ROWS) >= 24
    assert {row.lang for row in ROWS if row.turns} == {"en", "uk", "ru", "el"}


@pytest.mark.parametrize("row", [row for row in ROWS if row.turns], ids=lambda row: f"{row.lang} {row.note}")
def test_passages_stand_where_they_say_and_none_twice(row: Written) -> None:
    interview = read(row.text, row.lang)
    parts = [part for turn in interview.turns for part in turn.content]
    assert all(part.stands_in(row.text) and part.text_sha256 == digest(row.text) for part in parts)
    assert all(one.end <= other.start for one, other in pairwise(parts))
    assert all(person.passage.stands_in(row.text) for person in interview.participants)
    assert all(turn.label is None or turn.label.stands_in(row.text) for turn in interview.turns)


ROSTER = next(row.text for row in ROWS if row.note.startswith("initials with a roster"))
JOINT = next(row.text for row in ROWS if row.note.startswith("three speakers"))
BROKEN = next(row.text for row in ROWS if row.note.startswith("the outlet's own name"))


def test_the_roster_gives_the_labels_their_names() -> None:
    people = read(ROSTER).participants
    assert [(p.name, p.label, p.asker) for p in people] == [("Mara Lind", "M.L.", True), ("Tom Ode", "T.O.", False)]


def test_introduction_and_colophon_are_in_no_turn() -> None:
    interview = read(ROSTER)
    assert spoken(interview, 0).startswith("Good morning.")
    assert spoken(interview, -1) == "Nobody tells us. I would be glad, and I would be out of work."
    assert interview.colophon is not None
    assert interview.colophon.exact == "Originally published in The River Paper.\n\nAnti-Copyright"


def test_an_answer_goes_on_in_paragraphs_without_a_label() -> None:
    assert spoken(read(ROSTER), 3).endswith("It took us four hours to bring it ashore.")


def test_a_joint_answer_has_several_speakers() -> None:
    interview = read(JOINT)
    names = [[interview.participants[i].name for i in turn.speakers] for turn in interview.turns]
    assert names[5] == ["Omar Reed", "Pia Vance"]
    assert names[3] == ["Pia Vance"], "a surname once introduced"


def test_a_page_break_within_a_sentence_leaves_one_passage() -> None:
    answer = read(BROKEN).turns[1]
    assert len(answer.content) == 1
    assert "the whole\n\nstreet wrote" in answer.content[0].exact


def test_the_title_repeated_after_the_last_turn_is_colophon() -> None:
    again = ROSTER.replace("Originally published in The River Paper.", "Mara Lind The last ferry 2 May 2020")
    assert spoken(read(again), -1).endswith("out of work.")


def test_a_heading_between_turns_is_nobodys_words() -> None:
    headed = ROSTER.replace("M.L.: Will the", "After the bridge\n\nM.L.: Will the")
    assert "After the bridge" not in "".join(spoken(read(headed), i) for i in range(6))


@pytest.mark.parametrize("joint", ["and", "&", "та", "і", "и", "και", ","])
def test_labels_are_joined_in_many_ways(joint: str) -> None:
    text = JOINT.replace("Reed and Vance:", f"Reed{'' if joint == ',' else ' '}{joint} Vance:")
    assert sum(len(turn.speakers) == 2 for turn in read(text).turns) == 1


def test_typed_initials_are_the_same_label() -> None:
    careless = ROSTER.replace("M.L.: What", "ML: What").replace("T.O.: Nobody", "T. O. : Nobody")
    assert len(read(careless).turns) == 6


def test_answers_tell_of_the_speaker_and_questions_do_not() -> None:
    text = ROSTER.replace("Since I was a boy.", "I live in Izmail, Ukraine.").replace(
        "Will the", "I live in Berlin. Will the"
    )
    interview = read_interview(text, "en", parse("2020-05-02"))
    assert interview is not None
    [told] = interview.told
    assert (told.speaker, told.entry.value, told.entry.source) == (
        "Tom Ode",
        "Izmail",
        "Tom Ode, interview of 2020-05-02",
    )


def test_a_joint_answer_tells_of_nobody() -> None:
    text = JOINT.replace("The bakers did.", "I live in Hull.")
    assert read(text).told == ()


def test_a_language_without_word_lists_is_left_alone() -> None:
    assert read_interview(ROSTER, "fr") is None
    assert read_interview("", "en") is None


@given(st.text(alphabet="QA:.? \n—Anвбα*()", max_size=400))
def test_any_text_is_read_without_failing(text: str) -> None:
    interview = read_interview(text, "en")
    assert interview is None or all(part.stands_in(text) for turn in interview.turns for part in turn.content)


@pytest.mark.parametrize("unit", ["a", '"', "(", "a:\n", "Q: a?\n", "— a?\n", "A.", "Aa ", "«a", "I live in Kyiv. "])
def test_hostile_texts_take_no_longer_than_others(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    began = time.perf_counter()
    read_interview(text, "en")
    assert time.perf_counter() - began < 10
