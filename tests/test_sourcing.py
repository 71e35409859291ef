"""Does the audit list, leave out, say and ask what it should?"""

from __future__ import annotations

import json

import pytest

from firsthand.checks.sourcing import audit, review_queue, sourcing_finding
from firsthand.checks.sourcing_measured import measured, shipped
from firsthand.checks.sourcing_says import Says
from firsthand.errors import CasebookError
from firsthand.matching.folding import digest, passage
from firsthand.reading.wordlists import LANGUAGES
from firsthand.record.attributions import Attribution, Inferred, Speech
from firsthand.record.audits import LOCAL, Ask, Audit, Measured, MeasuredLang, Unit
from firsthand.record.audits_wire import audit_from_plain, audit_to_plain
from firsthand.record.findings import Finding, NotChecked, Why
from firsthand.record.outcome import Outcome
from firsthand.record.passages import Passage
from firsthand.record.voices import ArticleVoices, Audited, Ground, Tier, VoiceKind
from voices_made import FROM, RUSSIA, SAME, THERE, THIRD, UKRAINE, UNKNOWN, article, articles, via, voice

TEXT = (
    "The bridge is closed. “We walk to work,” said Anna Vyhadana, who lives by the river. Traffic was light. "
    "“It will open in May,” the office in Vyhaduv told reporters. He added: “Not before.”"
)


def words(exact: str) -> Passage:
    start = TEXT.index(exact)
    return passage(TEXT, start, start + len(exact), digest(TEXT))


def told(found: Audit, key: Says) -> list[dict[str, object]]:
    return [dict(one.values) for one in found.sentences if one.key == key]


def the_article(**more: object) -> ArticleVoices:
    said = [
        Attribution((words("It will open in May"),), Speech.DIRECT, words("the office in Vyhaduv"), None, "QCQSV", "r"),
        Attribution((words("Not before"),), Speech.DIRECT, words("He"), None, "SVQCQ", "r", inferred=Inferred.PRONOUN),
        Attribution((words("We walk to work"),), Speech.DIRECT, words("Anna Vyhadana"), None, "QCQVS", "r"),
    ]
    lives = Ground("there", (UKRAINE,), Tier.ROLE, True, words("who lives by the river"))
    voices = (
        voice(UNKNOWN, "the office", 2, 7, kind=VoiceKind.BODY, attributions=(0, 1), inferred=1,
              grounds=(Ground("there", (UKRAINE, RUSSIA), Tier.SEAT, None, words("Vyhaduv")),)),
        voice(THERE, "Anna Vyhadana", 1, 4, attributions=(2,), grounds=(lives,), country="UA"),
    )  # fmt: skip
    return article("bridge", *voices, text=TEXT, text_sha256=digest(TEXT), attributions=tuple(said), **more)


def test_a_finding_lists_the_voices_and_accuses_nobody() -> None:
    found = sourcing_finding(the_article(), UKRAINE)
    assert isinstance(found, Finding)
    assert (found.code, found.outcome) == ("sourcing", Outcome.UNRESOLVED)
    assert found.headline == "The article rests on 2 voices: 1 in Ukraine, 0 from there, 0 elsewhere, 1 unknown."
    assert [row.said for row in found.compared] == ["Anna Vyhadana", "the office"], "in the order of the text"
    assert [(row.held, row.source) for row in found.compared] == [
        ("there", "“who lives by the river”"),
        ("unknown", "“Vyhaduv”"),
    ]
    assert {row.outcome for row in found.compared} == {Outcome.UNRESOLVED}
    assert all(one.stands_in(TEXT) for one in found.passages)
    assert found.passages[0].exact == "“We walk to work,” said Anna Vyhadana, who lives by the river."
    assert "%" not in found.headline


def test_an_article_without_voices_says_so() -> None:
    found = sourcing_finding(article("silent"), UKRAINE)
    assert isinstance(found, Finding)
    assert found.headline == "No voice was found in this article."


NOT_CHECKED = [
    (Audited.TOO_SHORT, Why.ABSENT, "too short"),
    (Audited.NO_LANGUAGE, Why.NOT_SET_UP, "language"),
    (Audited.COPY, Why.ABSENT, "a copy of the agency"),
    (Audited.FAILED, Why.FAILED, "the file is empty"),
]


@pytest.mark.parametrize(("state", "why", "reason"), NOT_CHECKED)
def test_what_was_not_audited_is_not_checked_and_says_why(state: Audited, why: Why, reason: str) -> None:
    found = sourcing_finding(article("a", state=state, copy_of="the agency", problem="the file is empty"), UKRAINE)
    assert isinstance(found, NotChecked)
    assert found.why is why
    assert reason in found.reason


def test_a_sentence_of_a_million_letters_is_cut() -> None:
    text = "“" * 500_000 + "a said b" + "x" * 500_000
    at = Passage(digest(text), 500_000, 500_008, "a said b")
    found = sourcing_finding(
        article("long", voice(THERE, mentions=(at,)), text=text, text_sha256=digest(text)), UKRAINE
    )
    assert isinstance(found, Finding)
    assert found.passages[0].stands_in(text)
    assert len(found.passages[0].exact) < 2_000


def test_one_article_is_a_list_and_never_a_share() -> None:
    found = audit([the_article()], UKRAINE)
    assert (found.shares, found.with_local, found.first_shares, found.second_hand.share) == ((), None, (), None)
    assert [line.name for line in found.voices] == ["the office", "Anna Vyhadana"]
    assert told(found, Says.VOICES) == [
        {"elsewhere": 0, "from_there": 0, "place": "Ukraine", "there": 1, "unknown": 1, "voices": 2}
    ]
    assert not told(found, Says.FEW)
    assert [(one.name, one.basis) for one in found.first] == [("Anna Vyhadana", THERE)]


def test_under_ten_articles_no_sentence_tells_a_share() -> None:
    few = audit(articles([[THERE, THIRD]] * 9), UKRAINE)
    assert told(few, Says.FEW) == [{"voiced": 9, "least": 10}]
    assert not told(few, Says.SHARE) + told(few, Says.WITH_LOCAL)
    ten = audit(articles([[THERE, THIRD]] * 9 + [[THIRD, UNKNOWN]]), UKRAINE)
    assert [one["unit"] for one in told(ten, Says.SHARE)] == list(Unit)
    (first, *_) = told(ten, Says.SHARE)
    assert (first["share"], first["low"], first["high"]) == (0.45, 0.45, 0.5)
    assert not told(ten, Says.FEW)


def test_articles_without_voices_do_not_make_up_the_ten() -> None:
    found = audit([*articles([[THERE]] * 4), *(article(f"s{n}") for n in range(30))], UKRAINE)
    assert told(found, Says.FEW)
    share = found.share(LOCAL, Unit.ARTICLE)
    assert share
    assert (share.of, share.interval) == (4, None)
    assert found.with_local
    assert found.with_local.of == 34


def test_the_lists_of_articles_without_a_voice_from_there() -> None:
    found = audit(articles([[THIRD, SAME], [THIRD, UNKNOWN], [FROM, UNKNOWN], []]), UKRAINE)
    assert found.without == ("The Paper 0", "The Paper 3")
    assert found.none_known == ("The Paper 1",)
    assert found.with_local
    assert (found.with_local.share, found.with_local.bounds) == (0.25, (0.25, 0.5))


def test_what_was_left_out_stands_with_its_reason_and_the_denominator_is_said() -> None:
    others = [
        article("stub", state=Audited.TOO_SHORT),
        article("broken", state=Audited.FAILED, problem="no text"),
        article("again", state=Audited.COPY, copy_of="a"),
    ]
    found = audit([article("a", voice(THERE)), *others], UKRAINE)
    assert [(one.name, one.state, one.reason) for one in found.left_out] == [
        ("again", Audited.COPY, "a"),
        ("broken", Audited.FAILED, "no text"),
        ("stub", Audited.TOO_SHORT, ""),
    ]
    assert told(found, Says.COUNTED) == [{"articles": 4, "audited": 1, "place": "Ukraine", "voices": 1}]
    assert sum(int(str(one["count"])) for one in told(found, Says.LEFT_OUT)) == 3


def test_nothing_to_audit() -> None:
    assert told(audit([], UKRAINE), Says.NOTHING) == [{"articles": 0}]
    assert told(audit([article("a"), article("b")], UKRAINE), Says.NO_VOICES) == [{"audited": 2}]


def test_places_by_kind() -> None:
    found = audit(
        [
            article("a", voice(THIRD, country="RU", kind=VoiceKind.OFFICIAL, quotations=2)),
            article("b", voice(THIRD, country="RU", kind=VoiceKind.OFFICIAL), voice(UNKNOWN)),
        ],
        UKRAINE,
    )
    assert [(one.country, one.kind, one.voices, one.quotations) for one in found.by_place] == [
        ("RU", VoiceKind.OFFICIAL, 2, 3),
        ("", VoiceKind.PERSON, 1, 1),
    ]


def test_the_readers_own_error_stands_beside_every_figure() -> None:
    known = Measured((MeasuredLang("en", 0.8, 0.7, 0.72, "a set", 500),))
    mixed = [*articles([[THERE]] * 2), article("uk", voice(THERE), lang="uk")]
    found = audit(mixed, UKRAINE, known)
    assert told(found, Says.MEASURED) == [
        {"articles": 2, "joint": 0.72, "lang": "en", "n": 500, "precision": 0.8, "recall": 0.7, "set": "a set"}
    ]
    assert told(found, Says.UNMEASURED) == [{"articles": 1, "lang": "uk"}]
    assert found.measured == known


def test_the_shipped_figures_are_shares_of_languages_that_are_read() -> None:
    assert {one.lang for one in shipped().langs} <= set(LANGUAGES)
    row = {"precision": 0.8, "recall": 0.7, "joint": 0.72, "set": "s", "n": 9}
    assert measured({"en": row}).lang("en") == MeasuredLang("en", 0.8, 0.7, 0.72, "s", 9)
    with pytest.raises(ValueError, match="between 0 and 1"):
        measured({"en": {**row, "recall": 70}})


def test_the_queue_asks_first_where_most_hangs_and_once_for_one_voice() -> None:
    found = review_queue(
        [
            the_article(),
            article("b", voice(UNKNOWN, "Petro Vyhadko", 1, 10), voice(THIRD, quotations=2)),
            article("c", voice(UNKNOWN, "Petro Vyhadko", 2, 10)),
            article("d", voice(UNKNOWN, "Petro Vyhadko", 1, 10), outlet="The Post"),
        ],
        UKRAINE,
        k=9,
    )
    assert [(one.ask, one.name, one.articles) for one in found] == [
        (Ask.PLACE, "Petro Vyhadko", ("b", "c")),
        (Ask.PLACE, "the office", ("bridge",)),
        (Ask.PLACE, "Petro Vyhadko", ("d",)),
        (Ask.SPEAKER, "the office", ("bridge",)),
    ]
    assert dict(found[0].question.values) == {"name": "Petro Vyhadko", "place": "Ukraine", "articles": 2}
    assert dict(found[0].narrows)[Unit.QUOTATION] == pytest.approx(3 / 9)
    assert found[1].candidates == ("Ukraine", "Russia")
    assert found[3].passages == (("bridge", words("Not before")),)
    assert dict(found[3].question.values) == {"name": "the office", "quotations": 1, "article": "bridge"}
    assert found[3].quotations == pytest.approx(1)


def test_an_answer_narrows_the_bounds_by_what_the_queue_told() -> None:
    before = [article("a", voice(UNKNOWN, "Petro Vyhadko", 3), voice(THIRD)), article("b", voice(THERE, quotations=2))]
    after = [article("a", voice(THERE, "Petro Vyhadko", 3), voice(THIRD)), article("b", voice(THERE, quotations=2))]
    (item,) = review_queue(before, UKRAINE)
    for unit, by in item.narrows:
        was, now = (audit(some, UKRAINE).share(LOCAL, unit) for some in (before, after))
        assert was
        assert now
        assert (was.bounds[1] - was.bounds[0]) - (now.bounds[1] - now.bounds[0]) == pytest.approx(by)


def test_a_queue_is_as_long_as_asked() -> None:
    many = articles([[UNKNOWN, UNKNOWN]] * 30)
    assert (len(review_queue(many, UKRAINE, k=7)), review_queue(many, UKRAINE, k=0)) == (7, ())
    assert review_queue(articles([[THERE]]), UKRAINE) == ()


def test_the_plain_form_has_a_version_and_refuses_another() -> None:
    plain = audit_to_plain(audit([article("a", voice(THERE, via=(via("TASS", RUSSIA),)))], UKRAINE))
    assert json.loads(json.dumps(plain))["voices"][0]["via"] == ["TASS"]
    with pytest.raises(CasebookError, match="version is 2"):
        audit_from_plain({**plain, "version": 2})
    with pytest.raises(CasebookError, match="not an audit"):
        audit_from_plain({**plain, "audited": "many"})
