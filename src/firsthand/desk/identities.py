"""Which provider of single sign-on does the room know, and whom does it let in? Only people who have linked themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction

from firsthand.desk.identity_models import Identity
from firsthand.desk.models import Person
from firsthand.desk.room import Provider


def provider() -> Provider | None:
    """The provider that the room was opened with; None where single sign-on is not switched on."""
    found = settings.FIRSTHAND_SIGN_ON
    return found if isinstance(found, Provider) else None


def offered() -> str:
    """What the provider is called on pages; empty where there is none."""
    known = provider()
    return known.name if known else ""


def of(person: Person, known: Provider) -> Identity | None:
    """What somebody has linked at this provider."""
    return Identity.objects.filter(person=person, issuer=known.issuer).first()


def owner(known: Provider, subject: str) -> Person | None:
    """Whose identity this is, barred or not; None where nobody has linked it."""
    row = Identity.objects.filter(issuer=known.issuer, subject=subject).select_related("person").first()
    return row.person if row else None


def link(person: Person, known: Provider, subject: str) -> bool:
    """Link an identity; False where it is another's, or this person has one there already."""
    try:
        with transaction.atomic():
            Identity.objects.create(person=person, issuer=known.issuer, subject=subject)
    except IntegrityError:
        return False
    return True


def unlink(person: Person) -> bool:
    """No identity lets this person in any more; False where none did."""
    return bool(Identity.objects.filter(person=person).delete()[0])
