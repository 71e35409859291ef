"""Which pages of the documentation are made from the code? Writes docs/cli.md; a test holds the file against the code."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli import firsthand

ROOT = Path(__file__).resolve().parents[1]
HEAD = "# The commands\n\nThis page is made from the program's own help by `python scripts/docs.py`; do not edit it by hand.\n"


def cli_page() -> str:
    """Every command with its help, in Markdown; one heading a command."""
    # With the program's own settings: click remembers the help option of a command from its first use.
    top = click.Context(firsthand, info_name="firsthand", **firsthand.context_settings)
    return "\n".join([HEAD, *_sections(firsthand, top)])


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
