"""Is what was seen at an address still there? The looks at an appearance of a case, and the form that asks for another."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse

from firsthand.desk import book, errands
from firsthand.desk.jobs import Step
from firsthand.desk.models import Job
from firsthand.desk.opened import address, editable
from firsthand.desk.pages import lang_of, render
from firsthand.desk.words import words
from firsthand.errors import UsageError
from firsthand.record.case_joins import merged_into
from firsthand.record.cases import Case
from firsthand.record.looks import Look, Target, appearances
from firsthand.rendering.state_page import Faces, view
from firsthand.rendering.state_view import LookView

LONGEST = 16


def key(target: Target) -> str:
    """By which the room names an appearance: it stays the same whatever is added to the case or withdrawn."""
    row = target.appearance
    return hashlib.sha256("\n".join((row.url, row.of, row.caption)).encode("utf-8", "replace")).hexdigest()[:LONGEST]


def targets(case: Case) -> list[tuple[str, Target]]:
    """The appearances of a case that can be looked at, each with its key."""
    return [(key(one), one) for one in appearances(case) if one.appearance.url]


def _target(case: Case | None, wanted: str) -> Target | None:
    return next((one for name, one in targets(case) if name == wanted), None) if case else None


def shown(request: HttpRequest, id: str, key: str) -> HttpResponse:
    """The newest look at an appearance, and all before it."""
    # Late, as in `captures`.
    from firsthand import stating

    case = book.desk().book.case(id)
    target = _target(case, key)
    if case is None or target is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    look = stating.last(book.desk(), target)
    captures = book.desk().book.captures.of(target.appearance.url)
    return render(
        request,
        "look.html.j2",
        case=case,
        target=target,
        base=address(id, "looks", key),
        look=_view(request, look) if look else None,
        captures=captures[::-1],
        merged=merged_into(case),
    )


def _view(request: HttpRequest, look: Look) -> LookView:
    lang = lang_of(request)
    names = {look.check.picture, look.picture_now, look.screenshot} - {""}
    return view(look, Faces(words(lang), lang, {name: f"/pictures/{name}" for name in names}))


def again(request: HttpRequest, id: str, key: str) -> HttpResponse:
    """Ask for a look: the case gets one more line of it, in the name of who asked."""
    held = editable(request, id)
    if isinstance(held, HttpResponse):
        return held
    target = _target(held.case, key)
    if target is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    browser = request.POST.get("browser") == "on"
    return errands.ask(request, "look", f"{id}: {target.appearance.url}", case=id, key=key, browser=browser)


def take(job: Job, step: Step) -> None:
    """Look at the appearance that was asked for. Raises UsageError where the case has it no more."""
    # Late, as in `captures`.
    from firsthand import capturing, stating

    given = errands.given(job)
    id, wanted = str(given["case"]), str(given["key"])
    step("capture")
    url = _there(id, wanted).appearance.url
    took = capturing.capture(book.desk(), url, who=job.who, browser=bool(given["browser"]))
    step("weigh")
    with book.working() as desk:
        stating.look_at(desk, _there(id, wanted), took, who=job.who)
        desk.book.custody.sign()
    errands.ended(job, address(id, "looks", wanted))


def _there(id: str, wanted: str) -> Target:
    """The appearance as the case has it now. Raises UsageError where it has it no more."""
    case = book.desk().case(id)
    target = _target(case, wanted)
    if target is None or merged_into(case):
        raise UsageError(
            f"The case {id} has this appearance no more.", hint="Somebody changed the case: open its page anew."
        )
    return target
