"""Who is whom at the provider of single sign-on? One row for each person who has linked an identity of theirs."""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Identity(models.Model):
    """By what a provider knows somebody: `subject`, which is the provider's own word and no name or address of theirs."""

    person = models.ForeignKey("desk.Person", on_delete=models.CASCADE, related_name="identities")
    issuer = models.TextField()
    subject = models.CharField(max_length=255)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "identity"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_an_identity"),
            models.UniqueConstraint(fields=["person", "issuer"], name="one_identity_a_person"),
        ]
