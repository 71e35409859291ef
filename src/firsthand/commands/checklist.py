"""`firsthand checklist`: which lists of criteria are shipped, and how do they come into a casefile?"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from firsthand.commands.common import counted, out_as_utf8
from firsthand.errors import UsageError

if TYPE_CHECKING:
    from firsthand.record.checklist_templates import Template

LANGUAGES = ("en", "uk", "ru", "el")
"""As in record/checklist_templates.py, which is loaded late; a test holds the two together."""

lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="In which words."
)


@click.group()
def command() -> None:
    """List the shipped checklists, or show one to fill in.

    A checklist says of a vote, a picture or anything else which criteria are met, which are not, and who says so. It is
    a part of a case (docs/casefile.md) and no verdict.
    """


@command.command("list", short_help="List the shipped checklists.")
@lang_option
def list_(lang: str) -> None:
    """List the shipped checklists: name, number of criteria, title."""
    from firsthand.record.checklist_templates import templates

    out_as_utf8()
    width = max(map(len, templates()))
    for one in templates().values():
        click.echo(f"{one.name:<{width}}  {counted(len(one.criteria), 'criterion', 'criteria'):<12}  {one.title[lang]}")


@command.command(short_help="Show one as a piece of a casefile.")
@lang_option
@click.argument("name")
def show(lang: str, name: str) -> None:
    """Show the checklist NAME as a piece of a casefile: paste it into the case, and answer what you can.

    Texts that you leave out are those of the template in English, criteria that you leave out are unknown.
    """
    from firsthand.record.casefile_checklists import drafted, write_checklists
    from firsthand.record.casefile_write import yaml_text

    out_as_utf8()
    template = _template(name)
    for line in (*textwrap.wrap(template.origin, 110), *HOW):
        click.echo(f"# {line}")
    click.echo(yaml_text({"checklists": write_checklists([drafted(template, lang)])}), nl=False)


HOW = (
    "Answer met, not met or unknown, and give with each answer what it rests on:",
    'entries: [{field: answer, value: not met, source: "...", words: "...", url: "..."}]',
)
"""What to do with it, as comments above it."""


def _template(name: str) -> Template:
    from firsthand.record.casefile_wire import nearest
    from firsthand.record.checklist_templates import templates

    if name not in templates():
        hint = nearest(name, list(templates())) or f"Shipped are: {', '.join(templates())}."
        raise UsageError(f"There is no checklist {name!r}.", hint=hint)
    return templates()[name]
