"""Is the answer on claims clear, in time and never wrong where the words that come in are broken, hidden, huge or empty?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand import api
from firsthand.errors import UsageError
from firsthand.record.cases import Case, Claim, Review, Wording
from firsthand.record.findings import Finding, Report, Why
from firsthand.record.outcome import Outcome, Verdict

DAY = datetime(2026, 5, 1, tzinfo=UTC)
PATIENCE = 20.0
"""Seconds of work that any of these tips may take; most take a hundredth of one."""

CLAIM = "The mayor of Bryceford sold the public hospital to a foreign company for a single coin"
RUSSIAN = "Мэр города Брайсфорд продал городскую больницу иностранной компании за одну монету"
OTHERS = [
    "A dam above the northern valley burst and washed the railway station away",
    "Vaccines against measles were found to contain crushed glass in three provinces",
    "Soldiers of the border guard burned a library with nine hundred old manuscripts",
    "The ministry of energy hides that the reactor has been leaking since last winter",
    "Half of the teachers were dismissed because they refused to sign a letter of loyalty",
    "An earthquake under the capital was caused by drilling for geothermal heat",
    "The photograph of the flooded market was taken in another country eleven years ago",
    "Refugees receive a higher pension than those who worked for forty years",
    "A famous singer was arrested at the airport with forged passports",
    "Bees have vanished from the southern orchards because of a new mobile network",
]
BOILERPLATE = "Read more on our site. Subscribe to our channel. All rights reserved. Share this post with your friends."


def case(id: str, text: str, *also: tuple[str, str]) -> Case:
    wordings = tuple(Wording(words, lang) for words, lang in also)
    reviews = (Review("Made up", verdict=Verdict.FALSE, publisher="A desk"),)
    return Case(id, f"Case {id}", claims=(Claim("c", text, "en", wordings=wordings),), reviews=reviews)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Desk]:
    with api.init(tmp_path_factory.mktemp("desk") / "book") as desk:
        for number, text in enumerate(OTHERS):
            desk.book.file(case(f"other-{number}", text), who="A", at=DAY)
        desk.book.file(case("hospital", CLAIM, (RUSSIAN, "ru")), who="A", at=DAY)
        yield desk


def asked(desk: api.Desk, text: str) -> Report:
    """The report, made within patience."""
    started = time.process_time()
    report = desk.check(text=text)
    assert time.process_time() - started < PATIENCE
    assert report.exit_status in (0, 3)
    return report


def claims(report: Report) -> tuple[Finding, ...]:
    return report.by_code("known-claim")


def known(report: Report) -> list[str]:
    """The cases that are said to be known for sure."""
    return [finding.case for finding in claims(report) if finding.outcome is Outcome.SUPPORTED]


def test_the_claim_itself_is_known(desk: api.Desk) -> None:
    assert known(asked(desk, CLAIM)) == ["hospital"]
    assert known(asked(desk, RUSSIAN)) == ["hospital"]


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_an_empty_tip_is_no_tip(desk: api.Desk, text: str) -> None:
    with pytest.raises(UsageError, match="tip"):
        desk.check(text=text)


SILENT = [
    ("\u200b\u200b", "invisible characters only"),
    ("hospital", "one word"),
    ("Bryceford", "one name"),
    ("42", "one number"),
    ("😀😡🔥💉🏥", "emoji only"),
    ("👨‍👩‍👧‍👦" * 500, "a crowd of joined emoji"),
    ("https://news.example/a/1 https://t.example/x http://other.example/mayor-hospital", "addresses only"),
    ("@mayor @bryceford @hospital", "handles only"),
    ("?!… — ,,, «»", "punctuation only"),
    (BOILERPLATE, "boilerplate alone"),
    ("\u202e" * 1000, "controls of direction"),
    ("\ud800\udfff" * 50, "half surrogates"),
    ("а" * 5000, "one endless word"),
    ("the of a to and in for " * 2000, "small words only"),
    ("Z̴̡̛a̷̢l̸̨g̷o̵ " * 200, "marks upon marks"),
    ("\x00\x01\x02 mayor \x7f", "control characters"),
    ("The museum opens at nine and the garden closes at dusk on Sundays in summer", "another subject"),
]


@pytest.mark.parametrize(("text", "why"), SILENT, ids=[why for _, why in SILENT])
def test_what_says_nothing_on_file_is_never_known(desk: api.Desk, text: str, why: str) -> None:
    report = asked(desk, text)
    assert not known(report), why
    answers = [finding.headline for finding in claims(report)]
    answers += [gap.reason for gap in report.not_checked if gap.code == "known-claim"]
    assert answers, "an answer, or why there is none"


def swapped(text: str, table: dict[str, str]) -> str:
    """Every second letter that has a look-alike, swapped for it."""
    count, found = 0, []
    for letter in text:
        swap = letter in table
        count += swap
        found.append(table[letter] if swap and count % 2 else letter)
    return "".join(found)


TO_CYRILLIC = dict(zip("aeopcxiyABEKMHOPCTX", "аеорсхіуАВЕКМНОРСТХ", strict=True))
TO_GREEK = dict(zip("oOAvi", "οΟΑνι", strict=True))
TO_LATIN = {theirs: ours for ours, theirs in TO_CYRILLIC.items()}

SAME = [
    (swapped(CLAIM, TO_CYRILLIC), "Cyrillic look-alikes"),
    (swapped(CLAIM, TO_GREEK), "Greek look-alikes"),
    (swapped(CLAIM.upper(), TO_CYRILLIC), "Cyrillic look-alikes among capitals"),
    (swapped(RUSSIAN, TO_LATIN), "Latin look-alikes in Russian"),
    ("\u200b".join(CLAIM), "zero-width spaces between all letters"),
    (CLAIM.replace("o", "o\u00ad").replace("e", "\u2060e"), "soft hyphens and word joiners"),
    ("\u202d" + CLAIM + "\u202c", "controls of direction around it"),
    (CLAIM.replace(" ", "\u00a0"), "no-break spaces"),
    (CLAIM.replace(" ", "  \t"), "white space between the words"),
    ("".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in CLAIM), "full-width letters"),
    (f"🔥🔥 {CLAIM}!!! 😡😡😡", "emoji around it"),
    (f"BREAKING‼️ {CLAIM} https://news.example/x #shame", "an address and a tag behind it"),
    (f"RT @someone: “{CLAIM}”", "a quoted repost"),
    (f"> {CLAIM}\n>> via @another", "a quotation by mail"),
    (f"{CLAIM}. {BOILERPLATE}", "boilerplate behind it"),
]


@pytest.mark.parametrize(("text", "why"), SAME, ids=[why for _, why in SAME])
def test_the_claim_in_disguise_is_still_found(desk: api.Desk, text: str, why: str) -> None:
    assert known(asked(desk, text)) == ["hospital"], why


NEAR = [
    (CLAIM.replace("o", "0").replace("l", "1"), "letters read as digits"),
    (CLAIM.replace("m", "rn").replace("h", "b"), "letters read as others"),
    ("Tne mayor of Brycef0rd so1d tho public hosp1tal to a foreign cornpany for a sing1e coin", "a bad scan"),
    ("#Mayor of #Bryceford sold #PublicHospital to #ForeignCompany for a #SingleCoin", "tags for words"),
]


@pytest.mark.parametrize(("text", "why"), NEAR, ids=[why for _, why in NEAR])
def test_noise_may_hide_a_claim_but_makes_no_other_one_known(desk: api.Desk, text: str, why: str) -> None:
    assert set(known(asked(desk, text))) <= {"hospital"}, why


def test_ten_million_letters_in_one_line(desk: api.Desk) -> None:
    filler = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor "
    report = asked(desk, filler * (10_000_000 // len(filler)))
    assert not known(report)
    assert any("only the first 2,000,000 were read" in note for note in report.notes), "what was not read is said"


def test_the_claim_amid_a_long_line_is_no_wrong_answer(desk: api.Desk) -> None:
    filler = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor " * 2000
    assert set(known(asked(desk, f"{filler} {CLAIM} {filler}"))) <= {"hospital"}


def test_boilerplate_that_every_case_wears_makes_none_of_them_known(tmp_path: Path) -> None:
    with api.init(tmp_path / "book") as desk:
        for number, text in enumerate(OTHERS):
            desk.book.file(case(f"k{number}", f"{text}. {BOILERPLATE}"), who="A", at=DAY)
        report = asked(desk, f"The museum opens at nine on Sundays. {BOILERPLATE}")
        assert not known(report)
        assert known(asked(desk, f"{OTHERS[3]}. {BOILERPLATE}")) == ["k3"]


def test_an_empty_casebook_knows_nothing(tmp_path: Path) -> None:
    with api.init(tmp_path / "book") as desk:
        report = asked(desk, CLAIM)
    assert not known(report)
    assert not [gap for gap in report.not_checked if gap.why is Why.FAILED]


def test_a_casebook_of_one_claim_knows_that_one_only(tmp_path: Path) -> None:
    with api.init(tmp_path / "book") as desk:
        desk.book.file(case("only", CLAIM), who="A", at=DAY)
        assert known(asked(desk, CLAIM)) == ["only"]
        assert known(asked(desk, swapped(CLAIM, TO_CYRILLIC))) == ["only"]
        for text in (*OTHERS, "The mayor of Calverton opened a new public hospital with a foreign doctor"):
            assert not known(asked(desk, text)), text


def test_a_thousand_copies_of_one_claim_are_told_once(tmp_path: Path) -> None:
    with api.init(tmp_path / "book") as desk:
        for number in range(1000):
            desk.book.file(case(f"k{number:04}", CLAIM), who="A", at=DAY)
        (finding,) = claims(asked(desk, CLAIM))
        assert finding.outcome is Outcome.SUPPORTED
        assert "The same words are on file as k" in finding.hint
        for found in claims(asked(desk, "A mayor sold a hospital to a company, people say in Calverton")):
            assert found.outcome is Outcome.UNRESOLVED


def test_a_claim_of_no_words_troubles_nobody(tmp_path: Path) -> None:
    with api.init(tmp_path / "book") as desk:
        for number, text in enumerate(("🔥🔥🔥", "…", "https://a.example/b", "the of a", "\u200b.")):
            desk.book.file(case(f"k{number}", text), who="A", at=DAY)
        desk.book.file(case("real", CLAIM), who="A", at=DAY)
        for text in ("🔥🔥🔥", "…", "the of a", "Nobody knows"):
            assert set(known(asked(desk, text))) <= {f"k{n}" for n in range(5)}
        assert known(asked(desk, CLAIM)) == ["real"]


def test_a_claim_in_the_middle_of_an_endless_line_is_found(desk: api.Desk) -> None:
    """No full stop for thousands of words."""
    noise = " and so it was that they went on and then it was said to them ".join(f"garden{n}" for n in range(400))
    report = asked(desk, f"{noise} and then {CLAIM} and so it was that {noise}")
    assert any("Bryceford" in finding.headline for finding in report.by_code("known-claim"))
