"""What does the room keep of second factors? A secret for each person who has one, and digests of codes to fall back on."""

# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from django.db import models


class Factor(models.Model):
    """The second factor of somebody. It holds from `since` on; `last` is the step of time of the newest code that was used.

    `secret` is encrypted under the room's key. `wrong` counts the codes that were not right since the last one that was.
    """

    person = models.OneToOneField("desk.Person", on_delete=models.CASCADE, related_name="factor")
    secret = models.TextField()
    begun = models.DateTimeField()
    since = models.DateTimeField(null=True)
    last = models.BigIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    wrong_at = models.DateTimeField(null=True)

    person_id: int

    class Meta:
        db_table = "factor"


class Recovery(models.Model):
    """A code to fall back on that has not been used. Only its SHA-256 is kept."""

    person = models.ForeignKey("desk.Person", on_delete=models.CASCADE)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "recovery"
