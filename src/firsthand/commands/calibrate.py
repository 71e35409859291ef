"""`firsthand calibrate`: what do this desk's decisions teach about how sure a claim match is?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firsthand.commands.common import casebook_option, counted, out_as_utf8, shown, who_option
from firsthand.errors import UsageError

if TYPE_CHECKING:
    from firsthand.calibrating import Trial
    from firsthand.record.calibration import Figures, Rate

EXAMPLES = (0.5, 0.7, 0.9)
"""Probabilities by which a curve is told."""


@click.command(short_help="Fit probabilities to this desk's decisions.")
@casebook_option
@who_option
@click.option("--apply", "apply", is_flag=True, help="Put the calibration in use, under your name (--who).")
@click.option("--reset", is_flag=True, help="Go back to the shipped calibration, under your name (--who).")
@click.option("--json", "as_json", is_flag=True, help="Print the trial as one line of JSON.")
def command(casebook: Path, who: str, apply: bool, reset: bool, as_json: bool) -> None:
    """Fit the probabilities of claim matches to this desk's decisions.

    Says what a calibration from the answers recorded with `firsthand decide` would change: how well probabilities agree
    with the answers before and after, each answer judged by a fit that never saw it. Nothing is changed without --apply.

    It needs 20 answers, 5 yes and 5 no at the least, on matches whose reports were put on file (`firsthand check --keep`).
    A calibration is never exported; a report made with one says so, and can be computed again with it.
    """
    from firsthand import api

    if apply and reset:
        raise UsageError("--apply and --reset are opposites.", hint="Give one of them.")
    if as_json:
        out_as_utf8()
    with api.open(casebook, write=apply or reset) as desk:
        if reset:
            _reset(desk.calibrations.reset(who=who), as_json)
            return
        tried = desk.calibrations.apply(who=who) if apply else desk.calibrations.attempt()
        thresholds = desk.settings.suggest, desk.settings.alert
    click.echo(_json(tried, apply) if as_json else "\n".join(_lines(tried, thresholds, who.strip() if apply else "")))


def _reset(held: Any, as_json: bool) -> None:
    if as_json:
        click.echo('{"reset": true}' if held else '{"reset": false}')
    elif held is None:
        click.echo("The shipped calibration is in use already.")
    else:
        click.echo(
            f"The shipped calibration is in use again; that of {held.at:%Y-%m-%d} by {shown(held.who)} is kept on file."
        )


def _json(tried: Trial, applied: bool) -> str:
    import msgspec

    return msgspec.json.encode({"applied": applied, **msgspec.to_builtins(tried)}).decode()


def _lines(tried: Trial, thresholds: tuple[float, float], applied_by: str) -> Iterator[str]:
    from firsthand.calibrating import left_out

    total = counted(tried.yes + tried.no, "decision")
    yield f"{total} on claim matches to learn from: {tried.yes} yes, {tried.no} no."
    yield from left_out(tried.left_out)
    if tried.in_use:
        used = tried.in_use
        learnt = counted(used.decisions, "decision")
        yield f"In use now: the calibration of {used.at:%Y-%m-%d} by {shown(used.who)}, from {learnt}."
    yield ""
    yield from _table(tried, thresholds)
    yield ""
    yield f"The curve: slope {tried.slope:.2f}, offset {tried.offset:+.2f}; {_examples(tried)}."
    yield ""
    if applied_by:
        yield f"Put in use under the name of {shown(applied_by)}. `firsthand calibrate --reset` goes back."
    elif tried.against:
        yield f"Nothing was changed, and --apply would refuse: {tried.against}"
    else:
        yield 'Nothing was changed. To put it in use: firsthand calibrate --apply --who "Your name"'


def _table(tried: Trial, thresholds: tuple[float, float]) -> Iterator[str]:
    columns = {"shipped": tried.before, "in use": tried.now, "after*": tried.after}
    held = {name: figures for name, figures in columns.items() if figures}
    yield _row("", *held)
    for name, at in (("log loss, nats", "log_loss"), ("Brier score", "brier"), ("calibration error", "ece")):
        yield _row(name, *(f"{getattr(figures, at):.3f}" for figures in held.values()))
    for name, threshold in zip(("suggest", "alert"), thresholds, strict=True):
        yield from _rates(f"at {name} ({threshold:g})", [_rate(figures, name) for figures in held.values()])
    yield "* each decision judged by a curve fitted on the others; lower is better in the first three lines."
    if tried.now:
        yield "  The calibration in use may have been fitted on these same decisions, which flatters it."


def _rate(figures: Figures, name: str) -> Rate:
    return figures.suggest if name == "suggest" else figures.alert


def _rates(name: str, rates: list[Rate]) -> Iterator[str]:
    yield _row(f"{name}: precision", *(_share(rate.precision) for rate in rates))
    yield _row(f"{name}: recall", *(_share(rate.recall) for rate in rates))
    yield _row(f"{name}: wrong", *(str(rate.wrong) for rate in rates))


def _row(name: str, *values: str) -> str:
    return f"{name:32}" + "".join(f"{value:>10}" for value in values)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _examples(tried: Trial) -> str:
    from firsthand.calibrating import moved

    return ", ".join(f"{p:.0%} becomes {moved(tried, p):.0%}" for p in EXAMPLES)
