"""What is this exhibit, where does it stand, what was done with it, is it still what it was? Its bytes leave as a download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from firsthand.bundling_parts import suffix
from firsthand.desk import book
from firsthand.desk.captures import laid_out
from firsthand.desk.entering import note
from firsthand.desk.models import Incoming
from firsthand.desk.pages import lang_of, me, render
from firsthand.errors import FirsthandError
from firsthand.record.captures import MEDIA
from firsthand.record.cases import Case
from firsthand.record.custody import EventKind
from firsthand.record.provenance import Copied
from firsthand.record.tips import Exhibit

SHOWN = 100
"""Damages of the log that are named on the page; those of the exhibit come first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found, as the page shows it once: sentences on the exhibit, on the log, and what a cut-off explains."""

    sha256: str
    damages: list[str]
    noted: list[str]
    events: int
    untold: str


def _known(sha256: str) -> Exhibit | None:
    return book.desk().book.whereabouts.known(sha256)


def exhibit(request: HttpRequest, sha256: str) -> HttpResponse:
    """The provenance of one exhibit."""
    held = _known(sha256)
    if held is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    return render(request, "exhibit.html.j2", **_of(request, held), verified=_verified(request, sha256))


def _of(request: HttpRequest, held: Exhibit) -> dict[str, Any]:
    # Late, as in `captures`.
    from firsthand.bundling_custody import Over, over, told_of

    store = book.desk().book
    told = told_of(store.custody.folder, {held.sha256}) if store.custody.begun else None
    events = told.events if told else ()
    lies = over(store.custody.folder, events[0].number) if events else Over(None, (), ())
    at = lies.signed.events if lies.signed else 0
    name = held.sha256
    return {
        "exhibit": held,
        "there": store.on_file(name) is not None,
        "src": f"/pictures/{name}" if _is_picture(held) else "",
        "is_record": held.media == MEDIA,
        "captures": store.whereabouts.captures(name),
        **_named_by(name),
        "page": laid_out(
            lang_of(request), files=(Copied(name, held.size, held.media),), events=events, stamps=lies.stamps
        ),
        "reads": told.reads if told else 0,
        "signed": lies.signed,
        "unsigned": sum(event.number > at for event in events),
        "problems": [book.at_home(one) for one in lies.problems],
    }


def _is_picture(held: Exhibit) -> bool:
    return held.media.startswith(("image/", "video/")) and book.picture(held.sha256) is not None


def _named_by(sha256: str) -> dict[str, Any]:
    """The cases, tips and reports that name it; a report that no tip of the desk shows stands by itself."""
    store = book.desk().book
    cases = [one for one in store.some(store.whereabouts.cases(sha256)).values() if _names(one, sha256)]
    reports = store.whereabouts.reports(sha256)
    tips = list(Incoming.objects.filter(report__in=[digest for digest, _ in reports])) + list(
        Incoming.objects.filter(picture=sha256)
    )
    shown = {tip.report for tip in tips}
    alone = [filed for digest, filed in reports if digest not in shown]
    return {"cases": cases, "tips": list({tip.pk: tip for tip in tips}.values()), "reports": alone}


def _names(case: Case, sha256: str) -> bool:
    """Does the case as it stands name it?"""
    held = {picture.sha256 for picture in case.pictures}
    return sha256 in held or any(entry.capture and sha256.startswith(entry.capture) for entry in case.entries())


def verify(request: HttpRequest, sha256: str) -> HttpResponse:
    """Read the exhibit and the whole custody log anew; the page of the exhibit says what was found."""
    # Late, as in `captures`.
    from firsthand.verifying import verify_exhibit

    if _known(sha256) is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    done = verify_exhibit(book.desk().book, sha256, who=me(request).name)
    told = [(one.explained, book.at_home(f"{one.kind}, {one.where}: {one.what}")) for one in reversed(done.damages)]
    damages, noted = ([said for mark, said in told if mark is explained] for explained in (False, True))
    request.session["verified"] = {
        "sha256": sha256,
        "damages": damages[:SHOWN],
        "noted": noted[:SHOWN],
        "events": done.events,
        "untold": book.at_home(done.untold),
    }
    note(request, "verified", sha256, " ".join(damages[:3])[:2000])
    return HttpResponseRedirect(f"/evidence/{sha256}")


def _verified(request: HttpRequest, sha256: str) -> Verdict | None:
    """What was found just now, if it was looked for at this exhibit."""
    found = request.session.pop("verified", None)
    return Verdict(**found) if found and found["sha256"] == sha256 else None


def download(request: HttpRequest, sha256: str) -> HttpResponse:
    """The bytes, to be kept as a file and never shown; the custody log tells of it before they leave."""
    held = _known(sha256)
    if held is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    store = book.desk().book
    if store.custody.untold:
        return render(request, "sorry.html.j2", 409, why="untold", words=book.at_home(store.custody.untold))
    try:
        data = store.exhibit(sha256)
        told = {"source": "a download at the desk", "note": "this exhibit", "who": me(request).name}
        store.custody.record(EventKind.EXPORTED, [sha256], **told)
        store.custody.sign()
    except FirsthandError as error:
        return render(
            request, "sorry.html.j2", 409, why="exhibit", words=book.at_home(str(error)), onto=f"/evidence/{sha256}"
        )
    note(request, "downloaded", sha256)
    return as_file(HttpResponse(data, content_type="application/octet-stream"), sha256 + suffix(held.media))


def as_file(response: HttpResponse, name: str) -> HttpResponse:
    """Bytes that a browser keeps and does not open: by no name that it would run, in no frame, with nothing that it may load."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
