"""Whose voices do these articles rest on, seen from one place? Counts, shares with bounds and intervals, never a verdict.

What each figure means, and what it cannot say, stands in docs/audit.md. Equal articles give equal figures, in whatever order
they come. Copies count once; what could not be audited is listed with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from firsthand.checks import sourcing_tables as tables
from firsthand.checks.sourcing_chance import SEED, TIMES
from firsthand.checks.sourcing_compare import compare_outlets
from firsthand.checks.sourcing_correct import correct
from firsthand.checks.sourcing_finding import CODE, sourcing_finding
from firsthand.checks.sourcing_hand import HandChecked
from firsthand.checks.sourcing_measured import shipped
from firsthand.checks.sourcing_queue import review_queue
from firsthand.checks.sourcing_rows import Row, audited, left_out, rows_of
from firsthand.checks.sourcing_says import audit_sentences
from firsthand.checks.sourcing_shares import FEW, BasisColumns, Columns, add_bases, by_basis
from firsthand.record.audits import (
    LOCAL,
    SECOND_HAND,
    Audit,
    LeftOut,
    Measured,
    Resampled,
    SecondHand,
    Unit,
)
from firsthand.record.voices import ArticleVoices
from firsthand.record.where import Where

__all__ = ["CODE", "audit", "compare_outlets", "review_queue", "sourcing_finding"]


def audit(
    articles: Sequence[ArticleVoices],
    about: Where,
    measured: Measured | None = None,
    hand: HandChecked | None = None,
    *,
    times: int = TIMES,
    seed: int = SEED,
) -> Audit:
    """The audit of articles whose voices were placed as seen from `about`.

    `measured` is the reader's own error, that of this version unless another is given. `hand` are voices that people checked
    (`sourcing_hand.read_hand`). Intervals rest on `times` draws of articles from `seed`; `times=0` leaves them out.
    """
    counted = audited(articles)
    rows = rows_of(counted)
    found = Audit(
        about=about,
        articles=len(articles),
        audited=len(counted),
        voiced=sum(bool(article.voices) for article in counted),
        voices=tuple(tables.voice_line(counted[row.article], row.place, row.voice) for row in rows),
        left_out=tuple(LeftOut(one.name, one.state, one.copy_of or one.problem) for one in left_out(articles)),
        by_place=tables.by_place(rows),
        voices_concentration=tables.voices_concentration(rows),
        intermediaries_concentration=tables.intermediaries_concentration(rows),
        langs=tuple(sorted(Counter(article.lang for article in counted).items())),
        measured=shipped() if measured is None else measured,
        resampled=Resampled(times, seed, FEW),
    )
    found = _figures(found, counted, rows)
    if hand is not None:
        found = replace(found, correction=correct(counted, rows, about, hand, found.resampled))
    return replace(found, sentences=audit_sentences(found))


def _figures(found: Audit, counted: Sequence[ArticleVoices], rows: Sequence[Row]) -> Audit:
    """The lists by article, and the shares where there is more than one article."""
    local = tables.local_columns(counted)
    found = replace(
        found,
        without=tuple(one.name for one, held in zip(counted, local, strict=True) if held[2]),
        none_known=tuple(one.name for one, held in zip(counted, local, strict=True) if held[1]),
        first=tables.first_voices(counted),
        second_hand=SecondHand(None, tables.intermediary_countries(rows)),
    )
    if len(counted) < 2:
        return found
    columns = Columns(len(counted))
    units = add_bases(columns, by_basis(rows, len(counted)))
    first = BasisColumns(Unit.ARTICLE, tuple(columns.add(tables.first_columns(counted))))
    known, unknown, none = columns.add(local)
    second, direct = columns.add(tables.second_hand_columns(rows, len(counted)))
    columns.draw(found.resampled.times, found.resampled.seed)
    through = columns.share(SECOND_HAND, Unit.VOICE, [second], [second, direct], [])
    return replace(
        found,
        shares=tuple(share for unit in units for share in unit.shares(columns)),
        first_shares=tuple(first.shares(columns)),
        with_local=columns.share(LOCAL, Unit.ARTICLE, [known], [known, unknown, none], [unknown]),
        second_hand=replace(found.second_hand, share=through),
    )
