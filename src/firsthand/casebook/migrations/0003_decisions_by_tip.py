"""Decisions are asked for by their tip at every check; an index by itself leaves the table and its guards alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casebook", "0002_append_only")]
    operations = [migrations.AddIndex("DecisionRow", models.Index(fields=["tip"], name="decision_tip"))]
