"""How does a report become part of a page of the room? Laid out as every report is, with pictures by address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from firsthand.desk import book
from firsthand.desk.book import OnFile
from firsthand.desk.words import words
from firsthand.record.decisions import Decision, standing
from firsthand.record.tips import Exhibit
from firsthand.rendering.page import Sources, build
from firsthand.rendering.view import Page
from firsthand.showing import met_on_file

EXHIBITS = 20
"""Exhibits of a tip that its page names."""


@lru_cache(maxsize=64)
def laid_out(digest: str, lang: str) -> Page | None:
    """The page of a report on file in a language; None where there is none. It may be kept: under this digest nothing changes."""
    filed = book.report_of(digest)
    if filed is None:
        return None
    shown = [picture.exhibit for picture in filed.reading.pictures if picture.sha256 and not picture.problem]
    addresses = {exhibit: f"/pictures/{exhibit}" for exhibit in [*shown, *sorted(met_on_file(filed.leads))]}
    return build(Sources(filed.report, filed.reading, filed.leads, addresses, lang, words(lang)))


def decided(filed: OnFile, rows: Sequence[Decision]) -> dict[tuple[str, str], Decision]:
    """What people have decided on the matches of a report, as it stands now; `rows` is its history."""
    found, change = dict(standing(rows)), book.desk().book.last_change()
    for match in (finding.match for finding in filed.report.findings if finding.match and finding.match.tip):
        now = _whereabouts(match.item, change)  # as a merge or split has named it since
        if now != match.item:
            found.pop((match.tip, match.item), None)
            if row := found.get((match.tip, now)):
                found[match.tip, match.item] = row
    return found


@lru_cache(maxsize=2000)
def _whereabouts(item: str, change: int) -> str:
    """The name of an item after that change of the casebook; with the next change it is looked up anew."""
    return book.desk().revising.whereabouts(item)


def history(filed: OnFile) -> list[Decision]:
    """Every decision on what this report is about, oldest first."""
    tips = _once(finding.match.tip for finding in filed.report.findings if finding.match)
    return book.desk().book.decisions(tips) if tips else []


def cases(filed: OnFile) -> list[str]:
    """The cases that the findings of a report rest on, in their order."""
    return _once(finding.case for finding in filed.report.findings if finding.case)


def exhibits(picture: str, filed: OnFile | None) -> list[Exhibit]:
    """What is on file of a tip: the picture that was sent, what was captured, and the pictures that were read."""
    capture = filed.report.capture if filed else None
    named = [picture, *(one.sha256 for one in (capture.exhibits if capture else ()))]
    named += [one.sha256 for one in (filed.reading.pictures if filed else ())]
    return book.desk().book.whereabouts.all_known(_once(named)[:EXHIBITS])


def _once(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]
