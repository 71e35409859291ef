"""Was this done already? A write with an `Idempotency-Key` is done once; asked again, its first answer is given again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from firsthand.desk.models import Once, Person
from firsthand.desk.problems import Problem
from firsthand.errors import FirsthandError

KEPT = timedelta(hours=24)


class Done(NamedTuple):
    """The answer to a write: its status, its object, and where the new thing lies."""

    status: int
    body: Mapping[str, Any]
    location: str = ""


def once(request: HttpRequest, person: Person, key: str | None, sent: object, do: Callable[[], Done]) -> HttpResponse:
    """Do it, or give the answer of the first time. `sent` is what came, as JSON takes it.

    Raises Problem: 422 for the same key with something else, 409 while the first is under way or where it was cut off.
    """
    if key is None:
        return _response(do())
    digest = hashlib.sha256(json.dumps([request.method, request.path, sent], sort_keys=True).encode()).hexdigest()
    Once.objects.filter(at__lt=timezone.now() - KEPT).delete()
    try:
        with transaction.atomic():
            row = Once.objects.create(person=person, key=key, digest=digest)
    except IntegrityError:
        return _again(Once.objects.filter(person=person, key=key).first(), digest)
    try:
        done = do()
    except (Problem, FirsthandError):
        row.delete()  # refused, so that nothing was done: the same may be tried again
        raise
    Once.objects.filter(pk=row.pk).update(status=done.status, body=json.dumps(done.body), location=done.location)
    return _response(done)


def _again(row: Once | None, digest: str) -> HttpResponse:
    if row is not None and row.digest != digest:
        raise Problem(422, "This Idempotency-Key was used for another request. Take a new key for each new thing.")
    if row is None or not row.status:
        raise Problem(
            409, "The first request with this Idempotency-Key has not ended, or was cut off. Look what is on file."
        )
    return _response(Done(row.status, json.loads(row.body), row.location), replayed=True)


def _response(done: Done, *, replayed: bool = False) -> HttpResponse:
    headers = ({"Location": done.location} if done.location else {}) | (
        {"Idempotency-Replayed": "true"} if replayed else {}
    )
    return HttpResponse(
        json.dumps(done.body, ensure_ascii=False), status=done.status, content_type="application/json", headers=headers
    )
