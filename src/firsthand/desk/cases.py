"""What does the casebook hold? The list of cases with a search over their folded words, and one case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from firsthand.desk import book
from firsthand.desk.case_page import shown
from firsthand.desk.joining import standing
from firsthand.desk.looks import targets
from firsthand.desk.opened import opened
from firsthand.desk.pages import lang_of, number, render
from firsthand.desk.searching import Wanted, facets, search

PAGE = 40


def listed(request: HttpRequest) -> HttpResponse:
    """One page of the cases that match what is asked."""
    asked = {name: request.GET.get(name, "")[:200] for name in ("status", "verdict", "lang")}
    wanted = Wanted(request.GET.get("q", "")[:300], **asked)
    page = number(request.GET.get("page", ""), 1) or 1
    found, total = search(wanted, (page - 1) * PAGE, PAGE)
    pages = -(-total // PAGE)
    return render(
        request, "cases.html.j2", cases=found, total=total, wanted=wanted, facets=facets(), page=page, pages=pages
    )


def case(request: HttpRequest, id: str) -> HttpResponse:
    """One case, with who filed it when."""
    held = opened(id)
    if held is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    page, lines = shown(held.case, lang_of(request)), book.desk().book.revisions(id)
    return render(
        request,
        "case.html.j2",
        case=page,
        revisions=lines,
        seen=held.newest,
        joins=standing(request, held),
        looks=targets(held.case),
    )
