"""Does the documentation say what the program does?"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from firsthand.checks import CHECKS
from firsthand.cli import COMMANDS
from firsthand.reading.inscriptions import INSTALL
from firsthand.record.findings import Why
from firsthand.record.outcome import Outcome, Verdict
from firsthand.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_commands_page_is_made_from_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    docs = __import__("docs")
    assert page("cli.md") == docs.cli_page(), "run: python scripts/docs.py"
    sys.modules.pop("docs")


def test_the_matching_page_is_made_from_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    docs = __import__("docs")
    assert page("matching.md") == docs.matching_page(), "run: python scripts/docs.py"
    assert "{{" not in page("matching.md")
    sys.modules.pop("docs")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_heading(command: str) -> None:
    assert f"## `firsthand {command}`" in page("cli.md")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_every_check_has_a_heading(check: object) -> None:
    assert re.search(rf"^#+ `{check.code}`", page("checks.md"), re.MULTILINE)  # type: ignore[attr-defined]


@pytest.mark.parametrize("word", [*Outcome, *Why, *[verdict for verdict in Verdict if verdict]])
def test_every_outcome_reason_and_verdict_is_explained(word: str) -> None:
    assert f"`{word}`" in page("words.md")


def test_links_between_pages_lead_somewhere() -> None:
    for path in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not target.startswith(("http://", "https://")):
                assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}"


def test_the_readme_names_commands_that_exist() -> None:
    named = set(re.findall(r"firsthand (\w+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named & set(COMMANDS), "the README shows no command"
    assert not {n for n in named if n.islower()} - set(COMMANDS) - {"is", "says", "does", "has", "never"}, named


def extras() -> dict[str, list[str]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


@pytest.mark.parametrize("extra", sorted(set(extras()) - {"dev"}))
def test_every_extra_is_in_the_readme_and_among_the_credits(extra: str) -> None:
    assert f"`{extra}`" in (ROOT / "README.md").read_text(encoding="utf-8")
    for requirement in extras()[extra]:
        name = re.match(r"[\w-]+", requirement)
        assert name
        assert name[0] in page("credits.md").lower().replace("onnx runtime", "onnxruntime"), requirement


def test_an_extra_that_is_named_is_one() -> None:
    """Pages and messages say `pip install 'firsthand[NAME]'`; a name that is wrong would install nothing."""
    files = [ROOT / "README.md", *DOCS.rglob("*.md"), *(ROOT / "src").rglob("*.py")]
    named = {one for path in files for one in re.findall(r"firsthand\[([\w-]+)\]", path.read_text(encoding="utf-8"))}
    assert named
    assert named <= set(extras())


def test_the_setup_installs_what_the_report_tells_to_install() -> None:
    told = INSTALL.removeprefix("sudo apt-get install ").split()
    held = re.search(r'^TESSERACT="(.*)"$', (ROOT / "scripts" / "test").read_text(encoding="utf-8"), re.MULTILINE)
    assert held
    assert held[1].split() == told
    assert f"`{INSTALL}`" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{INSTALL}`" in page("inscriptions.md")


@pytest.mark.parametrize("name", ["pictures.md", "inscriptions.md"])
def test_the_limits_told_are_those_of_the_settings(name: str) -> None:
    settings = asdict(Settings())
    told = re.findall(r"^\| `(\w+)` (?:\| ([\d,]+) \||\((\w+)\) \|)", page(name), re.MULTILINE)
    assert told
    for setting, number, word in told:
        value = settings[setting]
        shown = str(value).lower() if isinstance(value, bool) else f"{value:,.0f}"
        assert (number or word) == shown, setting


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_there_is_one_opencv(lock: str) -> None:
    """Its four packages overwrite each other's files."""
    found = re.findall(r"^(opencv[\w-]*)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    assert found == ["opencv-python-headless"]
