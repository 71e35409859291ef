"""Is what docs/audit.md says of the figures true? Its example is computed again, its numbers are those of the code."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from firsthand import auditing, render
from firsthand.checks import sourcing_compare, sourcing_correct, sourcing_hand
from firsthand.checks.sourcing import audit
from firsthand.checks.sourcing_chance import PERMUTATIONS, SEED, TIMES
from firsthand.checks.sourcing_says import Says
from firsthand.checks.sourcing_shares import FEW
from firsthand.demo.build import build
from firsthand.record.audits import Audit, Held, Interval, Share, Unit
from firsthand.record.voices import Audited, Basis
from firsthand.rendering.words import words
from voices_made import UKRAINE, article, voice

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "audit.md").read_text(encoding="utf-8")


def rows(head: str) -> list[list[str]]:
    """The cells of the table that begins with this head."""
    lines = PAGE[PAGE.index(head) :].split("\n\n")[0].splitlines()[2:]
    assert lines
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]


def example() -> Audit:
    held: dict[str, list[list[str]]] = {"12": []}
    for number, *cells in rows("| article | voice | basis |"):
        held.setdefault(number, []).append(cells)
    made = [
        article(
            f"{int(number):02}",
            *(
                voice(Basis(basis), name if name.istitle() else "", int(said), int(count))
                for name, basis, said, count in told
            ),
        )
        for number, told in held.items()
    ]
    return audit([*made, article("13", state=Audited.COPY, copy_of="03")], UKRAINE)


def line(share: Share) -> list[str]:
    spans: list[Interval] = [share.bounds, *filter(None, (share.interval, share.outer))]
    numbers = [f"{share.amount:.2f}", f"{share.of:.0f}", f"{share.share:.3f}"]
    return [share.what, share.unit, *numbers, *(f"{low:.3f} to {high:.3f}" for low, high in spans)]


def test_the_example_is_computed_again() -> None:
    found = example()
    told = rows("| what | unit | amount |")
    shares = [found.share(what, Unit(unit)) for what, unit, *_ in told[:-1]]
    assert [line(share) for share in [*shares, found.with_local] if share] == told
    assert (found.without, found.none_known) == (("02", "06", "10", "12"), ("05", "08"))
    assert len(found.voices) == 20
    assert [share.of for share in found.shares if share.unit is Unit.VOICE] == pytest.approx([18] * 6)


def test_the_sums_told_in_the_example_are_right() -> None:
    (told,) = re.findall(r"own shares of there or from there are ([\d/, ]+), which add up to ([\d.]+)", PAGE)
    parts = [Fraction(part) for part in told[0].split(", ")]
    assert (len(parts), sum(parts)) == (11, Fraction(told[1]))


def test_the_numbers_of_the_page_are_those_of_the_code() -> None:
    for number in (
        f"{TIMES:,} times from the seed {SEED}",
        f"{PERMUTATIONS:,} times",
        f"{sourcing_hand.DRAW} are\n   drawn",
    ):
        assert number in PAGE
    assert (FEW, sourcing_compare.LEAST, sourcing_correct.LEAST) == (10, 50, 200)
    for words_ in ("Under ten articles", "under fifty on either side", "Under 200 checked voices"):
        assert words_ in PAGE
    assert f"{1 - 0.025 ** (1 / 200):.1%}".replace("%", " %") in PAGE


def test_every_answer_state_unit_and_reason_is_explained() -> None:
    named = [*Unit, *sourcing_hand.ANSWERS, *(one for one in Held if one is not Held.APPLIED)]
    for word in [*named, *(one for one in Audited if one is not Audited.AUDITED)]:
        assert f"`{word}`" in PAGE, word


def test_every_sentence_stands_on_the_page_as_the_catalogue_has_it() -> None:
    said = words("en")
    told = {key.strip("`"): form for key, form in rows("| key | sentence |")}
    assert told == {key.removeprefix("says."): form for key, form in said.items() if key.startswith("says.")}
    assert set(told) == {key.value for key in Says}


def test_what_the_demos_archive_says(tmp_path: Path) -> None:
    with build(tmp_path / "demo") as desk:
        report = auditing.audit(auditing.Asked(str(tmp_path / "demo" / "archive"), "Donetsk, Ukraine"), desk)
    text = " ".join(render.audit_text(report, colour=False, width=100).split())
    section = PAGE[PAGE.index("## The demo's archive") :].split("\n## ")[0]
    said = [line.removeprefix("> ") for line in section.splitlines() if line.startswith("> ")]
    assert len(said) == 2
    assert [line for line in said if line not in text] == []
