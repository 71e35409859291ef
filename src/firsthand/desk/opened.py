"""Which revision of a case does a person see, and was it still the newest when they filed theirs?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from firsthand.casebook.store import Kept
from firsthand.desk import book
from firsthand.desk.pages import me, number, render
from firsthand.errors import FirsthandError, OvertakenError
from firsthand.matching.folding import fold
from firsthand.record.case_edits import Fault
from firsthand.record.case_joins import merged_into
from firsthand.record.casefile_wire import is_id
from firsthand.record.cases import Case

_NOT_IN_IDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as it stands, and the number of its newest revision."""

    case: Case
    newest: int


def opened(id: str) -> Opened | None:
    """A case with the number of the revision that was read; None where there is none."""
    history = book.desk().book.history
    newest = history.newest(id)
    case = history.case(id, newest) if newest else None
    return Opened(case, newest) if case else None


def editable(request: HttpRequest, id: str) -> Opened | HttpResponse:
    """A case that may be changed, or the page that says why not."""
    held = opened(id)
    if held is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    if into := merged_into(held.case):
        return render(request, "sorry.html.j2", 409, why="merged-away", onto=address(into))
    return held


def is_late(request: HttpRequest, held: Opened) -> bool:
    """Did somebody file a revision since the page with this form was opened?"""
    return number(request.POST.get("revision", ""), 0) != held.newest


def file(request: HttpRequest, held: Opened, case: Case, kept: tuple[Kept, ...] = ()) -> tuple[Fault, ...] | None:
    """File what came of a form. None: somebody was faster, and nothing was written; faults: the casebook refused."""
    if is_late(request, held):
        return None
    try:
        with book.working() as desk:
            desk.revising.file(case, held.newest, who=me(request).name, kept=kept)
    except OvertakenError:
        return None
    except FirsthandError as error:
        return (Fault("", error.message, error.hint),)
    return ()


def address(id: str, *more: str) -> str:
    """The address of a case, or of something of it."""
    return "/".join(["/cases", *(quote(part, safe="") for part in (id, *more))])


def name_of(text: str, otherwise: str) -> str:
    """An id made of words: their letters and digits with hyphens between; the other one where there are none."""
    made = _NOT_IN_IDS.sub("-", fold(text))[:60].strip("-")
    return made if made and is_id(made) else otherwise
