"""Which address of the API is answered by what, and who may ask? One table; the OpenAPI description is made from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import ninja.errors
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

import firsthand
from firsthand.desk import api_reading as reading
from firsthand.desk import api_shapes as shapes
from firsthand.desk import api_writing as writing
from firsthand.desk.api_guard import Bearer
from firsthand.desk.problems import SAID, TYPE, Problem, answer, of
from firsthand.desk.roles import Deed
from firsthand.desk.tokens import Scope
from firsthand.errors import FirsthandError


class Op(NamedTuple):
    """One method of one address: what it needs, what answers it, and the shape of what comes back."""

    method: str
    path: str
    scope: Scope
    deed: Deed
    view: Callable[..., Any]
    status: int
    gives: Any


OPERATIONS = (
    Op("GET", "/me", Scope.READ, Deed.LOOK, reading.mine, 200, shapes.MeOut),
    Op("POST", "/check", Scope.CHECK, Deed.CHECK, writing.check, 202, shapes.TipOut),
    Op("GET", "/inbox", Scope.READ, Deed.LOOK, reading.tips, 200, shapes.Tips),
    Op("GET", "/inbox/{id}", Scope.READ, Deed.LOOK, reading.tip, 200, shapes.TipOut),
    Op("GET", "/cases", Scope.READ, Deed.LOOK, reading.cases, 200, shapes.Cases),
    Op("GET", "/cases/{id}", Scope.READ, Deed.LOOK, reading.case, 200, dict[str, Any]),
    Op("GET", "/cases/{id}/export", Scope.READ, Deed.EXPORT, reading.export, 200, None),
    Op("GET", "/reports/{name}", Scope.READ, Deed.LOOK, reading.report, 200, shapes.ReportOut),
    Op("GET", "/decisions", Scope.READ, Deed.LOOK, reading.decisions, 200, shapes.Decisions),
    Op("POST", "/decisions", Scope.DECIDE, Deed.DECIDE, writing.decide, 201, shapes.DecisionOut),
    Op("GET", "/custody", Scope.READ, Deed.LOOK, reading.head, 200, shapes.HeadOut),
    Op("GET", "/exhibits/{sha256}", Scope.READ, Deed.LOOK, reading.exhibit, 200, shapes.ExhibitOut),
)
"""All that a program may do; a test walks it with every role and every scope."""

ALWAYS = (400, 401, 403, 429, 500, 503)
WRITING = (409, 411, 413, 415, 422)


class Api(NinjaAPI):
    """The description with every error declared, as the problem that it is."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        schema["components"]["schemas"]["Problem"] = shapes.ProblemOut.model_json_schema()
        for path, ways in schema["paths"].items():
            for method, operation in ways.items():
                _complete(path, method, operation)
        return schema


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    """Declare the errors of one operation, and what its body is."""
    statuses = {*ALWAYS, *(WRITING if method == "post" else ())}
    statuses |= {404} if "{" in path else set()
    statuses |= {422} if operation["parameters"] else set()
    for status in sorted(statuses):
        problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
        operation["responses"][status] = {"description": SAID[status], "content": {TYPE: problem}}
    body = {"check": _tip(), "decide": {"application/json": {"schema": shapes.DecisionIn.model_json_schema()}}}
    if operation["operationId"] in body:
        operation["requestBody"] = {"required": True, "content": body[operation["operationId"]]}
    if operation["operationId"] == "export":
        forms: dict[str, Any] = {kind: {"schema": {}} for kind in reading.FORMS.values()}
        operation["responses"][200]["content"] = forms


def _tip() -> dict[str, Any]:
    """The two bodies of a check: JSON, and a form with a picture."""
    schema = shapes.CheckIn.model_json_schema()
    file = {"type": "string", "format": "binary", "description": "A picture or film; `words` is its caption."}
    form = {**schema, "title": "CheckForm", "properties": {**schema["properties"], "picture": file}}
    return {"application/json": {"schema": schema}, "multipart/form-data": {"schema": form}}


def _made() -> Api:
    said = "The verbs of Firsthand for programs. Tokens are made by people, on their own page of the desk."
    api = Api(title="Firsthand", version=firsthand.__version__, description=said, docs_url=None)
    for op in OPERATIONS:
        given: dict[str, Any] = {"auth": Bearer(op.scope, op.deed), "operation_id": op.view.__name__}
        response = {op.status: op.gives}
        summary = (op.view.__doc__ or "").strip()
        more = f"{summary}\n\nNeeds the scope `{op.scope}`, and a person who may `{op.deed}`."
        add = api.api_operation([op.method], op.path, response=response, summary=summary, description=more, **given)
        add(op.view)
    for kind in (Problem, FirsthandError, ninja.errors.AuthenticationError, ninja.errors.ValidationError):
        api.add_exception_handler(kind, _told)
    return api


def _told(request: HttpRequest, error: object) -> HttpResponse:
    return answer(_problem(error), request.path)


def _problem(error: object) -> Problem:
    match error:
        case Problem():
            return error
        case FirsthandError():
            return of(error)
        case ninja.errors.ValidationError():
            return _invalid(error.errors)
    return Problem(401)


def _invalid(errors: Sequence[dict[str, Any]]) -> Problem:
    """A parameter that cannot be taken; where it is a part of the path, there is nothing at that address."""
    said = [f"{one['loc'][-1]}: {one['msg']}" for one in errors[:5]]
    return Problem(404) if any(one["loc"][0] == "path" for one in errors) else Problem(422, "; ".join(said))


api = _made()
