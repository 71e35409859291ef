"""Has somebody a second factor, and is this a code of it? Codes by time (RFC 6238), and ten to fall back on.

The secret is kept encrypted under the room's key, for a server must know it to judge a code; of the codes to fall back on only
digests are kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta
from enum import StrEnum

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from firsthand.desk.factor_models import Factor, Recovery
from firsthand.desk.models import Person, Rule
from firsthand.desk.prepared import Columns
from firsthand.desk.roles import Role

RULE = "second-factor"
"""The rule by which editors and admins must have one."""

STEP = 30
"""Seconds of one code. That of the step before and of the step after are taken too: clocks differ."""
CODES = 10
BEGUN = timedelta(minutes=15)
"""So long somebody may take between seeing the secret and giving its first code."""
MOST, SHUT, DOUBLINGS = 8, timedelta(minutes=15), 6
"""After so many wrong codes, from whatever network, none is judged for this time; each further time for twice as long."""

_RULE = Columns(lambda: Rule.objects.values("value"), name="")


class Said(StrEnum):
    """What a code was."""

    RIGHT = "right"
    FALLBACK = "fallback"
    WRONG = "wrong"
    SHUT = "shut"


def of(person: Person) -> Factor | None:
    """The second factor of somebody, once its first code was given."""
    return Factor.objects.filter(person=person, since__isnull=False).first()


def owed(person: Person) -> bool:
    """Must this person switch a second factor on before anything else? By the rule, whoever signs or rules must have one."""
    if person.role < Role.EDITOR or not required():
        return False
    return of(person) is None


def required() -> bool:
    return _RULE(RULE) == [("on",)]


def begin(person: Person) -> str:
    """A new secret in base 32, for somebody who has none that holds; it holds from its first right code on."""
    secret = secrets.token_bytes(20)
    with transaction.atomic():
        Factor.objects.filter(person=person, since=None).delete()
        Factor.objects.create(person=person, secret=_fernet().encrypt(secret).decode(), begun=timezone.now())
    return base64.b32encode(secret).decode()


def again(person: Person) -> str:
    """The secret that was begun and waits for its first code; empty where there is none, or it waited too long."""
    row = _begun(person)
    secret = _secret(row) if row else None
    return base64.b32encode(secret).decode() if secret else ""


def _begun(person: Person) -> Factor | None:
    return Factor.objects.filter(person=person, since=None, begun__gt=timezone.now() - BEGUN).first()


def confirm(person: Person, code: str) -> list[str]:
    """The codes to fall back on, once this is a code of the secret that was begun; none where it is not."""
    with transaction.atomic():
        row = _begun(person)
        step = _step(row, code) if row else None
        if row is None or step is None:
            return []
        Factor.objects.filter(pk=row.pk).update(since=timezone.now(), last=step)
        return fall_back(person)


def fall_back(person: Person) -> list[str]:
    """New codes to fall back on, each of 80 bits and good for once; the old ones hold no longer."""
    codes = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(CODES)]
    with transaction.atomic():
        Recovery.objects.filter(person=person).delete()
        Recovery.objects.bulk_create(Recovery(person=person, digest=_digest(code)) for code in codes)
    return ["-".join(code[i : i + 4] for i in range(0, 16, 4)) for code in codes]


def left(person: Person) -> int:
    """How many codes to fall back on somebody has left."""
    return int(Recovery.objects.filter(person=person).count())


def end(person: Person) -> bool:
    """Take the second factor of somebody away; was there one?"""
    with transaction.atomic():
        Recovery.objects.filter(person=person).delete()
        return bool(Factor.objects.filter(person=person).delete()[0])


def judge(factor: Factor, said: str) -> Said:
    """Is this a code of the factor that was not used before? Wrong ones are counted."""
    # Transactions of the room begin as writers, one after another: of two that bring one code at once, one is late.
    with transaction.atomic():
        row = Factor.objects.filter(pk=factor.pk).first()
        if row is None:
            return Said.WRONG
        if shut(row):
            return Said.SHUT
        if _used(row, said):
            Factor.objects.filter(pk=row.pk).update(wrong=0)
            return Said.RIGHT if _digits(said) else Said.FALLBACK
        Factor.objects.filter(pk=row.pk).update(wrong=row.wrong + 1, wrong_at=timezone.now())
        return Said.WRONG


def shut(row: Factor) -> bool:
    """Were so many codes wrong that none is judged at this moment?"""
    if row.wrong_at is None or not row.wrong or row.wrong % MOST:
        return False
    return bool(timezone.now() < row.wrong_at + SHUT * 2 ** min(row.wrong // MOST - 1, DOUBLINGS))


def _used(row: Factor, said: str) -> bool:
    """Take the code, where it is one."""
    if not _digits(said):
        return bool(Recovery.objects.filter(person=row.person_id, digest=_digest(said)).delete()[0])
    step = _step(row, said)
    return step is not None and bool(Factor.objects.filter(pk=row.pk, last__lt=step).update(last=step))


def _step(row: Factor, said: str) -> int | None:
    """The step of time of which this is the code, newer than the last one that was used; None where it is not."""
    secret, now = _secret(row), int(timezone.now().timestamp()) // STEP
    if secret is None:
        return None
    codes = {step: code_at(secret, step) for step in (now - 1, now, now + 1) if step > row.last}
    found = [step for step, code in codes.items() if hmac.compare_digest(code, _digits(said).encode())]
    return found[0] if found else None


def code_at(secret: bytes, step: int) -> bytes:
    """The code of a step of time: HMAC with SHA-1, as every authenticator has it; six digits."""
    return TOTP(secret, 6, SHA1(), STEP).generate(step * STEP)  # noqa: S303


def address(secret: str, login: str, host: str) -> str:
    """What an authenticator reads from the picture: the secret, and whose it is."""
    return TOTP(base64.b32decode(secret), 6, SHA1(), STEP).get_provisioning_uri(f"{login}@{host}", "Firsthand")  # noqa: S303


def _digits(said: str) -> str:
    """The six digits, where it is that kind of code."""
    plain = "".join(said.split())
    return plain if len(plain) == 6 and plain.isascii() and plain.isdigit() else ""


def _digest(said: str) -> str:
    plain = "".join(said.split()).replace("-", "").lower()
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()


def _fernet() -> Fernet:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"second factor", "sha256")
    return Fernet(base64.urlsafe_b64encode(key))


def _secret(row: Factor) -> bytes | None:
    """The secret; None where the room's key was made anew since, and only codes to fall back on hold."""
    try:
        return _fernet().decrypt(row.secret.encode())
    except InvalidToken:
        return None
