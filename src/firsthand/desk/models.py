"""What does the room itself keep? People and their seats, what came in and what was said of it, jobs, and who did what."""

# Without Django's plugin mypy cannot tell the types of fields; the plugin would import settings.
# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from firsthand.casebook.models import AppendOnly
from firsthand.desk.factor_models import Factor as Factor
from firsthand.desk.factor_models import Recovery as Recovery
from firsthand.desk.identity_models import Identity as Identity
from firsthand.desk.roles import Deed, Role, may

NAME, WORD = 120, 40


class People(BaseUserManager[Any]):
    """Those who may enter."""

    def join(self, login: str, name: str, role: Role, password: str) -> Person:
        person = self.model(login=login, name=name, role=int(role))
        person.set_password(password)
        person.save(using=self._db)
        return person  # type: ignore[no-any-return]


class Person(AbstractBaseUser):
    """Somebody at the desk. `name` is what the record carries; nobody is ever deleted, only barred (`is_active`)."""

    login = models.CharField(max_length=NAME, unique=True)
    name = models.CharField(max_length=NAME)
    role = models.PositiveSmallIntegerField(default=int(Role.READER))
    lang = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = People()

    class Meta:
        db_table = "person"

    def may(self, deed: Deed | str) -> bool:
        """May this person do it?"""
        return self.is_active and may(self.role, Deed(deed))

    @property
    def role_word(self) -> str:
        return Role(self.role).word


class Invitation(models.Model):
    """A way in for one person, once. Only the SHA-256 of its secret is kept."""

    digest = models.CharField(max_length=64, unique=True)
    role = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="invited")
    made = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    used = models.DateTimeField(null=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        db_table = "invitation"


class Seat(models.Model):
    """One browser in which somebody is at the desk; taking it away ends the session there."""

    session = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    browser = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField()

    class Meta:
        db_table = "seat"


class Done(AppendOnly):
    """Who did what, to what, when. Rows are only ever added; the file itself refuses change."""

    at = models.DateTimeField(auto_now_add=True)
    who = models.CharField(max_length=NAME)
    what = models.CharField(max_length=WORD)
    item = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "done"


class State(models.TextChoices):
    """How far a tip has come."""

    NEW = "new"
    CHECKING = "checking"
    OPEN = "open"
    DRAFTED = "drafted"
    ANSWERED = "answered"
    CLOSED = "closed"
    FAILED = "failed"


TODO = (State.NEW, State.CHECKING, State.OPEN, State.DRAFTED, State.FAILED)
"""Where somebody has still to do something."""


class Incoming(models.Model):
    """A tip on the desk. `receipt` is the SHA-256 of the secret by which a sender from outside returns to it.

    `picture` names an exhibit. `report` is the digest of the newest report on it; `version` grows with each change, so that of
    two who save at once the second is told.
    """

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="sent")
    sender = models.CharField(max_length=NAME, blank=True)
    receipt = models.CharField(max_length=64, blank=True, db_index=True)
    url = models.TextField(blank=True)
    text = models.TextField(blank=True)
    caption = models.TextField(blank=True)
    published = models.CharField(max_length=WORD, blank=True)
    lang = models.CharField(max_length=8, blank=True)
    picture = models.CharField(max_length=64, blank=True)
    picture_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW, db_index=True)
    assigned = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="tasks")
    due = models.DateField(null=True)
    report = models.CharField(max_length=64, blank=True, db_index=True)
    headline = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    case = models.CharField(max_length=100, blank=True, db_index=True)
    version = models.PositiveIntegerField(default=1)

    by_id: int | None
    assigned_id: int | None
    answers: Any
    remarks: Any

    class Meta:
        db_table = "incoming"

    @property
    def title(self) -> str:
        """What stands in lists: its words, address or the name of its picture."""
        return " ".join((self.caption or self.text or self.url or self.picture_name).split())[:160] or f"#{self.pk}"


class Remark(AppendOnly):
    """What somebody said about a tip."""

    incoming = models.ForeignKey(Incoming, on_delete=models.PROTECT, related_name="remarks")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT)
    words = models.TextField()

    class Meta:
        db_table = "remark"


class Answer(AppendOnly):
    """What the desk answers to a tip: a draft until a person signs it (`signed`), and then what askers see. The newest counts."""

    incoming = models.ForeignKey(Incoming, on_delete=models.PROTECT, related_name="answers")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT)
    signed = models.BooleanField(default=False)
    verdict = models.CharField(max_length=20, blank=True)
    words = models.TextField()
    case = models.CharField(max_length=100, blank=True)
    report = models.CharField(max_length=64, blank=True)

    incoming_id: int
    by_id: int

    class Meta:
        db_table = "answer"


class Job(models.Model):
    """Work that takes longer than a page may: leased, so that it outlives the death of the program that does it."""

    kind = models.CharField(max_length=WORD)
    item = models.BigIntegerField()
    who = models.CharField(max_length=NAME)
    step = models.CharField(max_length=WORD, default="waiting")
    state = models.CharField(max_length=10, default="waiting", db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    leased = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "job"


class Errand(models.Model):
    """Something that was asked for and is done behind the pages: `given` says what, as JSON. `where` is the address at which
    what came of it stands, `result` a page that is kept only here, as JSON by language.
    """

    kind = models.CharField(max_length=WORD)
    by = models.ForeignKey(Person, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    title = models.TextField()
    given = models.TextField()
    where = models.TextField(blank=True)
    result = models.TextField(blank=True)

    class Meta:
        db_table = "errand"


class Batch(AppendOnly):
    """What several tips were before one deed changed them all, as JSON, so that it can be taken back."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT)
    before = models.TextField()

    class Meta:
        db_table = "batch"


class Knock(models.Model):
    """Somebody used the public form. `origin` is a keyed digest of their network, `spent` of the work they did for it."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    origin = models.CharField(max_length=64, db_index=True)
    spent = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "knock"


class CaseLine(models.Model):
    """A case as the room's list shows and filters it; made again from the casebook at any time. Its words: `case_words`."""

    id = models.CharField(primary_key=True, max_length=100)
    title = models.TextField()
    status = models.CharField(max_length=40, blank=True, db_index=True)
    verdicts = models.TextField(blank=True)
    langs = models.TextField(blank=True)
    claims = models.PositiveIntegerField(default=0)
    pictures = models.PositiveIntegerField(default=0)
    thumb = models.CharField(max_length=64, blank=True)
    change = models.BigIntegerField(db_index=True)
    changed = models.DateTimeField()

    class Meta:
        db_table = "case_line"


class Rule(models.Model):
    """A rule of this desk that an admin has set: two people for a verdict, the public form, second factors."""

    name = models.CharField(max_length=WORD, primary_key=True)
    value = models.TextField()

    class Meta:
        db_table = "rule"


class Token(models.Model):
    """By which a program speaks for a person. Only the SHA-256 of its secret is kept."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    scopes = models.CharField(max_length=WORD)
    made = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    used = models.DateTimeField(null=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        db_table = "token"


class Once(models.Model):
    """A write that a program marked with a key: what it was, and its answer (`status` 0: it has not ended)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    location = models.TextField(blank=True)

    class Meta:
        db_table = "once"
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="once_a_key")]
