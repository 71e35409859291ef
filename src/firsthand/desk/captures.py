"""What was captured, by whom and how did it end? The list of captures, one capture, and the form that asks for a new one."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

import firsthand
from firsthand.casebook.captures import FiledCapture
from firsthand.desk import book, errands
from firsthand.desk.jobs import Step
from firsthand.desk.models import Job
from firsthand.desk.pages import lang_of, number, render, whole
from firsthand.desk.words import words
from firsthand.errors import UsageError
from firsthand.record.captures import Role
from firsthand.record.custody import Event
from firsthand.record.provenance import BundledCapture, Copied, Provenance, Stamped
from firsthand.rendering.provenance_page import build
from firsthand.rendering.provenance_view import ProvenancePage

PAGE, LONGEST = 40, 2000
_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def listed(request: HttpRequest, *, asked: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    """The captures whose address holds the words that are searched for, newest first; and what was asked for last."""
    wanted, page = request.GET.get("q", "").strip()[:300], number(request.GET.get("page", ""), 1) or 1
    found, total = book.desk().book.whereabouts.listed(wanted, (page - 1) * PAGE, PAGE)
    given = {"q": wanted, "total": total, "page": page, "pages": -(-total // PAGE), "asked": asked, "problem": problem}
    newest = errands.newest(6, "capture", "look")
    return render(request, "captures.html.j2", status, captures=found, errands=newest, **given)


def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a capture; what is no address comes back with the reason."""
    address = whole(request, "url", LONGEST + 1)
    if not _ADDRESS.fullmatch(address) or len(address) > LONGEST:
        return listed(request, asked=address, problem="no-address", status=422)
    return errands.ask(request, "capture", address, url=address, browser=request.POST.get("browser") == "on")


def take(job: Job, step: Step) -> None:
    """Capture the address that was asked for. What the world answers is an observation; it is on file whatever it is."""
    # Late: what fetches, reads pages and signs takes 28 MB and a second to load, and the room opens without it.
    from firsthand import capturing

    given = errands.given(job)
    step("capture")
    # Nobody else is kept from working while a site lets one wait: a capture changes no case, and only jobs use the index.
    desk = book.desk()
    took = capturing.capture(desk, str(given["url"]), who=job.who, browser=bool(given["browser"]))
    desk.book.custody.sign()
    errands.ended(job, f"/captures/{took.filed.id}")


def one(request: HttpRequest, id: str) -> HttpResponse:
    """One capture: who, when, from where, the steps and how each ended, and its parts."""
    try:
        filed = book.desk().book.captures.get(id)
    except UsageError:
        return render(request, "sorry.html.j2", 404, why="not-here")
    lang = lang_of(request)
    return render(request, "capture.html.j2", page=laid_out(lang, filed), filed=filed)


def laid_out(
    lang: str,
    *captures: FiledCapture,
    files: tuple[Copied, ...] = (),
    events: tuple[Event, ...] = (),
    stamps: tuple[Stamped, ...] = (),
) -> ProvenancePage:
    """Captures and events as a provenance page lays them out, each file by its address in the room."""
    parts = [part for filed in captures for part in filed.captured.parts]
    held = {part.exhibit.sha256: _file(part.exhibit.sha256, part.exhibit.size, part.exhibit.media) for part in parts}
    shots = {part.exhibit.sha256 for part in parts if part.role is Role.SCREENSHOT}
    told = Provenance(
        case="",
        title="",
        captures=tuple(BundledCapture(filed.id, filed.captured, f"/evidence/{filed.id}") for filed in captures),
        files={**held, **{one.sha256: one for one in files}},
        pictures=(),
        problems=(),
        events=events,
        reads=0,
        last_read="",
        stamps=stamps,
        key="",
        wacz="",
        made_at=datetime.now(UTC),
        version=firsthand.__version__,
    )
    return build(told, {sha256: f"/pictures/{sha256}" for sha256 in shots}, words(lang), lang)


def _file(sha256: str, size: int, media: str) -> Copied:
    return Copied(sha256, size, media, f"/evidence/{sha256}")
