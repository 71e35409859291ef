"""How is a program told what went wrong? As problem details by RFC 9457: what, why, and what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from firsthand.errors import CasebookError, CustodyError, FirsthandError

TYPE = "application/problem+json"

SAID = {
    400: "The request is not in order: look at its address, its header and its body.",
    401: "This needs a token that holds: send `Authorization: Bearer TOKEN`. A person makes one on their own page of the desk.",
    403: "The token or its person may not do this.",
    404: "There is nothing at this address.",
    405: "This address does not know that method; the header `Allow` names those it knows.",
    409: "This stands in the way of something else that is being done.",
    411: "The length of the body is not told: send `Content-Length`.",
    413: "The body is too large.",
    415: "A body of this kind is not taken here; the documentation names the kinds.",
    422: "What was sent cannot be taken as it is.",
    429: "Too many requests; wait as many seconds as `Retry-After` says.",
    500: "The program failed here. What was on file before is still there; an admin finds the reason where the program runs.",
    503: "The casebook cannot be read or written at this moment.",
}
"""What is said where nothing closer is known, by status."""


class Problem(Exception):
    """Something that a program is told instead of an answer. `more` goes into the object, `headers` into the head."""

    def __init__(
        self, status: int, detail: str = "", *, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers or {}, more


def answer(problem: Problem, instance: str) -> HttpResponse:
    """The problem as a response; `instance` is the path that was asked for."""
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail or SAID.get(problem.status, ""),
        "instance": instance,
        **problem.more,
    }
    response = HttpResponse(json.dumps(said), status=problem.status, content_type=TYPE, headers=dict(problem.headers))
    if problem.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Firsthand"'
    return response


def of(error: FirsthandError) -> Problem:
    """A refusal of the core: of what was sent, or because its disk does not answer."""
    return Problem(503 if isinstance(error, CasebookError | CustodyError) else 422, str(error))
