"""Is it worth somebody's while to send this? A little work that a browser does, in place of a third party's riddle.

Hashcash (A. Back, 2002): a text of ours and a number such that their SHA-256 begins with `BITS` zero bits. Checking it costs
one hash.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import IntegrityError, transaction
from django.utils import timezone

from firsthand.desk.models import Knock

BITS = 17
"""Some 130,000 hashes: about a second of a telephone."""
VALID = 3600
"""Seconds for which a text of ours holds."""
MOST, ALL = 6, 200
"""Tips an hour from one network, and from all of them together."""


def challenge() -> str:
    """A text to work on: random, signed, and good for one tip."""
    return TimestampSigner(salt="ask").sign(secrets.token_urlsafe(12))


def done(text: str, answer: str) -> bool:
    """Is this the work, done for a text of ours that still holds?"""
    try:
        TimestampSigner(salt="ask").unsign(text, max_age=VALID)
    except BadSignature:
        return False
    return len(answer) < 20 and _zeros(hashlib.sha256(f"{text}:{answer}".encode()).digest()) >= BITS


def _zeros(digest: bytes) -> int:
    return 256 - int.from_bytes(digest, "big").bit_length()


def knock(text: str, origin: str) -> str:
    """Let one in: "" where they may send, else the key of the reason (`spent`, `often`, `many`). Old rows are removed."""
    since = timezone.now() - timedelta(seconds=VALID)
    Knock.objects.filter(at__lt=since - timedelta(seconds=VALID)).delete()
    recent, where = Knock.objects.filter(at__gte=since), network(origin)
    if recent.filter(origin=where).count() >= MOST:
        return "often"
    if recent.count() >= ALL:
        return "many"
    try:
        with transaction.atomic():
            Knock.objects.create(origin=where, spent=hashlib.sha256(text.encode()).hexdigest())
    except IntegrityError:
        return "spent"
    return ""


def network(origin: str) -> str:
    """The asker's network (/24, /64) under a key, so that the room keeps nobody's address."""
    colons = ":" in origin
    near = ":".join(origin.split(":")[:4]) if colons else origin.rpartition(".")[0]
    return hmac.new(settings.SECRET_KEY.encode(), near.encode(), hashlib.sha256).hexdigest()
