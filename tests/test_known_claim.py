"""Are the leads of one tip weighed as rivals of each other, whatever their order, and does the check stay silent on strangers?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from firsthand.checks.claim_leads import Field
from firsthand.matching.folding import passage
from firsthand.matching.weighing import least_rival
from firsthand.record.leads import ClaimLead

TEXT = "One sentence here. Another one there."
PASSAGES = (passage(TEXT, 0, 18), passage(TEXT, 19, len(TEXT)))
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
    field = Field(leads)
    for lead in leads:
        others = [other for other in leads if other.case != lead.case]
        beside = [other.score for other in others if other.passage == lead.passage]
        assert field.runner_up(lead) == max(beside, default=min(other.score for other in leads))
        near = {other.case for other in others if other.score >= least_rival(lead.score)}
        assert field.rivals(lead) == len(near)
