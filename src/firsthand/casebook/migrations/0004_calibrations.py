"""The casebook's own calibrations, append-only like the rest of the record."""

from django.db import migrations, models

from firsthand.casebook.guard import trigger_sql


class Migration(migrations.Migration):
    dependencies = [("casebook", "0003_decisions_by_tip")]
    operations = [
        migrations.CreateModel(
            name="CalibrationRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("body", models.TextField()),
                ("who", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "calibration"},
        ),
        *[
            migrations.RunSQL(sql, f"DROP TRIGGER {name}")
            for name, sql in trigger_sql(("calibration",)).items()
        ],
    ]
