"""How is one line of a case added, changed or withdrawn? Each a new revision; two who save at once see each other's words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from firsthand.casebook.store import Kept
from firsthand.desk import book
from firsthand.desk.entering import note
from firsthand.desk.forms import FORMS, KNOWN, asked, brought, shown
from firsthand.desk.incoming import file_name
from firsthand.desk.opened import Opened, address, editable, file, is_late, name_of
from firsthand.desk.pages import render, tell
from firsthand.errors import FirsthandError
from firsthand.record.case_edits import Edited, Fault, Place, changed, line
from firsthand.record.cases import Case


def add(request: HttpRequest, id: str, part: str) -> HttpResponse:
    """The form for a new line."""
    return _form(request, id, _place(part, "", request.GET.get("of", "")))


def change(request: HttpRequest, id: str, part: str, key: str) -> HttpResponse:
    """The form for a line that is there."""
    return _form(request, id, _place(part, key, request.GET.get("of", "")))


def added(request: HttpRequest, id: str, part: str) -> HttpResponse:
    """File a new line."""
    return _file(request, id, _place(part, "", request.POST.get("line-of", "")))


def changed_line(request: HttpRequest, id: str, part: str, key: str) -> HttpResponse:
    """File a line anew, or withdraw it."""
    return _file(request, id, _place(part, key, request.POST.get("line-of", "")))


def _place(part: str, key: str, of: str) -> Place:
    """Only entries are of something."""
    return Place(part, key, of if part == "entries" else "")


def _form(request: HttpRequest, id: str, place: Place) -> HttpResponse:
    held = editable(request, id)
    if isinstance(held, HttpResponse):
        return held
    old = _old(held.case, place)
    return _no_line(request, id) if old is None else _page(request, held, place, shown(place.part, old))


def _no_line(request: HttpRequest, id: str) -> HttpResponse:
    return render(request, "sorry.html.j2", 404, why="no-line", onto=address(id))


def _old(case: Case, place: Place) -> dict[str, Any] | None:
    """What the line says, nothing where it is new; None where there can be no such line."""
    if place.part not in FORMS or (place.part == "entries" and not (case.picture(place.of) or case.subject(place.of))):
        return None
    return line(case, place) if place.key else {}


def _page(
    request: HttpRequest, held: Opened, place: Place, values: Mapping[str, Any], status: int = 200, **more: Any
) -> HttpResponse:
    """The form. `meanwhile`: what the line says now, where somebody was faster; `lost`: it is not there any more."""
    case = held.case
    items = [(one.id, one.text) for one in case.claims] + [(one.id, one.file or one.id) for one in case.pictures]
    fields = asked(place.part, new=not place.key)
    given = {
        "faults": (),
        "meanwhile": None,
        "lost": False,
        "late": status == 409,
        "values": values,
        "fields": fields,
        **more,
    }
    return render(
        request, "line.html.j2", status, case=case, seen=held.newest, place=place, known=KNOWN, items=items, **given
    )


def _file(request: HttpRequest, id: str, place: Place) -> HttpResponse:
    held = editable(request, id)
    if isinstance(held, HttpResponse):
        return held
    old = _old(held.case, place)
    if old is None and is_late(request, held) and _old(held.case, Place(place.part, of=place.of)) is not None:
        return _lost(request, held, place)
    if old is None:
        return _no_line(request, id)
    if request.POST.get("deed") == "withdraw" and place.key:
        return _withdrawn(request, held, place, old)
    return _put(request, held, place, old)


def _lost(request: HttpRequest, held: Opened, place: Place) -> HttpResponse:
    """Somebody changed or withdrew the line that a form changes: its words are offered as a new line."""
    values = brought(place.part, request.POST, {}).values
    return _page(request, held, Place(place.part, of=place.of), values, 409, lost=True)


def _put(request: HttpRequest, held: Opened, place: Place, old: Mapping[str, Any]) -> HttpResponse:
    form = brought(place.part, request.POST, old)
    fields, faults = form.fields if place.key else _named(held.case, place, form.fields), form.faults
    upload = _upload(request) if place.part == "pictures" and not place.key else None
    if upload:
        fields = {**fields, "file": upload.name, "sha256": upload.sha256}
    elif place.part == "pictures" and not place.key:
        faults = (*faults, Fault("file", "No picture was chosen.", "Choose a file."))
    edited = Edited(None, faults) if faults else changed(held.case, place, fields)
    filed = edited.faults if edited.case is None else _filed(request, held, edited.case, upload)
    if filed is None:
        return _page(request, held, place, form.values, 409, meanwhile=shown(place.part, old) if old else None)
    if filed:
        return _page(request, held, place, form.values, 422, faults=filed)
    return _done(request, held, place, "filed")


def _filed(request: HttpRequest, held: Opened, case: Case, upload: Upload | None) -> tuple[Fault, ...] | None:
    if upload is None or is_late(request, held):
        return file(request, held, case)
    try:
        kept = _kept(upload)
    except FirsthandError as error:
        return (Fault("file", error.message, error.hint),)
    return file(request, held, case, (kept,))


def _withdrawn(request: HttpRequest, held: Opened, place: Place, old: Mapping[str, Any]) -> HttpResponse:
    """Take a line out of the case; its revisions before still hold it."""
    edited, values = changed(held.case, place, None), shown(place.part, old)
    filed = edited.faults if edited.case is None else file(request, held, edited.case)
    if filed is None:
        return _page(request, held, place, values, 409, meanwhile=values)
    if filed:
        return _page(request, held, place, values, 422, faults=filed)
    return _done(request, held, place, "withdrawn")


def _done(request: HttpRequest, held: Opened, place: Place, what: str) -> HttpResponse:
    id = held.case.id
    same = book.desk().book.history.newest(id) == held.newest
    note(request, f"case-{what}", id, f"{place.part} {place.of} {place.key}".strip())
    tell(request, "case-same" if same else f"case-{what}")
    where = f"at-{quote(place.of)}" if place.of else f"{place.part}-h"
    return HttpResponseRedirect(f"{address(id)}#{where}")


def _named(case: Case, place: Place, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a new line with its id: the one that was chosen, else the first that is free."""
    parts = (case.claims, case.pictures, case.subjects, case.checklists)
    taken = {one.id for part in parts for one in part}
    if place.part not in ("claims", "pictures", "subjects"):
        return fields
    return {**fields, "id": fields.get("id") or next(id for id in _wishes(place.part, fields) if id not in taken)}


def _wishes(part: str, fields: Mapping[str, Any]) -> Iterator[str]:
    if part != "subjects":
        return (f"{'c' if part == 'claims' else 'pic-'}{n}" for n in count(1))
    first = next((name for names in fields["names"].values() for name in names), "")
    wish = name_of(first, fields["kind"] or "subject")
    return chain([wish], (f"{wish}-{n}" for n in count(2)))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a form brought."""

    data: bytes
    name: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def _upload(request: HttpRequest) -> Upload | None:
    sent = request.FILES.get("file")
    return Upload(sent.read(), file_name(sent.name or "")) if isinstance(sent, UploadedFile) else None


def _kept(upload: Upload) -> Kept:
    """The picture among the exhibits, once it was opened in the process apart. Raises FirsthandError."""
    with book.working() as desk:
        media, prints = desk.decoder.reference(upload.data, upload.name, desk.settings)
        return desk.book.put(upload.data, upload.name, media, prints)
