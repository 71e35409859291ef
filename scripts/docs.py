"""Which pages of the documentation are made from the code? Writes docs/cli.md and docs/matching.md; a test holds them to it."""

from __future__ import annotations

import inspect
from pathlib import Path

import click

from firsthand.cli import firsthand
from firsthand.matching.grounds import FEATURES
from firsthand.matching.grounds_against import AGAINST
from firsthand.matching.weighing import SUGGESTS, bends, coefficients
from firsthand.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
HEAD = "# The commands\n\nThis page is made from the program's own help by `python scripts/docs.py`; do not edit it by hand.\n"


def cli_page() -> str:
    """Every command with its help, in Markdown; one heading a command."""
    # With the program's own settings: click remembers the help option of a command from its first use.
    top = click.Context(firsthand, info_name="firsthand", **firsthand.context_settings)
    return "\n".join([HEAD, *_sections(firsthand, top)])


def matching_page() -> str:
    """The grounds of matching/grounds.py with their docstrings and coefficients, between what people wrote about them."""
    words = (ROOT / "scripts" / "matching.md").read_text(encoding="utf-8")
    settings = Settings()
    for name, value in {
        "for": _grounds(set(FEATURES) - set(AGAINST)),
        "against": _grounds(set(AGAINST)),
        "bias": " and ".join(f"{coefficients(meaning)['bias']:+.2f}" for meaning in (False, True)),
        "suggest": f"{settings.suggest}",
        "alert": f"{settings.alert}",
        "capped": f"{SUGGESTS}",
        "bends": _bends(),
        "curve": (ROOT / "docs" / "pictures" / "claims-curve.txt").read_text(encoding="utf-8").strip(),
    }.items():
        words = words.replace("{{" + name + "}}", value)
    return words


def _grounds(names: set[str]) -> str:
    lines = ["| ground | what it looks at | without a model | with one |", "|---|---|---|---|"]
    for name, ground in FEATURES.items():
        if name in names:
            told = " ".join((inspect.getdoc(ground) or "").split())
            plain, meaning = (f"{coefficients(kind)[name]:+.2f}" for kind in (False, True))
            lines.append(f"| `{name}` | {told} | {plain} | {meaning} |")
    return "\n".join(lines)


def _bends() -> str:
    """What the sum says, and what is shown for it: two lines, each without a model and with one."""
    lines = ["| the sum says | may be sure | with a model | can only suggest | with a model |", "|---|---|---|---|---|"]
    for said in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99):
        plain, meaning = bends(), bends(True)
        shown = (plain(said, False), meaning(said, False), plain(said, True), meaning(said, True))
        lines.append(f"| {said} | " + " | ".join(f"{value:.2f}" for value in shown) + " |")
    return "\n".join(lines)


def _sections(command: click.Command, context: click.Context) -> list[str]:
    level = "##" if context.parent is None or context.parent.parent is None else "###"
    found = [f"{level} `{context.command_path}`\n\n```text\n{_help(command, context)}\n```\n"]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            found += _sections(inner, click.Context(inner, info_name=name, parent=context))
    return found


def _help(command: click.Command, context: click.Context) -> str:
    context.terminal_width = 100
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


if __name__ == "__main__":
    (ROOT / "docs" / "cli.md").write_text(cli_page(), encoding="utf-8")
    (ROOT / "docs" / "matching.md").write_text(matching_page(), encoding="utf-8")
