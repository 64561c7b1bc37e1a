"""Keeps the shred secrets, and nothing else, in a database of their own with short backups."""

from typing import Any

from django.db.models import Model

SHRED = "shred"
SHRED_MODELS = frozenset({("cases", "shredsecret")})


def _is_shred(app_label: str, model_name: str | None) -> bool:
    return (app_label, (model_name or "").lower()) in SHRED_MODELS


class ShredRouter:
    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return SHRED if _is_shred(model._meta.app_label, model._meta.model_name) else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return self.db_for_read(model, **hints)

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool | None:
        return None

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        """Data migrations name no model: they belong to the main database."""
        return (db == SHRED) == _is_shred(app_label, model_name)
