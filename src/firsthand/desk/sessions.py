"""Whose session is this? Django's sessions in the room's file, looked up by queries that are made once."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as InFile
from django.contrib.sessions.models import Session
from django.utils import timezone

from firsthand.desk.models import Person
from firsthand.desk.prepared import Rows

_HELD = Rows(Session, session_key="", expire_date__gt=timezone.now())
_PEOPLE = Rows(Person, pk=0)


class SessionStore(InFile):
    """Django's own, but for how a session is looked up."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        held = _HELD.first(self.session_key, timezone.now())
        if held is None:
            self._session_key = None
        return held


class Backend(ModelBackend):
    """Django's own, but for how a person is looked up."""

    def get_user(self, user_id: int) -> Person | None:
        person = _PEOPLE.first(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
