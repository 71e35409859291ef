"""Is it seen that one thing was put in place of another, and is a claim told another way left alone?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.matching.exchanged import exchange
from firsthand.matching.pairs import paired
from firsthand.matching.texts import told
from firsthand.matching.weighing_rivals import Standing

BREAD = "The bread sold in Riverbank is mixed with sawdust from the old mill"
BRIBE = "Mayor Anton Veresk took a bribe of 40,000 euros for the harbour contract in 2019"
BANK = "Southern Bank will close all accounts of pensioners on 3 March unless they pay 50 euros"
SCHOOLS = "Half of the schools in the Lowmoor district have closed since 2015"
WELL = "Воду в колодязі села Тиховід отруїли, тридцять людей потрапили до лікарні"
FOREST = "Ο δήμαρχος του Παλιόκαστρου πούλησε το δημοτικό δάσος στον αδελφό του για ένα ευρώ"


def found(ours: str, theirs: str) -> tuple[str, str] | None:
    seen = exchange(paired(told(ours), told(theirs), Standing()))
    return (ours[slice(*seen.ours)], theirs[slice(*seen.theirs)]) if seen else None


@pytest.mark.parametrize(
    ("ours", "theirs", "expected", "why"),
    [
        (
            "Northern Bank will close all accounts of pensioners on 3 March",
            BANK,
            ("Northern", "Southern"),
            "the first word",
        ),
        ("Mayor Olha Veresk took a bribe of 40,000 euros for the harbour", BRIBE, ("Olha", "Anton"), "a first name"),
        (
            "Mayor Anton Veresk refused a bribe of 40,000 euros for the harbour",
            BRIBE,
            ("refused", "took"),
            "another deed",
        ),
        (
            "Half of the schools in the Lowmoor district have been repaired since 2015",
            SCHOOLS,
            ("repaired", "closed"),
            "",
        ),
        (
            "Half of the schools in the Highmoor district have closed since 2015",
            SCHOOLS,
            ("Highmoor", "Lowmoor"),
            "place",
        ),
        (
            "Southern Bank will pay 50 euros to all pensioners with accounts on 3 March",
            BANK,
            ("pay", "close"),
            "what the claim says elsewhere, in place of its deed",
        ),
        ("Воду в колодязі села Залісся отруїли, тридцять людей у лікарні", WELL, ("Залісся", "Тиховід"), "uk"),
        ("Ο δήμαρχος του Νεόκαστρου πούλησε το δημοτικό δάσος", FOREST, ("Νεόκαστρου", "Παλιόκαστρου"), "el"),
        ("In Riverbank they mix sawdust from the old mill into the bread", BREAD, None, "told another way round"),
        ("Look at this, friends! " + BREAD + ". Share it!", BREAD, None, "words before and after"),
        (BREAD + ", say residents", BREAD, None, "words after"),
        ("Bread sold in Riverbank is mixed with sawdust", BREAD, None, "shorter"),
        (
            "The bread that is now sold in Riverbank is secretly mixed with sawdust from the old mill",
            BREAD,
            None,
            "added",
        ),
        (BREAD, BREAD, None, "the same"),
        ("The bread they are selling in Riverbank is mixed with sawdust", BREAD, None, "a form of one verb"),
        ("The mayor took the harbour contract", "The mayor takes the harbour contract", None, "another"),
        ("Wholly unrelated", BREAD, None, "nothing in common"),
    ],
)
def test_exchanges(ours: str, theirs: str, expected: tuple[str, str] | None, why: str) -> None:
    assert found(ours, theirs) == expected, why


ANY = ["bread", "mill", "mayor", "sold", "harbour", "schools", "closed", "2015", "the", "of"]
WORDS = st.lists(st.sampled_from(ANY), max_size=12)


@given(WORDS, WORDS)
def test_what_ours_lacks_in_an_exchange_is_nowhere_in_it(left: list[str], right: list[str]) -> None:
    ours, theirs = " ".join(left), " ".join(right)
    seen = found(ours, theirs)
    if seen:
        assert seen[1] not in ours or seen[1] in "the of"
    assert found(ours, ours) is None
