"""What did a case say earlier, and what changed with each filing? A revision as it was, beside the one before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from firsthand.desk import book
from firsthand.desk.case_page import shown
from firsthand.desk.pages import lang_of, render
from firsthand.record.case_lines import difference


def revision(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """One revision of a case: who filed it, which lines came and went, and the case as it stood then."""
    store = book.desk().book
    lines = store.revisions(id)
    place = next((n for n, line in enumerate(lines) if line.number == number), -1)
    case = store.history.case(id, number) if place >= 0 else None
    if case is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    before = lines[place - 1] if place else None
    after = lines[place + 1] if place + 1 < len(lines) else None
    old = store.history.case(id, before.number) if before else None
    return render(
        request,
        "revision.html.j2",
        case=shown(case, lang_of(request)),
        id=id,
        line=lines[place],
        before=before,
        after=after,
        difference=difference(old, case),
    )
