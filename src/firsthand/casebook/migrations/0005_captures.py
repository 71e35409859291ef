"""Captures, and what was seen of appearances when they were looked at again; append-only like the rest of the record."""

from typing import Any

from django.db import migrations, models

from firsthand.casebook.guard import trigger_sql


def ledger(*named: str) -> list[tuple[str, Any]]:
    return [
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        ("digest", models.CharField(max_length=64, unique=True)),
        *[(name, models.TextField(db_index=True)) for name in named],
        ("body", models.TextField()),
        ("who", models.TextField()),
        ("at", models.DateTimeField()),
    ]


class Migration(migrations.Migration):
    dependencies = [("casebook", "0004_calibrations")]
    operations = [
        migrations.CreateModel(
            name="CaptureRow", fields=ledger("address", "final_address"), options={"db_table": "capture"}
        ),
        migrations.CreateModel(name="StateRow", fields=ledger("address"), options={"db_table": "state"}),
        *[
            migrations.RunSQL(sql, f"DROP TRIGGER {name}")
            for name, sql in trigger_sql(("capture", "state")).items()
        ],
    ]
