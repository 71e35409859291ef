"""Are the leads of one tip weighed as rivals of each other, whatever their order, and does the check stay silent on strangers?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.checks.claim_leads import Field, WeighedLead
from firsthand.checks.common_words import common_words
from firsthand.checks.known_claim import POSSIBLE, ROADS, run
from firsthand.checks.table import Question
from firsthand.matching.folding import digest, passage, tip_key
from firsthand.matching.weighing_rivals import least_rival, margin
from firsthand.record.cases import Case, Claim, Review
from firsthand.record.findings import Finding
from firsthand.record.leads import ClaimLead, Leads
from firsthand.record.outcome import Outcome, Verdict
from firsthand.record.readings import Reading, ReadingKind
from firsthand.record.tips import Tip
from firsthand.settings import Settings

TEXT = "One sentence here. Another one there."
PASSAGES = (passage(TEXT, 0, 18), passage(TEXT, 19, len(TEXT)))
OTHERS = ["The dam burst", "A mill burnt down", "Bread was sold", "The station flooded", "A bridge was opened"]
LEADS = st.lists(
    st.builds(
        lambda case, wording, place, score: ClaimLead("text:0", case, "c", wording, PASSAGES[place], "words", score),
        st.sampled_from("abcde"),
        st.integers(0, 2),
        st.integers(0, 1),
        st.floats(0.5, 40),
    ),
    min_size=1,
    max_size=20,
)


@given(LEADS)
def test_rivals_are_those_found_by_comparing_each_with_each(leads: list[ClaimLead]) -> None:
    field = Field(leads, {f"{case}/c": (text,) for case, text in zip("abcde", OTHERS, strict=True)})
    for lead in leads:
        others = [other for other in leads if other.case != lead.case]
        beside = [other.score for other in others if other.passage == lead.passage]
        stands = field.standing(lead)
        behind = max(beside, default=min(other.score for other in leads))
        assert stands.ahead == margin(lead.score, behind)
        near = {other.case for other in others if other.score >= least_rival(lead.score)}
        assert stands.rivals == len(near)


def test_a_claim_told_twice_is_no_rival_of_itself() -> None:
    leads = [
        ClaimLead("text:0", case, "c", 0, PASSAGES[0], "words", score)
        for case, score in zip("abc", (9, 8.5, 3), strict=True)
    ]
    twins = Field(leads, {"a/c": (OTHERS[0],), "b/c": ("Something else", OTHERS[0].upper()), "c/c": (OTHERS[2],)})
    apart = Field(leads, {"a/c": (OTHERS[0],), "b/c": (OTHERS[1],), "c/c": (OTHERS[2],)})
    assert twins.standing(leads[0]).ahead == margin(9, 3)
    assert twins.standing(leads[0]).rivals == 1
    assert apart.standing(leads[0]).ahead == margin(9, 8.5)


WORDS = "The dam above our northern valley burst; it washed the station away"
DAMS = [
    "A dam above the northern valley burst and washed the railway station away",
    "The dam above a northern valley burst, and the old station was washed away",
    "Above the northern valley a dam has burst; a station of the railway was washed away",
    "A northern valley saw its dam burst and its station washed away by water",
]
ONLY_LIKELY = Settings(suggest=0.001, alert=0.9999999)
ALL_SURE = Settings(suggest=0.0005, alert=0.001)


def asked(cases: list[Case], settings: Settings, road: str = "words") -> tuple[Finding, ...]:
    """The answers to WORDS where the first claim of each case is a lead, each scored a little lower than the one before."""
    found = passage(WORDS, 0, len(WORDS), digest(WORDS))
    leads = tuple(
        ClaimLead(tip_key(WORDS), case.id, "c", 0, found, road, 20.0 - place) for place, case in enumerate(cases)
    )
    reading = Reading(ReadingKind.TEXT, WORDS, digest(WORDS), "en")
    question = Question(Tip(text=WORDS), reading, Leads(leads, cases=tuple(cases)), settings)
    return tuple(answer for answer in run(question) if isinstance(answer, Finding))


def on_file(texts: list[str], *reviews: Review) -> list[Case]:
    return [Case(f"k{n}", "A dam", claims=(Claim("c", text, "en"),), reviews=reviews) for n, text in enumerate(texts)]


def test_several_possible_claims_come_likeliest_first_and_none_is_called_sure() -> None:
    findings = asked(on_file(DAMS), ONLY_LIKELY)
    chances = [finding.match.probability for finding in findings if finding.match]
    assert len(findings) == POSSIBLE
    assert chances == sorted(chances, reverse=True)
    for place, finding in enumerate(findings, 1):
        assert finding.outcome is Outcome.UNRESOLVED
        assert f"(possibility {place} of 3, none of them sure)" in finding.headline
    assert findings[-1].hint.endswith("Others, no likelier, that are not shown: 1.")
    (alone,) = asked(on_file(DAMS[:1]), ONLY_LIKELY)
    assert alone.headline.startswith("The tip may repeat a claim on file: ")


def test_the_same_words_with_the_same_reviews_stand_once_and_others_apart() -> None:
    false = Review("False", verdict=Verdict.FALSE, publisher="A desk")
    copies = on_file([DAMS[0]] * 3, false)
    copies = [replace(case, id=f"copy-{n}") for n, case in enumerate(copies)]
    findings = asked([*copies, *on_file(DAMS[:1])], ALL_SURE)
    assert [finding.outcome for finding in findings] == [Outcome.SUPPORTED] * len(findings)
    rated = [finding for finding in findings if "False" in finding.hint]
    assert len(findings) > len(rated) > 0, "a review is never hidden behind a copy that has none"
    assert sum(finding.hint.count("copy-") + (finding.case in {c.id for c in copies}) for finding in findings) == 3


@pytest.mark.parametrize(("road", "words"), ROADS.items())
def test_each_road_is_told_with_the_words_on_both_sides(road: str, words: str) -> None:
    (finding,) = asked(on_file(DAMS[:1]), ONLY_LIKELY, road)
    assert finding.match
    (reason,) = [reason for reason in finding.match.reasons if reason.feature == "road"]
    assert reason.words == words
    assert reason.ours
    assert reason.theirs
    assert (reason.ours.exact, reason.theirs.exact) == (WORDS, DAMS[0])


FOOT = "Subscribe to our channel, share with friends, rights reserved, read more on the site"


@pytest.mark.parametrize(
    ("ours", "theirs", "others", "doubted", "why"),
    [
        (f"Museums open. {FOOT}", f"{DAMS[0]}. {FOOT}", [f"{text}. {FOOT}" for text in DAMS[1:3]], True, "a foot"),
        (f"Museums open. {FOOT}", f"{DAMS[0]}. {FOOT}", [f"{DAMS[1]}. {FOOT}"], False, "one other is no rule"),
        (f"Museums open. {FOOT}", f"{DAMS[0]}. {FOOT}", [f"{DAMS[0]}. {FOOT}"] * 4, False, "copies are one claim"),
        (f"{DAMS[0]}. {FOOT}", f"{DAMS[0]}. {FOOT}", [f"{text}. {FOOT}" for text in DAMS[1:3]], False, "its own words"),
        ("The dam burst", DAMS[0], DAMS[1:], False, "too little to tell"),
    ],
)
def test_what_other_claims_say_too_makes_nothing_sure(
    ours: str, theirs: str, others: list[str], doubted: bool, why: str
) -> None:
    rows = []
    for number, text in enumerate([theirs, *others]):
        (case,) = on_file([text])
        lead = ClaimLead(tip_key(ours), f"k{number}", "c", 0, passage(ours, 0, len(ours)), "words", 9.0)
        rows.append(WeighedLead(lead, replace(case, id=f"k{number}"), case.claims[0], 0.95, ()))
    assert (common_words(rows[0], rows) is not None) == doubted, why
