"""Which part of this picture is it, and what is it called? A box that a person draws, or types in per cent, and names."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from firsthand.desk.case_page import outlines
from firsthand.desk.entering import note
from firsthand.desk.opened import Opened, address, editable, file
from firsthand.desk.pages import cleaned, me, render, tell
from firsthand.record.case_edits import Edited, Fault, Place, changed
from firsthand.record.cases import Picture
from firsthand.record.regions import REGION_FIELD, fragment, read_fragment

EDGES = ("left", "top", "width", "height")
FIELDS = (*EDGES, "name", "source")


def form(request: HttpRequest, id: str, of: str) -> HttpResponse:
    """The picture with the regions that it has, and the form for one more."""
    held = editable(request, id)
    if isinstance(held, HttpResponse):
        return held
    picture = held.case.picture(of)
    if picture is None or not picture.sha256:
        return render(request, "sorry.html.j2", 404, why="no-line", onto=address(id))
    values = dict.fromkeys(FIELDS, "") | {"source": me(request).name}
    return _page(request, held, picture, values)


def _page(
    request: HttpRequest, held: Opened, picture: Picture, values: dict[str, str], status: int = 200, **more: object
) -> HttpResponse:
    given = {"faults": (), "values": values, "regions": outlines(picture), "edges": EDGES, **more}
    return render(
        request,
        "region.html.j2",
        status,
        case=held.case,
        picture=picture,
        seen=held.newest,
        late=status == 409,
        **given,
    )


def named(request: HttpRequest, id: str, of: str) -> HttpResponse:
    """File the region: an entry of the picture whose value is its name and whose note says where."""
    held = editable(request, id)
    if isinstance(held, HttpResponse):
        return held
    picture = held.case.picture(of)
    if picture is None or not picture.sha256:
        return render(request, "sorry.html.j2", 404, why="no-line", onto=address(id))
    values = {name: cleaned(request.POST.get(name, ""))[:1000] for name in FIELDS}
    edited = _read(held, of, values)
    filed = edited.faults if edited.case is None else file(request, held, edited.case)
    if filed is None:
        return _page(request, held, picture, values, 409)
    if filed:
        return _page(request, held, picture, values, 422, faults=filed)
    note(request, "case-filed", id, f"entries {of} {REGION_FIELD}")
    tell(request, "case-filed")
    return HttpResponseRedirect(f"{address(id)}#at-{quote(of)}")


def _read(held: Opened, of: str, values: dict[str, str]) -> Edited:
    faults = [Fault(name, "This field is empty; it must be given.") for name in ("name", "source") if not values[name]]
    where = _where(values)
    if not where:
        message = "This is no part of the picture."
        faults.append(Fault("left", message, "Draw a box, or give four numbers in per cent that stay within 100."))
    if faults:
        return Edited(None, tuple(faults))
    fields = {"field": REGION_FIELD, "value": values["name"], "source": values["source"], "note": where}
    return changed(held.case, Place("entries", of=of), fields)


def _where(values: dict[str, str]) -> str:
    """The selector of the box that was typed, empty where it is none."""
    try:
        left, top, width, height = (float(values[name].replace(",", ".")) for name in EDGES)
        said = fragment(left, top, width, height)
    except (ValueError, OverflowError):
        return ""
    return said if read_fragment(said) else ""
