"""What may a program do? Send a tip to be checked, and put a person's decision on record."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, TypeVar

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import Header
from pydantic import BaseModel, ValidationError

from firsthand.desk import book
from firsthand.desk.api_guard import token
from firsthand.desk.api_reading import decided, tip_whole
from firsthand.desk.api_shapes import CheckIn, DecisionIn, DecisionOut, TipOut
from firsthand.desk.entering import note
from firsthand.desk.incoming import Sent, receive, sent
from firsthand.desk.once import Done, once
from firsthand.desk.pages import cleaned, me
from firsthand.desk.problems import Problem

In = TypeVar("In", bound=BaseModel)
Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", min_length=1, max_length=255, description="With it the request is done once."),
]


def check(request: HttpRequest, key: Key = None) -> HttpResponse:
    """Take in a tip and have it checked. 202 with the tip, at whose address (`Location`) state and report will stand."""
    given, plain = _tip(request)

    def do() -> Done:
        row = receive(given, me(request))
        note(request, "sent", row.pk, _by(request))
        whole = TipOut.model_validate(tip_whole(row)).model_dump(mode="json")
        return Done(202, whole, f"/api/v1/inbox/{row.pk}")

    return once(request, me(request), key, plain, do)


def _tip(request: HttpRequest) -> tuple[Sent, dict[str, Any]]:
    """What a request carries, and the same as JSON takes it, to tell it from another."""
    if request.content_type != "multipart/form-data":
        body = _body(request, CheckIn)
        given = Sent(cleaned(body.words), cleaned(body.published), body.lang)
        return given, body.model_dump()
    fields = _form(request)
    given = sent(request)
    return given, fields | {"sha256": _sha256(given.picture), "name": given.name}


def _form(request: HttpRequest) -> dict[str, Any]:
    """The fields of a form with a picture. Raises Problem."""
    try:
        names, files = set(request.POST), set(request.FILES)
    except RequestDataTooBig as error:
        raise Problem(413) from error
    except (MultiPartParserError, SuspiciousOperation, UnicodeError) as error:
        raise Problem(400, "The form cannot be read.") from error
    if files - {"picture"}:
        raise Problem(422, "A form carries one file, `picture`.")
    return _valid(CheckIn, {name: request.POST[name] for name in names}).model_dump()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def decide(request: HttpRequest, key: Key = None) -> HttpResponse:
    """Put a decision into the casebook's ledger, in the name of the person whose token it is."""
    body = _body(request, DecisionIn)

    def do() -> Done:
        with book.working() as desk:
            row = desk.decide(body.tip, body.item, body.answer, who=me(request).name, why=cleaned(body.why))
        note(request, "decided", body.item, f"{body.answer}, {_by(request)}")
        return Done(201, DecisionOut.model_validate(decided(row)).model_dump(mode="json"))

    return once(request, me(request), key, body.model_dump(), do)


def _by(request: HttpRequest) -> str:
    return f"by the token {token(request).name}"


def _body(request: HttpRequest, shape: type[In]) -> In:
    """The JSON of a request in its shape. Raises Problem."""
    if request.content_type != "application/json":
        raise Problem(415)
    try:
        return shape.model_validate_json(request.body)
    except ValidationError as error:
        if any(one["type"] == "json_invalid" for one in error.errors(include_url=False)):
            raise Problem(400, "The body is not JSON.") from error
        raise _faults(error) from error


def _valid(shape: type[In], given: dict[str, Any]) -> In:
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        raise _faults(error) from error


def _faults(error: ValidationError) -> Problem:
    """Which field is wrong, and how."""
    faults = [{"field": ".".join(map(str, one["loc"])), "why": one["msg"]} for one in error.errors(include_url=False)]
    return Problem(422, "; ".join(f"{one['field']}: {one['why']}" for one in faults[:5]), faults=faults[:20])
