"""Are voices drawn at random, is a filled-in file read as it stands, and do people's answers put the shares right?"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.checks.sourcing import audit
from firsthand.checks.sourcing_hand import ANSWERS, COLUMNS, NO_VOICE, HandChecked, draw, read_hand, voice_id
from firsthand.checks.sourcing_rows import audited, rows_of
from firsthand.matching.folding import digest, passage
from firsthand.record.audits import LOCAL, Correction, Held, Unit
from firsthand.record.voices import ArticleVoices, Basis, Ground, Tier
from voices_made import FROM, RUSSIA, THERE, THIRD, UKRAINE, UNKNOWN, article, made_articles, voice

Answer = Callable[[str], str]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def write(rows: Sequence[dict[str, str]], delimiter: str = ",") -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def filled(text: str, answers: dict[str, str], count: int = 10_000) -> str:
    """The first `count` rows answered by the id of their voice."""
    rows = table(text)
    return write([{**row, "answer": answers[row["id"]] if n < count else ""} for n, row in enumerate(rows)])


def truths(articles: list[ArticleVoices], answer: Callable[[Basis, int], str]) -> dict[str, str]:
    """What a person would answer for each voice, from the machine's answer and its number."""
    counted = audited(articles)
    rows = rows_of(counted)
    return {voice_id(counted[row.article], row): answer(row.voice.basis, n) for n, row in enumerate(rows)}


def corpus(count: int = 100) -> list[ArticleVoices]:
    """Half of the voices elsewhere, a third there, the rest unknown."""
    bases = [THIRD, THERE, THIRD, UNKNOWN, THIRD, THERE]
    return [article(f"a{n:03}", *(voice(bases[(n + k) % 6]) for k in range(3))) for n in range(count)]


def corrected(articles: list[ArticleVoices], hand: HandChecked) -> Correction:
    found = audit(articles, UKRAINE, hand=hand, times=400).correction
    assert found
    return found


def test_the_file_is_drawn_once_and_for_all_and_hides_the_machines_answer() -> None:
    text = draw(corpus(), UKRAINE, 50)
    assert text == draw(corpus()[::-1], UKRAINE, 50)
    assert text != draw(corpus(), UKRAINE, 50, seed=3)
    rows = table(text)
    assert tuple(rows[0]) == COLUMNS
    assert len({row["id"] for row in rows}) == 50
    assert not any(answer in cell for row in rows for cell in row.values() for answer in ANSWERS)
    assert len(table(draw(corpus(2), UKRAINE))) == 6


def test_every_voice_has_the_same_chance() -> None:
    made = corpus(20)
    times = dict.fromkeys(truths(made, lambda *_: ""), 0)
    for seed in range(400):
        for row in table(draw(made, UKRAINE, 12, seed)):
            times[row["id"]] += 1
    expected = 400 * 12 / 60
    assert max(abs(seen - expected) for seen in times.values()) < 4 * (expected * 0.8) ** 0.5


def test_the_sentence_is_shown_and_no_cell_is_a_formula() -> None:
    text = "=HYPERLINK(1) Anna said so. Then she left."
    said = passage(text, 14, 18, digest(text))
    made = [article("+1+1", voice(THERE, "@SUM(A1)", mentions=(said,)), text=text, text_sha256=digest(text))]
    (row,) = table(draw(made, UKRAINE))
    assert (row["article"], row["voice"]) == ("'+1+1", "'@SUM(A1)")
    assert row["sentence"] == "'=HYPERLINK(1) Anna said so."


@given(made_articles)
def test_what_is_drawn_can_be_read(articles: list[ArticleVoices]) -> None:
    read = read_hand(filled(draw(articles, UKRAINE), truths(articles, lambda basis, _: basis.value)))
    assert (read.skipped, read.problems) == (0, ())
    assert len(read.answers) == len(rows_of(audited(articles)))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_of_other_countries_are_read(delimiter: str) -> None:
    rows = [{**row, "answer": " From There "} for row in table(draw(corpus(), UKRAINE, 3))]
    read = read_hand("\ufeff" + write(rows, delimiter))
    assert [answer for _, answer in read.answers] == ["from-there"] * 3
    assert read.corpus


BAD_ROWS = [
    ({"answer": "maybe"}, "Line 3: the answer 'maybe' is none of there, from-there"),
    ({"id": "17"}, "Line 3: '17' names no voice"),
    ({"answer": "x" * 9_000}, "Line 3: the answer 'xxx"),
]


@pytest.mark.parametrize(("change", "sentence"), BAD_ROWS)
def test_bad_rows_are_told_by_line(change: dict[str, str], sentence: str) -> None:
    rows = [{**row, "answer": "there"} for row in table(draw(corpus(), UKRAINE, 4))]
    rows[1].update(change)
    read = read_hand(write(rows))
    assert len(read.answers) == 3
    assert read.skipped == 1
    assert read.problems[0].startswith(sentence)
    assert len(read.problems[0]) < 200


def test_a_voice_stands_once_in_the_file() -> None:
    rows = [{**row, "answer": "there"} for row in table(draw(corpus(), UKRAINE, 2))]
    read = read_hand(write([rows[0], rows[0], rows[1]]))
    assert len(read.answers) == 2
    assert "twice" in read.problems[0]


BAD_FILES = [
    "",
    "\n\n",
    "a,b\n1,2\n",
    "\x00\x01",
    '"' * 200_000,
    "id,drawn,answer\n" + "x" * 200_000,
    "id;drawn;answer",
]


@pytest.mark.parametrize("text", BAD_FILES, ids=range(len(BAD_FILES)))
def test_no_file_breaks_the_reader(text: str) -> None:
    read = read_hand(text)
    assert read.answers == ()
    assert corrected(corpus(), read).state is Held.NOT_RANDOM


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert not read_hand("id,drawn,answer\n" + text).corpus


def test_a_file_of_too_many_letters_is_not_read() -> None:
    assert "characters" in read_hand("x" * 20_000_001).problems[0]


def test_answers_put_the_share_right() -> None:
    """A third of what the machine has elsewhere is there, and one in ten is no voice; all are checked."""
    made = corpus()
    truth = truths(
        made, lambda basis, n: NO_VOICE if n % 10 == 0 else "there" if basis is THIRD and n % 3 == 0 else basis.value
    )
    found = corrected(made, read_hand(filled(draw(made, UKRAINE, 300), truth)))
    assert (found.state, found.checked, found.missing) == (Held.APPLIED, 300, 0)
    voices = [answer for answer in truth.values() if answer != NO_VOICE]
    shares = {share.what: share for share in found.shares if share.unit is Unit.QUOTATION}
    for basis in Basis:
        assert shares[basis].share == pytest.approx(voices.count(basis.value) / len(voices))
    local = shares[LOCAL]
    assert local.interval
    assert local.interval[0] < local.share < local.interval[1]
    assert local.bounds == (pytest.approx(local.share), pytest.approx(local.share + shares[UNKNOWN].share))
    assert sum(count for *_, count in found.confusion) == 300
    assert sum(count for machine, person, count in found.confusion if (machine, person) == (THIRD, "there")) > 30


def test_right_answers_change_nothing() -> None:
    made = corpus()
    found = audit(made, UKRAINE, hand=read_hand(filled(draw(made, UKRAINE), truths(made, lambda one, _: one.value))))
    assert found.correction
    assert [share.share for share in found.correction.shares] == pytest.approx([share.share for share in found.shares])
    assert [one.key for one in found.sentences].count("corrected") == 1


def refused(text: str, articles: list[ArticleVoices] | None = None) -> Held:
    found = audit(articles or corpus(), UKRAINE, hand=read_hand(text), times=0)
    assert found.correction
    assert found.correction.shares == ()
    (said,) = [one for one in found.sentences if one.key == "not-corrected"]
    assert said.value("state") == found.correction.state
    return found.correction.state


def test_when_answers_correct_nothing() -> None:
    made = corpus()
    truth = truths(made, lambda basis, _: basis.value)
    text = draw(made, UKRAINE)
    assert refused(filled(text, truth, 199)) is Held.TOO_FEW
    assert corrected(made, read_hand(filled(text, truth, 200))).state is Held.APPLIED
    rows = table(filled(text, truth, 220))
    rows[5]["answer"] = ""
    assert refused(write(rows)) is Held.SKIPPED
    rows[5].update(answer="there", drawn="I wanted to know")
    assert refused(write(rows)) is Held.NOT_RANDOM
    assert refused(filled(text, truth), [*made, article("new", voice(THERE))]) is Held.OTHER_CORPUS
    elsewhere = audit(made, RUSSIA, hand=read_hand(filled(text, truth)), times=0).correction
    assert elsewhere
    assert elsewhere.state is Held.OTHER_CORPUS


def test_articles_that_lie_elsewhere_now_are_the_same_ones() -> None:
    text = "Anna said so. " * 3
    made = [
        article(name, voice(THERE, "Anna", mentions=(passage(text, 0, 4),)), text=text, text_sha256=digest(text))
        for name in "ab"
    ]
    drawn = draw(made[:1], UKRAINE)
    assert {row["id"] for row in table(drawn)} == {row["id"] for row in table(draw(made[1:], UKRAINE))}
    read = read_hand(filled(drawn, {row["id"]: "there" for row in table(drawn)}))
    assert corrected(made[1:], read).state is Held.TOO_FEW
    assert corrected(made, read).state is Held.TOO_FEW, "the same text twice"


def test_no_spreadsheet_takes_an_id_for_a_number() -> None:
    assert all(row["id"][0] == "v" for row in table(draw(corpus(), UKRAINE)))


def test_what_was_filed_after_the_draw_makes_the_draw_void() -> None:
    """Else a person's answers would prove the machine right on just those voices that they were filed for."""
    filed = Ground("there", (UKRAINE,), Tier.DESK_RECORD, True, entry="e")
    before = [article("a", *(voice(THIRD, "Anna Vyhadana") for _ in range(250)))]
    after = [article("a", voice(THERE, "Anna Vyhadana", grounds=(filed,)), *before[0].voices[1:])]
    text = filled(draw(before, UKRAINE, 250), truths(before, lambda *_: THERE.value))
    assert corrected(before, read_hand(text)).state is Held.APPLIED
    assert corrected(after, read_hand(text)).state is Held.OTHER_CORPUS


def test_a_corrected_share_stays_between_nought_and_one() -> None:
    """Few voices there, and all of those that were checked are not: what is put right leads below nought."""
    made = [article(f"a{n:03}", *(voice(THERE if n < 60 and k == 0 else THIRD) for k in range(4))) for n in range(300)]
    found = corrected(made, read_hand(filled(draw(made, UKRAINE), truths(made, lambda *_: THIRD.value))))
    for share in found.shares:
        assert 0 <= share.share <= 1
        assert share.interval
        assert 0 <= share.interval[0] <= share.share <= share.interval[1] <= 1
    assert min(share.share for share in found.shares if share.what == LOCAL) < 0.03


def erring(rng: np.random.Generator, count: int) -> tuple[list[ArticleVoices], dict[str, str]]:
    """Articles whose true shares scatter around 0.4, read by a machine that misses a third and takes a tenth wrongly."""
    real = [rng.random(rng.integers(2, 7)) < rng.beta(2, 3) for _ in range(count)]
    seen = [np.where(row, rng.random(len(row)) > 1 / 3, rng.random(len(row)) < 0.1) for row in real]
    made = [article(f"a{n:03}", *(voice(FROM if one else THIRD) for one in row)) for n, row in enumerate(seen)]
    answers = iter([FROM.value if one else THIRD.value for row in real for one in row])
    return made, truths(made, lambda *_: next(answers))


def test_corrected_intervals_hold_the_truth_where_the_machines_do_not() -> None:
    rng = np.random.default_rng(3)
    hits, bare = 0, 0
    for run in range(80):
        made, truth = erring(rng, 150)
        found = audit(made, UKRAINE, hand=read_hand(filled(draw(made, UKRAINE, 200, run), truth)), times=300, seed=run)
        assert found.correction
        (share,) = [one for one in found.correction.shares if (one.what, one.unit) == (LOCAL, Unit.ARTICLE)]
        machine = found.share(LOCAL, Unit.ARTICLE)
        assert machine
        assert machine.interval
        assert share.interval
        hits += share.interval[0] <= 0.4 <= share.interval[1]
        bare += machine.interval[0] <= 0.4 <= machine.interval[1]
    assert hits >= 71
    assert bare <= 20
