"""How does a case begin, and how does it get another title, status or note?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from firsthand.desk import book
from firsthand.desk.cases import case as case_page
from firsthand.desk.entering import note
from firsthand.desk.opened import Opened, address, editable, file, name_of
from firsthand.desk.pages import cleaned, render, tell
from firsthand.record.case_edits import Fault, headed
from firsthand.record.case_joins import MERGED
from firsthand.record.cases import Case
from firsthand.rendering.safe import safe

HEAD = ("title", "status", "note")


def new(request: HttpRequest) -> HttpResponse:
    """The form for a new case. A case whose id is `new` stands at the same address: it is shown, if there is one."""
    if "add" not in request.GET and book.desk().book.case("new"):
        return case_page(request, "new")
    return render(request, "case_new.html.j2", values=dict.fromkeys((*HEAD, "id"), ""), faults=())


def made(request: HttpRequest) -> HttpResponse:
    """File a new case; its claims, pictures and the rest follow on its page."""
    values = {name: cleaned(request.POST.get(name, "")) for name in (*HEAD, "id")}
    id = values["id"] or name_of(values["title"], "case")
    edited = headed(Case(id, "-"), **{"id": id, **{name: values[name] for name in HEAD}})
    faults = (*edited.faults, *_status(values["status"]), *_reserved(id))
    if edited.case and not faults:
        held = Opened(Case(id, "-"), 0)
        filed = file(request, held, edited.case)
        taken = Fault("id", f"There is a case {id!r} already.", "Choose another id, or add to that case.")
        faults = (taken,) if filed is None else filed
    if faults:
        return render(request, "case_new.html.j2", 422, values=values, faults=faults)
    note(request, "case-filed", id, "case")
    tell(request, "case-filed")
    return HttpResponseRedirect(address(id))


def _reserved(id: str) -> tuple[Fault, ...]:
    """At the address of a case that is called so stands this form."""
    return (Fault("id", "No case of the desk can be called 'new'.", "Choose another id."),) if id == "new" else ()


def _status(said: str) -> tuple[Fault, ...]:
    """A case is merged by its own form: nobody writes it down by hand."""
    if not said.startswith(MERGED):
        return ()
    return (Fault("status", f"A status cannot begin with {MERGED.strip()!r}.", "Merge it on the page of the case."),)


def head(request: HttpRequest, id: str) -> HttpResponse:
    """The form for title, status and note."""
    held = editable(request, id)
    if isinstance(held, HttpResponse):
        return held
    return _page(request, held, {name: getattr(held.case, name) for name in HEAD})


def _page(
    request: HttpRequest, held: Opened, values: dict[str, str], status: int = 200, *, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    meanwhile = {name: getattr(held.case, name) for name in HEAD} if status == 409 else None
    given = {"case": held.case, "seen": held.newest, "values": values, "faults": faults, "meanwhile": meanwhile}
    return render(request, "case_edit.html.j2", status, **given)


def head_filed(request: HttpRequest, id: str) -> HttpResponse:
    """File another title, status or note."""
    held = editable(request, id)
    if isinstance(held, HttpResponse):
        return held
    values = {name: _said(request, name, getattr(held.case, name)) for name in HEAD}
    edited = headed(held.case, **values)
    faults = (*edited.faults, *_status(values["status"]))
    filed = faults if faults or edited.case is None else file(request, held, edited.case)
    if filed is None:
        return _page(request, held, values, 409)
    if filed:
        return _page(request, held, values, 422, faults=filed)
    note(request, "case-filed", id, "case")
    tell(request, "case-filed")
    return HttpResponseRedirect(address(id))


def _said(request: HttpRequest, name: str, old: str) -> str:
    """What was typed; where nobody touched it, what it was: a page shows some characters as their number."""
    said = cleaned(request.POST.get(name, ""))
    return old if said == cleaned(safe(old)) else said
