"""Is a claim that stands word for word in a longer text sure, and what stands under many posts never?"""

from __future__ import annotations

import pytest

from firsthand.matching.folding import passage
from firsthand.matching.grounds import FEATURES
from firsthand.matching.pairs import paired
from firsthand.matching.texts import told
from firsthand.matching.weighing import SUGGESTS, weigh_text
from firsthand.matching.weighing_rivals import RIVALS, Standing, margin
from firsthand.record.cases import Wording
from firsthand.record.findings import Match
from firsthand.settings import Settings

CLAIM = "The bakery of Exampleville sold bread mixed with sawdust from the old mill in 2011"
UK = "Пекарня Прикладного продавала хліб із тирсою зі старого млина у 2011 році"
EL = "Ο φούρνος του Παραδείγματος πουλούσε ψωμί με πριονίδι από τον παλιό μύλο το 2011"


def weighed(ours: str, theirs: str, runner_up: float, rivals: int) -> Match:
    stands = Standing(margin(20.0, runner_up), margin(20.0, 0.8 * runner_up), rivals)
    return weigh_text(passage(ours, 0, len(ours)), (Wording(theirs),), stands)


FRAMES = [
    "{}",
    "Listen: {}, said a neighbour in the queue for stamps this morning",
    "Dear friends of the reading circle, on Monday my cousin from the coast wrote to me that {} and that the ferry is late again",
    "The sailors came home. {}. Tomorrow the reading circle meets in the old library, and there will be cake for everybody.",
]


@pytest.mark.parametrize("claim", [CLAIM, UK, EL, "Half of the schools in the Lowmoor district have closed since 2015"])
@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("rivals", [0, RIVALS])
def test_a_claim_word_for_word_in_a_longer_text_is_sure(claim: str, frame: str, rivals: int) -> None:
    assert weighed(frame.format(claim), claim, 18.0, rivals).probability >= Settings().alert


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        ("Is it so that {}?", "it asks"),
        ("This is a hoax: {}", "it calls it untrue"),
        ("Nobody believes that {}", "a denial stands near it"),
        ("Цього не було: {}", "a denial, Ukrainian"),
    ],
)
def test_a_claim_word_for_word_that_is_not_told_as_true_is_never_sure(frame: str, why: str) -> None:
    match = weighed(frame.format(CLAIM), CLAIM, 2.0, RIVALS)
    assert FEATURES["whole-claim"](paired(told(frame.format(CLAIM)), told(CLAIM), Standing())).value == 1.0
    assert match.probability <= SUGGESTS, why
    assert any(reason.feature == "not-sure" for reason in match.reasons), why


CALL = "Share this message with all your friends before they delete it from the internet"
FOOT = "Підпишіться на наш канал, поширте допис серед друзів і читайте більше новин на сторінці"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Bread costs twice as much in the harbour shops.", "The mayor of Exampleville drowned in the well."),
        ("The ferry to the northern island sank on Sunday.", CLAIM + "."),
        ("Хліб у портових крамницях подорожчав удвічі.", UK + "."),
    ],
)
@pytest.mark.parametrize("shared", [CALL, FOOT])
@pytest.mark.parametrize("rivals", [0, 5, RIVALS])
def test_what_stands_under_many_posts_is_never_sure(ours: str, theirs: str, shared: str, rivals: int) -> None:
    assert weighed(f"{ours} {shared}", f"{theirs} {shared}", 2.0, rivals).probability <= SUGGESTS


@pytest.mark.parametrize(
    ("rivals", "words"),
    [
        (0, "No other claim on file comes near;"),
        (1, "Only one other claim"),
        (3, "Only 3 other claims on file come near;"),
    ],
)
def test_how_many_claims_come_near_is_told_in_plain_words(rivals: int, words: str) -> None:
    ground = FEATURES["without-rivals"](paired(told(CLAIM), told(CLAIM), Standing(0.5, 0.5, rivals)))
    assert ground.words().startswith(words)


@pytest.mark.parametrize(
    ("rivals", "words"), [(1, "The next claim on file scores"), (RIVALS, "claim on file, of 10 or more that")]
)
def test_how_far_the_next_is_behind_is_told_in_plain_words(rivals: int, words: str) -> None:
    assert words in FEATURES["ahead"](paired(told(CLAIM), told(CLAIM), Standing(0.5, 0.5, rivals))).words()
