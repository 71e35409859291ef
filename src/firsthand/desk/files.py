"""Which bytes may a browser have? Pictures encoded anew, and the sheets of style; never the bytes of an exhibit."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

from firsthand.desk import sheets
from firsthand.desk.book import picture as small
from firsthand.desk.pages import render

_NAME = re.compile(r"([0-9a-f]{64})(?:@(\d{1,6}(?:\.\d{1,3})?))?")


def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture on file by its exhibit (`SHA256`, of a film `SHA256@SECONDS`), as a JPEG of its pixels."""
    match = _NAME.fullmatch(name)
    data = small(match[1], float(match[2]) if match[2] else None) if match else None
    if data is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def style(request: HttpRequest, name: str) -> HttpResponse:
    """A sheet of style of the reports; its name carries its digest, so that it may be kept for good."""
    data = sheets.named(name)
    if data is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    response = HttpResponse(data, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
