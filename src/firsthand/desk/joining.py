"""Are two cases one matter, or is one case two? Merge and split, each shown before it is done, and taken back by a form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from firsthand.desk import book
from firsthand.desk.case_page import shown
from firsthand.desk.entering import note
from firsthand.desk.opened import Opened, address, editable, name_of, opened
from firsthand.desk.pages import cleaned, lang_of, me, number, render, tell
from firsthand.errors import FirsthandError, OvertakenError
from firsthand.record.case_edits import Fault, Place, headed, keys
from firsthand.record.case_joins import merged_into, split_from
from firsthand.record.case_lines import difference
from firsthand.record.cases import Case


def merge_form(request: HttpRequest, id: str) -> HttpResponse:
    """Which case shall go into this one? Once it is named: what would come of it."""
    held = editable(request, id)
    if isinstance(held, HttpResponse):
        return held
    other = request.GET.get("other", "").strip()[:100]
    return _merge_page(request, held, other) if other else _ask(request, held)


def _ask(request: HttpRequest, held: Opened, words: str = "", other: str = "", status: int = 200) -> HttpResponse:
    return render(request, "merge.html.j2", status, case=held.case, other=other, come=None, problem=words, late=False)


def _merge_page(
    request: HttpRequest, held: Opened, other: str, status: int = 200, *, late: bool = False
) -> HttpResponse:
    theirs = opened(other)
    if theirs is None or other == held.case.id or merged_into(theirs.case):
        return _ask(request, held, "same" if other == held.case.id else "none", other, 422)
    found = book.desk().revising.joined(held.case.id, other)
    come = difference(held.case, found.case)
    renamed = [(old, new) for old, new in found.names.items() if old != new]
    given = {"come": come, "renamed": renamed, "seen": held.newest, "theirs": theirs, "problem": "", "late": late}
    return render(request, "merge.html.j2", status, case=held.case, other=other, **given)


def merge(request: HttpRequest, id: str) -> HttpResponse:
    """Merge, if both cases are as they were shown."""
    held = editable(request, id)
    if isinstance(held, HttpResponse):
        return held
    other = request.POST.get("other", "")[:100]
    theirs = opened(other)
    if theirs is None or other == id or merged_into(theirs.case):
        return _ask(request, held, "same" if other == id else "none", other, 422)
    seen = {id: _number(request, "revision"), other: _number(request, "revision-other")}
    try:
        with book.working() as desk:
            desk.revising.merge(id, other, seen, who=me(request).name)
    except OvertakenError:
        return _merge_page(request, held, other, 409, late=True)
    except FirsthandError as error:
        return render(request, "sorry.html.j2", 422, why="casebook", words=str(error), onto=address(id))
    note(request, "case-merged", id, other)
    tell(request, "case-merged", other=other)
    return HttpResponseRedirect(address(id))


def _number(request: HttpRequest, name: str) -> int:
    return number(request.POST.get(name, ""), -1)


def split_form(request: HttpRequest, id: str) -> HttpResponse:
    """What shall go into a case of its own?"""
    held = editable(request, id)
    if isinstance(held, HttpResponse):
        return held
    return _split_page(request, held, {"title": "", "id": "", "chosen": []})


def _split_page(
    request: HttpRequest, held: Opened, values: dict[str, Any], status: int = 200, **more: Any
) -> HttpResponse:
    seen_at = list(zip(keys(held.case, Place("appearances")), held.case.appearances, strict=True))
    reviews = list(zip(keys(held.case, Place("reviews")), held.case.reviews, strict=True))
    given = {"faults": (), "late": False, "values": values, "seen_at": seen_at, "reviews": reviews, **more}
    return render(request, "split.html.j2", status, case=held.case, seen=held.newest, **given)


def split(request: HttpRequest, id: str) -> HttpResponse:
    """Split, if the case is as it was shown."""
    held = editable(request, id)
    if isinstance(held, HttpResponse):
        return held
    values: dict[str, Any] = {name: cleaned(request.POST.get(name, "")) for name in ("title", "id")}
    values["chosen"] = request.POST.getlist("chosen")
    new = values["id"] or name_of(values["title"], "case")
    edited = headed(Case(new, "-"), id=new, title=values["title"])
    if edited.case is None:
        return _split_page(request, held, values, 422, faults=edited.faults)
    if opened(new):
        taken = Fault("id", f"There is a case {new!r} already.", "Choose another id, or merge into that case.")
        return _split_page(request, held, values, 422, faults=(taken,))
    try:
        with book.working() as desk:
            desk.revising.split(id, values["chosen"], edited.case, _number(request, "revision"), who=me(request).name)
    except OvertakenError:
        return _split_page(request, held, values, 409, late=True)
    except FirsthandError as error:
        return _split_page(request, held, values, 422, faults=(Fault("", error.message, error.hint),))
    note(request, "case-split", id, new)
    tell(request, "case-split", other=id)
    return HttpResponseRedirect(address(new))


def undo(request: HttpRequest, id: str) -> HttpResponse:
    """Take back the merge or split that made this case what it is, if neither case was filed anew since."""
    held = opened(id)
    other = (merged_into(held.case) or split_from(held.case)) if held else ""
    if held is None or not other:
        return render(request, "sorry.html.j2", 404, why="not-here")
    seen = {id: _number(request, "revision"), other: _number(request, "revision-other")}
    try:
        with book.working() as desk:
            desk.revising.undo(id, seen, who=me(request).name)
    except OvertakenError as error:
        return render(request, "sorry.html.j2", 409, why="no-undo", words=str(error), onto=address(id))
    except FirsthandError as error:
        return render(request, "sorry.html.j2", 422, why="casebook", words=str(error), onto=address(id))
    note(request, "case-undone", id, other)
    tell(request, "case-undone")
    return HttpResponseRedirect(address(other if split_from(held.case) and not merged_into(held.case) else id))


def standing(request: HttpRequest, held: Opened) -> dict[str, Any]:
    """What the page of a case says of its merge or split: where it went or came from, what it held, and may that be undone."""
    into, source = merged_into(held.case), split_from(held.case)
    other = into or source
    if not other:
        return {"into": "", "source": "", "undo": None, "held": None}
    step = book.desk().revising.step(held.case.id)
    seen = (held.newest, book.desk().book.history.newest(other))
    before = _before(held) if into else None
    return {
        "into": into,
        "source": source,
        "undo": seen if step else None,
        "held": shown(before, lang_of(request)) if before else None,
    }


def _before(held: Opened) -> Case | None:
    store = book.desk().book
    lines = store.revisions(held.case.id)
    return store.history.case(held.case.id, lines[-2].number) if len(lines) > 1 else None
