"""Which coefficients does weighing use? `python -m bench.fit` fits them and writes `matching/coefficients.toml`.

Several kinds of data are put to the product's own engine (bench/fit_data.py, bench/fit_own.py), each counting the same, so
that no kind dominates. Only the coefficients are written: no text. `--vectors FILE` names the file that keeps sentence
vectors from one run to the next, `--dry` writes nothing.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.claims import MODEL
from bench.data import folder, table
from bench.fit_bends import bent, told
from bench.fit_curve import Figures, Numbers, figures, fitted, likeliest, probability
from bench.fit_data import SETS, across, public, quoting, strangers
from bench.fit_own import Field, own_fields
from bench.fit_rows import Table, table_of
from bench.fit_vectors import Store
from firsthand.index.encoders import open_encoder
from firsthand.matching.bends import Bends
from firsthand.matching.grounds import FEATURES
from firsthand.matching.grounds_against import AGAINST

FILE = Path(__file__).resolve().parents[1] / "src/firsthand/matching/coefficients.toml"
SHORT = 800
"""Claims of a casebook in another language that a model reads within a minute."""
LOTS = (0, 1, 2)
"""Lots by which half of the claims of a train half are taken out."""
SHARES = {"own": 0.3, "across": 0.25, "strangers": 1.0, "quoting": 0.3, **{f"{name}, train": 1.0 for name in SETS}}
"""How much each kind counts."""
LEAST = {
    "same-words": 2.0,
    "whole-claim": 2.0,
    "shared-passage": 1.0,
    "numbers-differ": -1.5,
    "dates-differ": -0.5,
    "another-name": -1.0,
    "negation-differs": -0.5,
}
"""What these must add at least, whatever the data say: what disagrees has to lower the probability, and is shown."""
HEAD = """\
# What each ground of matching/grounds.py adds to the log-odds when it holds fully (value 1), fitted by `python -m bench.fit`.
# Two sets: for leads that a sentence model has compared, and for those that none has. After each the knots of its last two lines
# (matching/bends.py): for what may be sure, and for what can only suggest.
#
# Fitted on (posts asked, those whose claim was on file):
{kinds}
# The development halves, which were not fitted on, are judged by `python -m bench claims`.
"""


def fields(data: Path, read: bool) -> Iterator[tuple[str, Field]]:
    """Every field that is learnt from, with its kind; `read` by a model, only casebooks in other languages of up to `SHORT`."""
    rng = random.Random(0)
    yield from (("own", field) for field in own_fields(rng))
    for name in SETS:
        yield from ((f"{name}, train", public(data, name, "train", lot)) for lot in LOTS)
    yield from (("across", field) for field in across(data, 0) if not read or len(field.claims) <= SHORT)
    yield from (("strangers", field) for field in strangers(data, rng))
    yield from (("quoting", field) for field in quoting(data, rng))


def merged(kind: str, tables: Sequence[Table]) -> Table:
    """Several tables as one, their posts numbered on."""
    starts = np.cumsum([0, *(each.posts for each in tables)])
    return Table(
        kind,
        np.concatenate([each.grounds for each in tables]),
        np.concatenate([each.right for each in tables]),
        np.concatenate([each.post + start for each, start in zip(tables, starts, strict=False)]),
        sum(each.posts for each in tables),
        sum(each.known for each in tables),
        np.concatenate([each.doubted for each in tables]),
    )


def gathered(data: Path, vectors: Store | None) -> dict[str, Table]:
    """One table for each kind of data, as the engine finds with the sentence model, or without one."""
    found: dict[str, list[Table]] = {}
    for kind, field in fields(data, vectors is not None):
        found.setdefault(kind, []).append(table_of(field, vectors))
    return {kind: merged(kind, tables) for kind, tables in found.items()}


def fit(tables: dict[str, Table], drawn: Numbers) -> Numbers:
    """Coefficients in the order of FEATURES, then the bias, drawn towards those given."""
    signs = np.array([-1.0 if name in AGAINST else 1.0 for name in FEATURES] + [0.0])
    least = np.array([LEAST.get(name, 0.0) for name in FEATURES] + [0.0])
    return fitted([(held, SHARES[kind]) for kind, held in tables.items()], signs, drawn, least)


def judged(held: Table, coefficients: Numbers, lines: Bends) -> Figures:
    """Figures for one table, the likeliest lead of each post being its answer."""
    said = probability(held.grounds @ coefficients[:-1] + coefficients[-1])
    shown = np.array([lines(*row) for row in zip(said.tolist(), held.doubted.tolist(), strict=True)])
    pick = likeliest(held, shown)
    rows = list(zip(held.right[pick].tolist(), shown[pick].tolist(), strict=True))
    return figures(rows + [(False, 0.0)] * (held.posts - len(rows)), held.known)


def written(sets: dict[str, Numbers], lines: dict[str, Bends], tables: dict[str, dict[str, Table]]) -> str:
    """The coefficients and the knots as TOML, with the data that each set was fitted on."""
    kinds = "\n".join(
        f"#   {name}: " + "; ".join(f"{kind} {held.posts:,} ({held.known:,})" for kind, held in found.items())
        for name, found in tables.items()
    )
    parts = [HEAD.format(kinds=kinds)]
    for name, held in sets.items():
        rows = [f"{key} = {value + 0.0:.3f}" for key, value in zip([*FEATURES, "bias"], held, strict=True)]
        parts.append("\n".join([f"[{name}]", rows[-1], *rows[:-1], ""]).replace("-0.000", "0.000"))
        for kind, line in (("sure", lines[name].sure), ("unsure", lines[name].unsure)):
            parts.append(f"[{name}-{kind}]\nsaid = {list(line.said)}\nwas = {list(line.was)}\n")
    return "\n".join(parts)


def main(arguments: Sequence[str]) -> int:
    """Fit, print figures of every kind, write."""
    data, began = folder(), time.process_time()
    store = Store(Path(arguments[arguments.index("--vectors") + 1]), open_encoder(MODEL))
    sets: dict[str, Numbers] = {}
    lines: dict[str, Bends] = {}
    tables: dict[str, dict[str, Table]] = {}
    held = np.zeros(len(FEATURES) + 1)
    for name, vectors in (("without-model", None), ("with-model", store)):
        # The second set is drawn towards the first: what says little in its data (other numbers, other names) counts there too.
        tables[name] = gathered(data, vectors)
        sets[name] = held = fit(tables[name], held)
        lines[name] = bent(tables[name], held)
        _show(name, held, lines[name], tables[name])
        store.save()
    if "--dry" not in arguments:
        FILE.write_text(written(sets, lines, tables), encoding="utf-8")
    print(f"fitted in {time.process_time() - began:.0f} s")
    return 0


def _show(name: str, found: Numbers, lines: Bends, tables: dict[str, Table]) -> None:
    print(
        f"\n{name}: " + ", ".join(f"{key} {value:.2f}" for key, value in zip([*FEATURES, "bias"], found, strict=True))
    )
    rows: list[list[object]] = []
    for kind, held in tables.items():
        got = judged(held, found, lines)
        rates = [f"{got.at95:.3f}", f"{got.at99:.3f}", f"{got.error:.3f}"]
        rows.append([kind, held.posts, held.known, *rates, f"{got.right}/{got.said}"])
    print(table(["data", "posts", "known", "recall at P.95", "at P.99", "ECE", "right of alerts"], rows))
    print(told(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
