"""Was this seen at that address too? A signed answer's tip becomes an appearance in its case, once a person says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from firsthand.desk.book import OnFile
from firsthand.desk.entering import note
from firsthand.desk.models import Answer, Incoming
from firsthand.desk.opened import Opened, address, editable, file, opened
from firsthand.desk.pages import cleaned, render, tell
from firsthand.record.case_edits import Edited, Fault, Place, changed
from firsthand.record.case_joins import merged_into
from firsthand.record.cases import Case

FIELDS = ("caption", "lang", "outlet", "published", "of")
HOPS = 10
"""Merges that are followed from a case to the one that holds its lines now."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An appearance that a signed tip would add: to which case (its newest revision), with which words to begin with."""

    case: Case
    seen: int
    there: bool
    items: tuple[tuple[str, str], ...]
    values: dict[str, str]


def offer(row: Incoming, answers: list[Answer], filed: OnFile | None) -> Offer | None:
    """What the page of a tip offers, where its newest answer is signed and names a case, and the tip has an address."""
    if not row.url or not answers or not answers[-1].signed or not answers[-1].case:
        return None
    held = _holds(answers[-1].case)
    if held is None:
        return None
    case = held.case
    items = [(one.id, one.text) for one in case.claims] + [(one.id, one.file or one.id) for one in case.pictures]
    return Offer(case, held.newest, _there(case, row.url), tuple(items), _begin(row, case, filed))


def _begin(row: Incoming, case: Case, filed: OnFile | None) -> dict[str, str]:
    """What the tip and its report say, for a person to correct."""
    values = {"caption": row.caption, "lang": row.lang, "outlet": "", "published": row.published, "of": ""}
    if filed is None:
        return values
    reading = filed.reading
    of = next((f.match.item for f in filed.report.findings if f.match and f.case == case.id), "")
    found = {"caption": reading.title, "lang": reading.lang, "outlet": reading.outlet, "of": of.rpartition("/")[2]}
    found["published"] = str(reading.published or "")
    return {name: values[name] or found[name] for name in FIELDS}


def _holds(id: str) -> Opened | None:
    """The case of this id, or the one into which it was merged."""
    for _ in range(HOPS):
        held = opened(id)
        if held is None or not (into := merged_into(held.case)):
            return held
        id = into
    return None


def _there(case: Case, url: str) -> bool:
    return any(seen.url == url for seen in case.appearances)


def add(request: HttpRequest, id: int) -> HttpResponse:
    """Add the appearance to the case: seen now, at the tip's address, in the words that the person let stand."""
    row = Incoming.objects.filter(pk=id).first()
    signed = row.answers.filter(signed=True).order_by("-pk").first() if row else None
    found = _holds(signed.case) if signed and signed.case else None
    if row is None or not row.url or found is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    held = editable(request, found.case.id)
    if isinstance(held, HttpResponse):
        return held
    onto = f"/inbox/{id}#answer"
    if _there(held.case, row.url):
        return render(request, "sorry.html.j2", 409, why="appears", onto=address(held.case.id))
    edited = _with(held.case, row.url, {name: cleaned(request.POST.get(name, ""))[:20_000] for name in FIELDS})
    filed = edited.faults if edited.case is None else file(request, held, edited.case)
    if filed is None:
        return render(request, "sorry.html.j2", 409, why="newer-case", onto=onto)
    if filed:
        said = " ".join(f"{fault.field}: {fault.message} {fault.hint}" for fault in filed)
        return render(request, "sorry.html.j2", 422, why="casebook", words=said, onto=onto)
    note(request, "case-filed", held.case.id, f"appearances {row.url}")
    tell(request, "case-filed")
    return HttpResponseRedirect(f"{address(held.case.id)}#appearances-h")


def _with(case: Case, url: str, values: dict[str, str]) -> Edited:
    if values["of"] and not (case.claim(values["of"]) or case.picture(values["of"])):
        return Edited(None, (Fault("of", "The case holds no such claim or picture.", "Choose one of the list."),))
    seen = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return changed(case, Place("appearances"), {"url": url, "seen": seen, **values})
