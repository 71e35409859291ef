"""Is a passage weighed for what it says: sure of the same, silent on strangers, never sure of the nearly same?"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.matching.folding import digest, passage
from firsthand.matching.weighing import FEATURES, SUGGESTS, coefficients, weigh_claim, weigh_text
from firsthand.record.cases import Claim, Wording
from firsthand.record.findings import Match
from firsthand.record.leads import ClaimLead
from firsthand.settings import Settings

CLAIM = "The bakery of Exampleville sold bread mixed with sawdust from the old mill in 2011"
UK = "Пекарня Прикладного продавала хліб із тирсою зі старого млина у 2011 році"
EL = "Ο φούρνος του Παραδείγματος πουλούσε ψωμί με πριονίδι από τον παλιό μύλο το 2011"


def weigh(ours: str, theirs: str, runner_up: float = 5.0) -> Match:
    return weigh_text(passage(ours, 0, len(ours)), (Wording(theirs),), 20.0, runner_up)


SURE = [
    (CLAIM, CLAIM, "the very words"),
    (CLAIM.upper() + "!!", CLAIM, "in capitals"),
    (
        "In 2011 the bakery of Exampleville was selling bread that it mixed with sawdust from an old mill",
        CLAIM,
        "turned",
    ),
    ("Friends say: " + CLAIM + ".", CLAIM, "with an opening"),
    ("У 2011 році пекарня Прикладного продавала хліб, змішаний із тирсою зі старого млина", UK, "turned, Ukrainian"),
    ("ΤΟ 2011 Ο ΦΟΥΡΝΟΣ ΤΟΥ ΠΑΡΑΔΕΙΓΜΑΤΟΣ ΠΟΥΛΟΥΣΕ ΨΩΜΙ ΜΕ ΠΡΙΟΝΙΔΙ ΑΠΟ ΤΟΝ ΠΑΛΙΟ ΜΥΛΟ", EL, "Greek capitals"),
    ("Bread is poison", "bread is poison", "short, but the claim's own words and no others"),
]


@pytest.mark.parametrize(("ours", "theirs", "why"), SURE)
def test_sure(ours: str, theirs: str, why: str) -> None:
    assert weigh(ours, theirs).probability >= Settings().alert, why


ONLY_SUGGESTED = [
    ("Bread mixed with sawdust in Exampleville", CLAIM, "fewer than eight words"),
    (CLAIM.replace("2011", "2015"), CLAIM, "another year beside the same words"),
    (CLAIM.replace("sold", "never sold"), CLAIM, "it denies"),
    (CLAIM, "Sawdust bread", "a claim of two words fits many passages"),
    (UK.replace("2011", "2015"), UK, "another year, Ukrainian"),
    (EL.replace("πουλούσε", "δεν πουλούσε"), EL, "it denies, Greek"),
]


@pytest.mark.parametrize(("ours", "theirs", "why"), ONLY_SUGGESTED)
def test_never_sure(ours: str, theirs: str, why: str) -> None:
    assert weigh(ours, theirs).probability <= SUGGESTS < Settings().alert, why


STRANGERS = [
    ("The minister opened a new bridge over the river on Sunday morning", "nothing in common but small words"),
    ("", "no words"),
    ("… !!", "no words but marks"),
    ("The bakery of Exampleville opened a second shop and hires twelve people next spring", "the same subject"),
    ("Two more suspects of the old mill fire were released on Sunday after questioning", "two words in common"),
]


@pytest.mark.parametrize(("ours", "why"), STRANGERS)
def test_strangers(ours: str, why: str) -> None:
    assert weigh(ours, CLAIM, runner_up=15.0).probability < 0.25, why
    assert weigh(ours, CLAIM, runner_up=0.0).probability < Settings().suggest, f"{why}, in a casebook of one claim"


def test_the_reasons_add_up_and_name_exact_words_on_both_sides() -> None:
    text = "Neighbours said: the bakery of Exampleville sold bread mixed with sawdust from a mill in 2015, and more."
    found = passage(text, 17, len(text))
    match = weigh_text(found, (Wording(CLAIM),), 20.0, 5.0)
    reasons = {reason.feature: reason for reason in match.reasons}
    assert reasons["numbers-differ"].weight < 0
    for reason in match.reasons:
        assert reason.ours is None or (reason.ours.stands_in(text) and reason.ours.text_sha256 == found.text_sha256)
        assert reason.theirs is None or (reason.theirs.stands_in(CLAIM) and reason.theirs.text_sha256 == digest(CLAIM))
    differs = reasons["numbers-differ"]
    assert differs.ours is not None
    assert differs.theirs is not None
    assert (differs.ours.exact, differs.theirs.exact) == ("2015", "2011")


NUMBERS = [
    ("1,000 people marched", "1000 people marched", "numbers-agree", "thousands"),
    ("3,5 million people marched", "3.5 million people marched", "numbers-agree", "decimals"),
    ("7 people marched", "70 people marched", "numbers-differ", "another number"),
    ("in 2014 people marched", "in 2012 people marched", "numbers-differ", "another year"),
]


@pytest.mark.parametrize(("ours", "theirs", "feature", "why"), NUMBERS)
def test_numbers(ours: str, theirs: str, feature: str, why: str) -> None:
    found = {reason.feature for reason in weigh(ours, theirs).reasons}
    assert ({"numbers-agree", "numbers-differ"} & found) == {feature}, why


def test_a_lead_weighs_the_wording_that_it_found_with_its_rarities() -> None:
    claim = Claim("c", "Something else entirely", wordings=(Wording(UK, "uk"),))
    lead = ClaimLead("text:0", "case", "c", 1, passage(UK, 0, len(UK)), "passages", 30.0, (1.0, 1.0))
    probability, reasons = weigh_claim(lead, claim, 3.0)
    assert probability > 0.99
    assert reasons[0].feature in FEATURES


def test_a_near_rival_lowers_it() -> None:
    ours = "Bread with sawdust was sold, so they say, at the old mill of Exampleville for years"
    assert weigh(ours, CLAIM, runner_up=19.0).probability < weigh(ours, CLAIM, runner_up=1.0).probability


def test_every_ground_has_a_coefficient_and_a_docstring() -> None:
    assert set(coefficients()) == {*FEATURES, "bias"}
    assert all(feature.__doc__ for feature in FEATURES.values())


@given(st.text(), st.text(), st.floats(0, 100), st.floats(0, 100))
def test_any_two_texts_have_a_probability(ours: str, theirs: str, score: float, runner_up: float) -> None:
    match = weigh_text(passage(ours, 0, len(ours)), (Wording(theirs),), score, runner_up)
    assert 0.0 <= match.probability <= 1.0
    assert all(math.isfinite(reason.weight) for reason in match.reasons)
    assert all(reason.ours is None or reason.ours.stands_in(ours) for reason in match.reasons)
    assert all(reason.theirs is None or reason.theirs.stands_in(theirs) for reason in match.reasons)
