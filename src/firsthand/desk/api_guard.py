"""May this program do it, and not too often? Its token, the token's scope, and what the person behind it may do now."""

from __future__ import annotations

import threading
import time

from django.http import HttpRequest
from ninja.security import HttpBearer

from firsthand.desk.factors import owed
from firsthand.desk.models import Token
from firsthand.desk.problems import Problem
from firsthand.desk.roles import NEEDS, Deed
from firsthand.desk.tokens import Scope, held

MINUTE = 60
MOST = {Scope.READ: 1200, Scope.CHECK: 120, Scope.DECIDE: 240}
"""Requests a minute of one token, by what they need."""


class Pace:
    """How often a token was used within this minute; of one process."""

    def __init__(self) -> None:
        self._lock, self._minute, self._counts = threading.Lock(), 0, dict[tuple[int, Scope], int]()

    def wait(self, token: int, scope: Scope) -> int:
        """Seconds to wait, 0 where it may go on; counts the request."""
        now = time.time()
        with self._lock:
            if self._minute != int(now // MINUTE):
                self._minute, self._counts = int(now // MINUTE), {}
            count = self._counts.get((token, scope), 0)
            if count < MOST[scope]:
                self._counts[token, scope] = count + 1
                return 0
        return max(1, MINUTE - int(now % MINUTE))


_pace = Pace()


class Bearer(HttpBearer):
    """Lets a token in that has this scope, and whose person may do this deed now."""

    openapi_description = "A token that a person made on their own page of the desk (/me/tokens)."

    def __init__(self, scope: Scope, deed: Deed) -> None:
        super().__init__()
        self.scope, self.deed = scope, deed

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """Raises Problem. From here on the request is that of the person."""
        row = held(token.strip())
        if row is None:
            raise Problem(401)
        if self.scope not in row.scopes.split():
            raise Problem(403, f"The token {row.name!r} has not the scope {self.scope.value!r}.")
        if not row.person.may(self.deed):
            least = NEEDS[self.deed]
            raise Problem(403, f"{row.person.name} may not do this: it needs the role {least.word if least else ''!r}.")
        if owed(row.person):
            raise Problem(
                403, f"{row.person.name} must have a second factor: by a rule of this desk, on their own page."
            )
        if seconds := _pace.wait(row.pk, self.scope):
            raise Problem(429, headers={"Retry-After": str(seconds)})
        request.user = row.person
        return row


def token(request: HttpRequest) -> Token:
    """The token of a request that the guard let in."""
    row = getattr(request, "auth", None)
    assert isinstance(row, Token), "an address behind the guard"
    return row
