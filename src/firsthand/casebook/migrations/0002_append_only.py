"""Guard the record in the database itself: plain SQL cannot change or delete its rows either."""

from django.db import migrations

from firsthand.casebook.guard import trigger_sql

TABLES = ("revision", "entry", "exhibit", "decision", "report")


class Migration(migrations.Migration):
    dependencies = [("casebook", "0001_initial")]
    operations = [
        migrations.RunSQL(sql, f"DROP TRIGGER {name}") for name, sql in trigger_sql(TABLES).items()
    ]
