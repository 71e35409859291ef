"""Are the figures of the audit right: laws, worked numbers, and on made articles whose truth is known?"""

from __future__ import annotations

import json
from itertools import combinations
from math import exp, log
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.checks.sourcing import audit, compare_outlets
from firsthand.checks.sourcing_chance import all_or_none, percentiles, permutation_test, resample, shuffled
from firsthand.checks.sourcing_rows import name_key
from firsthand.checks.sourcing_tables import concentration
from firsthand.record.audits import LOCAL, SECOND_HAND, Audit, OutletComparison, Refusal, Unit
from firsthand.record.audits_wire import audit_from_plain, audit_to_plain, comparison_from_plain, comparison_to_plain
from firsthand.record.voices import ArticleVoices, Audited, Basis, VoiceKind
from voices_made import (
    FROM,
    RUSSIA,
    SAME,
    THERE,
    THIRD,
    UKRAINE,
    UNKNOWN,
    article,
    articles,
    drawn,
    made_articles,
    via,
    voice,
)

FEW_DRAWS = 200


def figures(found: Audit) -> Audit:
    """An audit without what tells of articles that do not count."""
    from dataclasses import replace

    return replace(found, articles=0, left_out=(), sentences=())


@given(made_articles)
def test_shares_sum_to_one_and_lie_within_their_bounds(given_articles: list[ArticleVoices]) -> None:
    found = audit(given_articles, UKRAINE, times=FEW_DRAWS)
    for unit in Unit:
        held = [found.share(basis, unit) for basis in Basis]
        if any(held):
            assert sum(one.share for one in held if one) == pytest.approx(1)
    everything = [*found.shares, *found.first_shares, *filter(None, (found.with_local, found.second_hand.share))]
    for share in everything:
        low, high = share.bounds
        assert 0 <= low <= share.share <= high <= 1
        assert share.share == pytest.approx(share.amount / share.of)
        if share.interval and share.outer:
            assert share.interval[0] <= share.share <= share.interval[1]
            assert 0 <= share.outer[0] <= low
            assert high <= share.outer[1] <= 1


@given(made_articles, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(given_articles: list[ArticleVoices], random: object) -> None:
    mixed = list(given_articles)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert audit(mixed, UKRAINE, times=FEW_DRAWS) == audit(given_articles, UKRAINE, times=FEW_DRAWS)


@given(made_articles, st.data())
def test_copies_and_what_was_not_audited_change_no_figure(
    given_articles: list[ArticleVoices], data: st.DataObject
) -> None:
    state = data.draw(st.sampled_from([Audited.COPY, Audited.TOO_SHORT, Audited.NO_LANGUAGE, Audited.FAILED]))
    copy = article("a copy", voice(THERE, "Anna Vyhadana", 50), state=state, copy_of="a0")
    with_copy = audit([*given_articles, copy], UKRAINE, times=FEW_DRAWS)
    assert figures(with_copy) == figures(audit(given_articles, UKRAINE, times=FEW_DRAWS))
    assert ("a copy", state, "a0") in [(one.name, one.state, one.reason) for one in with_copy.left_out]
    assert with_copy.articles == len(given_articles) + 1


@settings(max_examples=40)
@given(made_articles)
def test_an_audit_survives_its_plain_form(given_articles: list[ArticleVoices]) -> None:
    found = audit(given_articles, UKRAINE, times=FEW_DRAWS)
    plain = json.loads(json.dumps(audit_to_plain(found), allow_nan=False))
    assert plain["version"] == 1
    assert audit_from_plain({**plain, "a later field": 1}) == found


def test_each_unit_counts_its_own() -> None:
    """An article of one voice there; one of three elsewhere, the busiest of them from there."""
    found = audit(
        [
            article("one", voice(THERE, quotations=1, words=5)),
            article("two", voice(FROM, quotations=6, words=30), voice(THIRD, words=10), voice(UNKNOWN, words=5)),
        ],
        UKRAINE,
    )
    told = {unit: found.share(LOCAL, unit) for unit in Unit}
    assert [round(told[unit].share, 4) for unit in Unit if told[unit]] == [0.6667, 0.5, 0.7778, 0.7]  # type: ignore[union-attr]
    assert [round(told[unit].bounds[1], 4) for unit in Unit if told[unit]] == [0.8333, 0.75, 0.8889, 0.8]  # type: ignore[union-attr]
    assert found.with_local
    assert (found.with_local.amount, found.with_local.of) == (2, 2)


NAME_ROWS = [
    ("Anna Vyhadana", "Vyhadana Anna", True, "surname first"),
    ("Анна Вигадана", "Анна Петрівна Вигадана", True, "with a patronymic"),
    ("ANNA VYHADANA", "Anna Vyhadaná", True, "case and marks"),
    ("Anna Vyhadana", "Olha Vyhadana", False, "another given name"),
    ("Vyhadana", "Vyhadana", False, "a surname alone may be anybody's"),
]


@pytest.mark.parametrize(("one", "other", "same", "why"), NAME_ROWS)
def test_a_named_voice_counts_once(one: str, other: str, same: bool, why: str) -> None:
    found = audit([article("one", voice(THERE, one)), article("two", voice(THIRD, other))], UKRAINE)
    share = found.share(THERE, Unit.VOICE)
    assert share
    assert share.of == pytest.approx(1 if same else 2), why


def test_the_same_name_in_two_outlets_is_two_voices_and_a_subject_is_one() -> None:
    apart = [
        article("one", voice(THERE, "Anna Vyhadana")),
        article("two", voice(THERE, "Anna Vyhadana"), outlet="The Post"),
    ]
    held = audit(apart, UKRAINE).share(THERE, Unit.VOICE)
    assert held
    assert held.of == 2
    known = [
        article("one", voice(THERE, "Anna Vyhadana", subject="c/anna")),
        article("two", voice(THERE, "Vyhadana", subject="c/anna"), outlet="The Post"),
    ]
    held = audit(known, UKRAINE).share(THERE, Unit.VOICE)
    assert held
    assert held.of == pytest.approx(1)


def test_one_word_names_a_body_and_no_person() -> None:
    assert name_key(voice(THERE, "UNIAN", kind=VoiceKind.OUTLET)) == ("unian",)
    assert name_key(voice(THERE, "Anna", kind=VoiceKind.RESIDENT)) == ()
    assert name_key(voice(THERE, "")) == ()


def test_a_voice_known_in_one_article_is_known_among_distinct_voices() -> None:
    found = audit(
        [article(f"a{n}", voice(basis, "Anna Vyhadana")) for n, basis in enumerate([THERE, UNKNOWN])], UKRAINE
    )
    held = found.share(THERE, Unit.VOICE)
    assert held
    assert (held.share, held.bounds) == (1, (1, 1))
    by_article = found.share(THERE, Unit.ARTICLE)
    assert by_article
    assert by_article.bounds == (0.5, 1)


def test_concentration_by_hand() -> None:
    held = concentration([("a", 2), ("b", 1), ("c", 1), ("silent", 0)])
    assert held
    assert held.effective == pytest.approx(exp(-(0.5 * log(0.5) + 0.5 * log(0.25))))
    assert held.simpson == pytest.approx(1 - (0.25 + 0.0625 + 0.0625))
    assert (held.names, held.top_five, held.top[0]) == (3, 1, ("a", 2))
    assert concentration([("silent", 0)]) is None


def test_second_hand_by_the_country_of_whom_it_came_through() -> None:
    found = audit(
        [
            article("one", voice(THIRD, "Anna Vyhadana", via=(via("TASS", RUSSIA),)), voice(THERE)),
            article("two", voice(THIRD, via=(via("TASS", RUSSIA), via("a channel"))), voice(SAME)),
        ],
        UKRAINE,
    )
    assert found.second_hand.countries == (("RU", 1.5), ("", 0.5))
    share = found.second_hand.share
    assert share
    assert (share.what, share.share) == (SECOND_HAND, 0.5)
    through = found.intermediaries_concentration
    assert through
    assert through.top == (("TASS", 1.5), ("a channel", 0.5))


def test_where_all_articles_are_alike_chance_is_not_said_to_be_nought() -> None:
    found = audit(articles([[THIRD]] * 20), UKRAINE)
    share = found.share(LOCAL, Unit.ARTICLE)
    assert share
    assert share.interval == (0, pytest.approx(1 - 0.025 ** (1 / 20)))
    assert all_or_none(20) == pytest.approx(0.1684, abs=1e-4)


def test_no_interval_under_ten_articles() -> None:
    assert all(share.interval is None for share in audit(articles([[THERE], [THIRD]] * 4), UKRAINE).shares)
    assert all(share.interval for share in audit(articles([[THERE], [THIRD]] * 5), UKRAINE).shares)


def test_few_articles_move_the_ends_outward_as_students_t_does() -> None:
    """2.262 x sqrt(10 / 9) deviations for ten articles; a table of the normal distribution gives the percentiles."""
    values = np.arange(10_001) / 10_000
    assert percentiles(values, 10)[0] == pytest.approx(NormalDist().cdf(-2.2622 * (10 / 9) ** 0.5), abs=2e-4)
    assert percentiles(values, 100_000)[1] == pytest.approx(0.975, abs=2e-4)
    assert percentiles(np.array([np.nan, 0.5, 0.5]), 10) == (0.5, 0.5)


def test_draws_are_the_same_for_ever() -> None:
    """Pinned, because a report of today must be computed again in years, with another NumPy."""
    assert shuffled(8, 1).tolist() == [2, 4, 7, 5, 0, 6, 3, 1]
    assert resample(np.arange(5.0)[:, None], 4, 1).ravel().tolist() == [11.0, 10.0, 10.0, 6.0]


def coverage(count: int, share: float, runs: int = 300) -> float:
    """How often the interval of the mean share by article holds the truth."""
    rng = np.random.default_rng(count)
    hits = 0
    for run in range(runs):
        found = audit(drawn(rng, count, share), UKRAINE, times=400, seed=run).share(LOCAL, Unit.ARTICLE)
        assert found
        assert found.interval
        hits += found.interval[0] <= share <= found.interval[1]
    return hits / runs


@pytest.mark.parametrize("count", [10, 30, 100])
def test_intervals_hold_the_truth_about_as_often_as_they_say(count: int) -> None:
    assert 0.91 <= coverage(count, 0.3) <= 0.99


def test_voices_drawn_as_if_they_stood_alone_would_promise_too_much() -> None:
    """Why articles are drawn: with all voices of an article alike, the interval is as wide as articles make it, not voices."""
    rows = articles([[THERE] * 20 if n % 2 else [THIRD] * 20 for n in range(40)])
    share = audit(rows, UKRAINE).share(LOCAL, Unit.QUOTATION)
    assert share
    assert share.interval
    width = share.interval[1] - share.interval[0]
    assert width == pytest.approx(2 * 1.96 * (0.25 / 40) ** 0.5, rel=0.15)


def test_without_a_difference_p_is_uniform() -> None:
    rng = np.random.default_rng(5)
    found = []
    for run in range(400):
        # The other side has more articles and scatters more: a test of plain differences would fail here.
        one, other = rng.beta(8, 8, 30), rng.beta(1, 1, 60)
        found.append(permutation_test(one, other, 499, run)[0])
    ordered = np.sort(found)
    steps = np.arange(1, len(ordered) + 1) / len(ordered)
    assert np.abs(ordered - steps).max() < 1.63 / len(ordered) ** 0.5, "Kolmogorov and Smirnov at 1 %"
    assert 0.025 <= (ordered <= 0.05).mean() <= 0.08


def test_with_a_difference_p_is_small() -> None:
    rng = np.random.default_rng(6)
    p, exact, tried = permutation_test(rng.beta(2, 4, 60), rng.beta(4, 2, 60), 999, 1)
    assert (p, exact, tried) == (1 / 1000, False, 999)


def test_few_values_are_exchanged_in_every_way() -> None:
    one, other = np.array([0.9, 0.8, 0.7]), np.array([0.1, 0.2, 0.3, 0.25])
    p, exact, tried = permutation_test(one, other)
    assert (exact, tried) == (True, len(list(combinations(range(7), 3))))
    assert p == pytest.approx(1 / 35)
    assert permutation_test(np.zeros(4), np.zeros(4))[0] == 1


def outlets(one: float, other: float, seed: int = 9) -> tuple[list[ArticleVoices], list[ArticleVoices]]:
    rng = np.random.default_rng(seed)
    return drawn(rng, 60, one), drawn(rng, 60, other, "The Post")


def test_two_outlets_that_differ() -> None:
    found = compare_outlets(*outlets(0.8, 0.3), UKRAINE, times=FEW_DRAWS, permutations=499)
    assert isinstance(found, OutletComparison)
    assert found.sentences[0].key == "outlets-differ"
    assert found.p == 1 / 500
    assert found.interval[0] < found.difference < found.interval[1]
    assert 0.3 < found.difference < 0.7
    assert comparison_from_plain(json.loads(json.dumps(comparison_to_plain(found)))) == found


def test_unknown_voices_may_decide() -> None:
    clear, unclear = [[THERE, THERE, THIRD]] * 60, [[UNKNOWN, UNKNOWN, THIRD]] * 60
    found = compare_outlets(articles(clear), articles(unclear, "The Post"), UKRAINE, times=50, permutations=99)
    assert isinstance(found, OutletComparison)
    assert (found.bounds[0], found.bounds[1]) == (pytest.approx(0), pytest.approx(2 / 3))
    assert [one.key for one in found.sentences] == ["outlets-unknown-decides", "outlets-unknown", "no-verdict"]
    assert found.sentences[1].value("other_share") == pytest.approx(2 / 3)


def test_alike_outlets_are_said_to_differ_no_oftener_than_told() -> None:
    told = []
    for seed in range(200):
        one, other = outlets(0.4, 0.4, seed)
        found = compare_outlets(one, other, UKRAINE, times=20, permutations=199, seed=seed)
        assert isinstance(found, OutletComparison)
        told.append(found.sentences[0].key)
    assert set(told) == {"outlets-differ", "outlets-no-difference"}
    assert 2 <= told.count("outlets-differ") <= 19, "one in twenty is ten; the ends are three deviations away"


def test_no_comparison_under_fifty_articles_or_within_one_outlet() -> None:
    one, other = outlets(0.9, 0.1)
    refused = compare_outlets(one, other[:49], UKRAINE)
    assert isinstance(refused, Refusal)
    assert (refused.reason.key, refused.reason.value("fewest")) == ("outlets-too-few", 49)
    silent = [article(f"s{n}", outlet="The Post") for n in range(40)]
    assert isinstance(compare_outlets(one, [*other[:20], *silent], UKRAINE), Refusal), (
        "articles without voices say nothing"
    )
    assert isinstance(compare_outlets(one, one, UKRAINE), Refusal)
    with pytest.raises(ValueError, match="draws"):
        compare_outlets(one, other, UKRAINE, times=0)
