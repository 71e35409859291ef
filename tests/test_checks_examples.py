"""Does every worked example of the page on the checks come true, in each language, by the road of a real tip?

The record of the page is imported into a casebook, with a drawn picture as `trams.jpg`. Every row of every table headed
"Language | Words | ..." is checked as `firsthand check` does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from firsthand import api
from firsthand.demo.scene import jpeg, march
from firsthand.record.findings import Finding

PAGE = Path(__file__).resolve().parents[1] / "docs" / "checks.md"
CODES = ("known-claim", "known-picture", "caption-date", "caption-place", "caption-event", "standing")
LANGUAGES = ("en", "uk", "ru", "el")
TEXTS = ("known-claim", "standing")
COPIES = ("as it is", "mirrored", "cropped", "smaller")


@dataclass(frozen=True)
class Example:
    """A row of a table: the code of its section, the language and words of the tip, and what the finding says."""

    code: str
    lang: str
    words: str
    copy: str
    published: str
    outcome: str
    headline: str

    def __str__(self) -> str:
        return f"{self.code}-{self.lang}-{self.words[:24]}"


def examples() -> Iterator[Example]:
    section, columns = "", []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## `([a-z-]+)`", line):
            section = heading[1]
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if cells[:1] == ["Language"]:
            columns = cells
        elif not cells:
            columns = []
        elif columns and not set(line) <= set("|- "):
            row = dict(zip(columns, cells, strict=True))
            yield Example(
                section,
                row["Language"],
                row["Words"].strip("“”"),
                row.get("Copy", "as it is"),
                row.get("Published", ""),
                row["Answer"].strip("`"),
                row["The finding says"],
            )


ROWS = list(examples())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Desk]:
    """A casebook that holds the record of the page."""
    folder = tmp_path_factory.mktemp("page")
    block = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    (folder / "tram.yaml").write_text(block[1], encoding="utf-8")
    (folder / "trams.jpg").write_bytes(jpeg(march()))
    with api.init(folder / "casebook") as opened:
        summary = opened.import_cases([folder / "tram.yaml"], who="the page", strict=True)
        assert not summary.problems
        yield opened


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The copies of the picture that the page speaks of."""
    folder = tmp_path_factory.mktemp("copies")
    original = march()
    w, h = original.size
    made: dict[str, Image.Image] = {
        "as it is": original,
        "mirrored": ImageOps.mirror(original),
        "cropped": original.crop((w // 10, h // 10, w * 9 // 10, h * 9 // 10)),
        "smaller": original.resize((w // 2, h // 2)),
    }
    for name, image in made.items():
        (folder / f"{name}.jpg").write_bytes(jpeg(image))
    return {name: folder / f"{name}.jpg" for name in made}


def asked(desk: api.Desk, example: Example, copies: dict[str, Path]) -> tuple[Finding, ...]:
    tip = {"lang": example.lang, "published": example.published}
    if example.code in TEXTS:
        tip |= {"text": example.words}
    else:
        tip |= {"picture": str(copies[example.copy]), "caption": example.words}
    return desk.check(**tip).by_code(example.code)


@pytest.mark.parametrize("example", ROWS, ids=str)
def test_every_worked_example_comes_true(desk: api.Desk, copies: dict[str, Path], example: Example) -> None:
    (finding,) = asked(desk, example, copies)
    assert finding.outcome == example.outcome
    assert " ".join(finding.headline.split()) == example.headline


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_worked_example_in_each_language(code: str) -> None:
    assert {row.lang for row in ROWS if row.code == code} == set(LANGUAGES)


def test_every_kind_of_standing_has_one_in_each_language() -> None:
    for start in (
        "The words tie",
        "The words call",
        "The words tell of a deed of “Drivers",
        "The words tell of a deed of “Taras",
    ):
        assert any(row.headline.startswith(start) for row in ROWS if row.lang == "en"), start
    for lang in LANGUAGES:
        assert sum(row.code == "standing" and row.lang == lang for row in ROWS) >= 4


def test_contradictions_and_supports_are_both_shown() -> None:
    for code in ("caption-date", "caption-place", "caption-event"):
        for lang in LANGUAGES:
            assert {row.outcome for row in ROWS if (row.code, row.lang) == (code, lang)} >= {
                "contradicted",
                "supported",
            }
