"""Heads of the custody log that the database remembers, so that a log that was taken away or begun anew is noticed."""

from django.db import migrations, models

from firsthand.casebook.guard import trigger_sql


class Migration(migrations.Migration):
    dependencies = [("casebook", "0005_captures")]
    operations = [
        migrations.CreateModel(
            name="SignedRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64)),
                ("events", models.BigIntegerField()),
                ("bytes", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.TextField()),
            ],
            options={"db_table": "signed"},
        ),
        *[migrations.RunSQL(sql, f"DROP TRIGGER {name}") for name, sql in trigger_sql(("signed",)).items()],
    ]
