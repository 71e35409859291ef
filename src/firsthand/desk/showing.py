"""How does a report become part of a page of the room? Laid out as every report is, with pictures by address."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from firsthand.desk import book
from firsthand.desk.book import OnFile
from firsthand.desk.pages import lang_of
from firsthand.desk.words import words
from firsthand.record.decisions import Decision, standing
from firsthand.rendering.page import Sources, build
from firsthand.rendering.view import Page
from firsthand.showing import met_on_file


def laid_out(request: HttpRequest, filed: OnFile) -> Page:
    """The page of a report in the reader's language."""
    lang = lang_of(request)
    shown = [picture.exhibit for picture in filed.reading.pictures if picture.sha256 and not picture.problem]
    addresses = {exhibit: f"/pictures/{exhibit}" for exhibit in [*shown, *sorted(met_on_file(filed.leads))]}
    return build(Sources(filed.report, filed.reading, filed.leads, addresses, lang, words(lang)))


def decided(filed: OnFile) -> dict[tuple[str, str], Decision]:
    """What people have decided on the matches of a report, as it stands now."""
    tips, desk = _tips(filed), book.desk()
    found = dict(standing(desk.book.decisions(tips))) if tips else {}
    for match in (finding.match for finding in filed.report.findings if finding.match and finding.match.tip):
        now = desk.revising.whereabouts(match.item)  # as a merge or split has named it since
        if now != match.item:
            found.pop((match.tip, match.item), None)
            if row := found.get((match.tip, now)):
                found[match.tip, match.item] = row
    return found


def history(filed: OnFile) -> list[Decision]:
    """Every decision on what this report is about, oldest first."""
    tips = _tips(filed)
    return book.desk().book.decisions(tips) if tips else []


def _tips(filed: OnFile) -> list[str]:
    return _once(finding.match.tip for finding in filed.report.findings if finding.match)


def cases(filed: OnFile) -> list[str]:
    """The cases that the findings of a report rest on, in their order."""
    return _once(finding.case for finding in filed.report.findings if finding.case)


def _once(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]
