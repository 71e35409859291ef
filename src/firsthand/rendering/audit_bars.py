"""How are the shares of an audit drawn? A bar for each thing counted, the unknown as unknown, doubt as a line beneath."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.record.audits import LOCAL, Audit, Share, Unit
from firsthand.record.voices import Basis
from firsthand.rendering.audit_view import Bar, BasisMark, Cell, Part
from firsthand.rendering.audit_words import basis_mark, number, percent, span
from firsthand.rendering.words import Words

ROOM = 5.0
"""Per cent of a bar that a part needs in order to bear its sign."""


def bars(audit: Audit, words: Words) -> tuple[Bar, ...]:
    """One bar a unit; none where articles are too few for a share to mean anything."""
    if audit.voiced < max(2, audit.resampled.least):
        return ()
    return tuple(bar for unit in Unit if (bar := _bar(audit, unit, words)))


def _bar(audit: Audit, unit: Unit, words: Words) -> Bar | None:
    local = audit.share(LOCAL, unit)
    shares = [share for basis in Basis if (share := audit.share(basis.value, unit))]
    if local is None or not shares:
        return None
    cells = tuple(_cell(share, words) for share in [*shares, local])
    name = words[f"unit.{unit.value}"]
    return Bar(
        unit=name,
        note=words[f"unit-note.{unit.value}"].format(count=number(local.of)),
        alt=f"{name}. " + ". ".join(f"{cell.basis.words}: {cell.share}" for cell in cells),
        parts=tuple(_parts(shares, words)),
        bounds=_ends(local.bounds),
        outer=_ends(local.outer) if local.outer else None,
        point=round(100 * local.share, 2),
        cells=cells,
    )


def _parts(shares: list[Share], words: Words) -> Iterator[Part]:
    start = 0.0
    for share in shares:
        width = round(100 * share.share, 2)
        mark = basis_mark(Basis(share.what), words)
        if width > 0:
            yield Part(mark, round(start, 2), width, mark.sign if width >= ROOM else "")
        start += width


def _cell(share: Share, words: Words) -> Cell:
    mark = BasisMark(LOCAL, words["basis.local"], "●◐") if share.what == LOCAL else basis_mark(Basis(share.what), words)
    interval = span(share.interval) if share.interval else ""
    return Cell(mark, number(share.amount), percent(share.share), span(share.bounds), interval)


def _ends(interval: tuple[float, float]) -> tuple[float, float]:
    return round(100 * interval[0], 2), round(100 * interval[1], 2)
