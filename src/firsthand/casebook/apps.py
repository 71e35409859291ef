"""Under which name does Django know the casebook?"""

from __future__ import annotations

from django.apps import AppConfig


class CasebookConfig(AppConfig):
    name = "firsthand.casebook"
    label = "casebook"
    default_auto_field = "django.db.models.BigAutoField"
