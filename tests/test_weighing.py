"""Is a passage weighed for what it says: sure of the same, silent on strangers, never sure of the nearly same?"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.matching.folding import digest, passage
from firsthand.matching.grounds_against import AGAINST
from firsthand.matching.pairs import paired
from firsthand.matching.texts import told
from firsthand.matching.weighing import FEATURES, SUGGESTS, coefficients, weigh_claim, weigh_text
from firsthand.matching.weighing_rivals import RIVALS, Runner, Standing, margin, standing, twins
from firsthand.record.cases import Claim, Wording
from firsthand.record.findings import Match
from firsthand.record.leads import ClaimLead
from firsthand.settings import Settings

CLAIM = "The bakery of Exampleville sold bread mixed with sawdust from the old mill in 2011"
UK = "Пекарня Прикладного продавала хліб із тирсою зі старого млина у 2011 році"
EL = "Ο φούρνος του Παραδείγματος πουλούσε ψωμί με πριονίδι από τον παλιό μύλο το 2011"


def stands(runner_up: float = 5.0, rivals: int = 0) -> Standing:
    """A lead that scores 20, and rivals the best of which scores `runner_up`, the mean a fifth less."""
    return Standing(margin(20.0, runner_up), margin(20.0, 0.8 * runner_up), rivals)


def weigh(ours: str, theirs: str, runner_up: float = 5.0, rivals: int = 0) -> Match:
    return weigh_text(passage(ours, 0, len(ours)), (Wording(theirs),), stands(runner_up, rivals))


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
    (CLAIM.replace("Exampleville", "Otherton"), CLAIM, "another place"),
    (UK.replace("2011", "2015"), UK, "another year, Ukrainian"),
    (EL.replace("πουλούσε", "δεν πουλούσε"), EL, "it denies, Greek"),
    (EL.replace("πουλούσε", "ποτέ δεν πουλούσε"), EL, "it denies twice, Greek"),
    (
        "Η πόλη χωρίς άδεια δεν έχτισε τη γέφυρα του Παραδείγματος με 30 εκατομμύρια",
        "Η πόλη χωρίς άδεια έχτισε τη γέφυρα του Παραδείγματος με 30 εκατομμύρια",
        "both deny one thing, ours another as well",
    ),
    (
        "The Northern Rail Union, the mayor and Anna Example met in 2011 to open a new library for the town",
        "Anna Example and the Northern Rail Union met the mayor in 2011 to burn the archive and hide the ledgers",
        "the same names and year, and something else of them",
    ),
    (
        "Half of the teachers, whose districts say that pay has fallen behind, told a survey about the buses, canteens and "
        "sports grounds of their schools, which the council of the river towns closed one by one without a word to parents",
        "Half of the schools in the district have closed since 2019",
        "a long sentence on another matter that holds the claim's common words",
    ),
]


@pytest.mark.parametrize(("ours", "theirs", "why"), ONLY_SUGGESTED)
@pytest.mark.parametrize("rivals", [0, 5, RIVALS])
def test_never_sure(ours: str, theirs: str, why: str, rivals: int) -> None:
    assert weigh(ours, theirs, 2.0, rivals).probability <= SUGGESTS < Settings().alert, why


LOWERED = [
    (CLAIM.removesuffix(" in 2011"), "numbers-lacking", "the claim's year is not given"),
    (CLAIM.replace("2011", "2015"), "numbers-differ", "another year"),
    (CLAIM.replace("Exampleville", "Otherton"), "another-name", "another place"),
    (CLAIM.replace("of Exampleville", "of the village"), "names-lacking", "the claim's place is not named"),
    (CLAIM.replace("sold", "never sold"), "negation-differs", "it denies"),
    (CLAIM.replace("2011", "May 2011"), "dates-differ", "another month"),
]


@pytest.mark.parametrize(("ours", "feature", "why"), LOWERED)
def test_what_disagrees_is_found(ours: str, feature: str, why: str) -> None:
    theirs = CLAIM.replace("2011", "June 2011") if feature == "dates-differ" else CLAIM
    pair = paired(told(ours), told(theirs), Standing(0.5, 0.5, 10))
    ground = FEATURES[feature](pair)
    assert ground.value > 0, why
    assert ground.words()
    assert feature in AGAINST


SAME_NUMBER = [
    ("thirty people were taken to hospital", "30 people were taken to hospital", "30", "English"),
    ("тридцять людей потрапили до лікарні", "до лікарні потрапили 30 людей", "30", "Ukrainian"),
    ("пять домов сгорели", "сгорели 5 домов", "5", "Russian"),
    ("πέντε σπίτια κάηκαν", "κάηκαν 5 σπίτια", "5", "Greek"),
]


@pytest.mark.parametrize(("ours", "theirs", "number", "why"), SAME_NUMBER)
def test_numbers_in_words(ours: str, theirs: str, number: str, why: str) -> None:
    pair = paired(told(ours), told(theirs), Standing())
    assert list(pair.numbers) == [number], why
    assert FEATURES["numbers-differ"](pair).value == 0


def test_who_signed_a_quoted_post_is_no_part_of_what_it_says() -> None:
    said = told(CLAIM + " — Anna Example (@anna_example) May 3, 2019")
    assert list(said.numbers) == ["2011"]
    assert not said.months


def test_words_taken_as_the_same_count_a_little_less() -> None:
    ours, theirs = told("Пекарня продавала хліб із тирсою"), told("The bakery sold bread with sawdust")
    glosses = (("хліб", "bread"), ("пекарн", "bakeri"))
    none, some = paired(ours, theirs, Standing()), paired(ours, theirs, Standing(), glosses=glosses)
    assert none.told == 0.0 < some.told < 2.0
    assert FEATURES["taken-as-same"](some).value > 0


def test_a_model_that_finds_them_alike_raises_it() -> None:
    ours = "Sawdust was sold, so they say, at the old mill of Exampleville for years"
    claim, found = Claim("c", CLAIM), passage(ours, 0, len(ours))
    leads = [ClaimLead("text:0", "case", "c", 0, found, "meaning", 20.0, None, alike) for alike in (0.2, 0.5, 0.9)]
    chances = [weigh_claim(lead, claim, stands(10.0, 10))[0] for lead in leads]
    assert chances == sorted(chances)
    assert chances[0] < chances[-1]


def test_a_name_may_be_shortened_but_not_exchanged() -> None:
    claim = "The archive of the town was burnt by Anna Maria Example in 2011, the ledgers with it"
    said = "In 2011 the ledgers of the town and its whole archive were burnt by {}"
    assert weigh(said.format("Maria Example"), claim, rivals=5).probability >= Settings().alert
    assert weigh(said.format("Anna Maria Other"), claim, rivals=RIVALS).probability <= SUGGESTS


def test_a_denial_of_something_else_is_none() -> None:
    ours = "I do not like to wake anybody so early on a Sunday morning of all days, but hear this, friends: " + CLAIM
    match = weigh(ours, CLAIM, rivals=RIVALS)
    assert match.probability >= Settings().alert
    assert "negation-differs" not in {reason.feature for reason in match.reasons}


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
    match = weigh_text(found, (Wording(CLAIM),), stands())
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
    pair = paired(told(ours), told(theirs), Standing(0.5))
    assert {name for name in ("numbers-agree", "numbers-differ") if FEATURES[name](pair).value} == {feature}, why


def test_a_lead_weighs_the_wording_that_it_found_with_its_rarities() -> None:
    claim = Claim("c", "Something else entirely", wordings=(Wording(UK, "uk"),))
    lead = ClaimLead("text:0", "case", "c", 1, passage(UK, 0, len(UK)), "passages", 30.0, (1.0, 1.0))
    probability, reasons = weigh_claim(lead, claim, stands(3.0))
    assert probability > 0.99
    assert reasons[0].feature in FEATURES


def test_a_near_rival_lowers_it() -> None:
    ours = "Sawdust was sold, so they say, at the old mill of Exampleville for years"
    assert weigh(ours, CLAIM, 19.0, 10).probability < weigh(ours, CLAIM, 10.0, 10).probability


def test_being_ahead_of_nobody_says_nothing() -> None:
    ours = "Sawdust was kept, so they say, in a barn of Exampleville for years"
    alone, few, many = (weigh(ours, CLAIM, 5.0, rivals) for rivals in (0, 2, 10))
    assert alone.probability < few.probability < many.probability
    assert "ahead" not in {reason.feature for reason in alone.reasons}


def test_every_ground_has_a_coefficient_and_a_docstring() -> None:
    for held in (coefficients(), coefficients(True)):
        assert set(held) == {*FEATURES, "bias"}
        assert all(value <= 0 if name in AGAINST else value >= 0 for name, value in held.items() if name != "bias")
    assert all(feature.__doc__ for feature in FEATURES.values())


TWINS = [
    (CLAIM, CLAIM.upper() + "!", True, "the same words"),
    (
        CLAIM,
        "In 2011 the old mill of Exampleville sold bread mixed with sawdust from the bakery",
        True,
        "in another order",
    ),
    (CLAIM, CLAIM.replace("2011", "2015"), False, "another year"),
    (CLAIM, CLAIM.replace("sold", "never sold"), False, "a denial"),
    (CLAIM, CLAIM.replace("Exampleville", "Otherton"), False, "another place"),
    (CLAIM, "Bread mixed with sawdust", False, "a part of it"),
    ("Bread burnt", "Burnt bread", False, "too few words to tell"),
    ("", "", False, "nothing"),
]


@pytest.mark.parametrize(("one", "other", "same", "why"), TWINS)
def test_twins(one: str, other: str, same: bool, why: str) -> None:
    assert twins((one,), ("Something else entirely", other)) == same, why
    assert twins((other,), (one,)) == same, why


def test_the_next_claim_that_is_no_twin_is_the_rival() -> None:
    lead, twin, near, far = (
        Runner((text,), score, alike)
        for text, score, alike in ((CLAIM, 20, 0.9), (CLAIM.lower(), 19, 0.9), (UK, 10, 0.5), (EL, 6, 0.6))
    )
    others = [twin, near, far]
    assert standing(lead, others, others) == Standing(0.5, 0.6, 2, pytest.approx(0.3))
    assert standing(lead, [twin], [twin], floor=15.0) == Standing(0.25, 0.25, 0, pytest.approx(0.9))


@given(st.text(), st.text(), st.floats(0, 100), st.floats(0, 100))
def test_any_two_texts_have_a_probability(ours: str, theirs: str, score: float, runner_up: float) -> None:
    behind = margin(score, runner_up)
    match = weigh_text(passage(ours, 0, len(ours)), (Wording(theirs),), Standing(behind, behind, 3))
    assert 0.0 <= match.probability <= 1.0
    assert all(math.isfinite(reason.weight) for reason in match.reasons)
    assert all(reason.ours is None or reason.ours.stands_in(ours) for reason in match.reasons)
    assert all(reason.theirs is None or reason.theirs.stands_in(theirs) for reason in match.reasons)


BANK = "Southern Bank will close all accounts of pensioners on 3 March unless they pay 50 euros"
SCHOOLS = "Half of the schools in the Lowmoor district have closed since 2015"
FORUM = "Банк закриває рахунки всіх пенсіонерів 3 березня, якщо вони не заплатять 50 євро"


@pytest.mark.parametrize(
    ("ours", "theirs", "because"),
    [
        (BANK.replace("Southern", "Northern"), BANK, "“Northern” where theirs says “Southern”"),
        (SCHOOLS.replace("schools", "shops"), SCHOOLS, "“shops” where theirs says “schools”"),
        ("Was bread mixed with sawdust from the old mill sold by the bakery of Exampleville in 2011?", CLAIM, "asks"),
        (
            "Southern Bank will pay 50 euros to all pensioners with accounts on 3 March",
            BANK,
            "“pay” where theirs says “close”",
        ),
        (f"Southern Bank warns of a false message: {BANK}", BANK, "calls something untrue: “false”"),
        (f"Спростовано: {FORUM}", FORUM, "denies"),
        (f"Повідомлення неправдиве. {FORUM}", FORUM, "calls something untrue: “неправдиве”"),
    ],
)
def test_another_thing_said_of_the_same_is_never_sure(ours: str, theirs: str, because: str) -> None:
    match = weigh(ours, theirs)
    assert match.probability <= SUGGESTS
    assert because in " ".join(reason.words for reason in match.reasons if reason.feature == "not-sure")


def test_what_is_not_sure_keeps_its_order() -> None:
    near, nearer = (weigh(text, BANK).probability for text in (BANK[:60].replace("Southern", "Northern"), BANK + "?"))
    assert near < nearer
