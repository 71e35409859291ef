"""Does the documentation say what the program does?"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from firsthand.checks import CHECKS
from firsthand.cli import COMMANDS
from firsthand.record.outcome import Outcome, Verdict

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


@pytest.mark.parametrize("word", [*Outcome, *[verdict for verdict in Verdict if verdict]])
def test_every_outcome_and_verdict_is_explained(word: str) -> None:
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
