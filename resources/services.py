"""Fills the curated tables from the data files, and records what admins change."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model

from core.clock import now
from resources.models import (
    CuratedRow,
    Law,
    Platform,
    PlatformRoute,
    Service,
    ServiceChannel,
)
from resources.seeds import Columns, Seed, law_seeds, platform_seeds, service_seeds


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many rows were new, brought up to date, already right, or left to the admins."""

    inserted: int = 0
    refreshed: int = 0
    unchanged: int = 0
    kept: int = 0

    def __add__(self, other: "LoadReport") -> "LoadReport":
        return LoadReport(
            self.inserted + other.inserted,
            self.refreshed + other.refreshed,
            self.unchanged + other.unchanged,
            self.kept + other.kept,
        )


@transaction.atomic
def load_resources() -> LoadReport:
    """Inserts what is missing and refreshes rows nobody has touched; a second run changes nothing.

    A row that an admin edited or verified stays as it is. No row is ever deleted.
    """
    reports = [
        *(_load(Service, seed, ServiceChannel, "service") for seed in service_seeds()),
        *(_load(Platform, seed, PlatformRoute, "platform") for seed in platform_seeds()),
        *(_load(Law, seed) for seed in law_seeds()),
    ]
    return sum(reports, LoadReport())


def record_edit(row: CuratedRow) -> None:
    """Saves an admin's change; from now on no release overwrites the row."""
    row.edited_at = now()
    row.save()


def _load(
    model: type[CuratedRow], seed: Seed, child: type[Model] | None = None, parent: str = ""
) -> LoadReport:
    row = model._default_manager.filter(pk=seed.slug).first()
    if row is None:
        model._default_manager.create(slug=seed.slug, **seed.columns)
        _replace_children(child, parent, seed)
        return LoadReport(inserted=1)
    if not row.is_ours:
        return LoadReport(kept=1)
    if _matches(row, seed.columns) and _children_match(child, parent, seed):
        return LoadReport(unchanged=1)
    model._default_manager.filter(pk=seed.slug).update(**seed.columns)
    _replace_children(child, parent, seed)
    return LoadReport(refreshed=1)


def _matches(row: Model, columns: Columns) -> bool:
    return all(getattr(row, name) == value for name, value in columns.items())


def _children_match(child: type[Model] | None, parent: str, seed: Seed) -> bool:
    rows = _children(child, parent, seed.slug)
    return len(rows) == len(seed.children) and all(
        _matches(row, columns) for row, columns in zip(rows, seed.children, strict=True)
    )


def _replace_children(child: type[Model] | None, parent: str, seed: Seed) -> None:
    if child is None:
        return
    child._default_manager.filter(**{parent: seed.slug}).delete()
    child._default_manager.bulk_create(
        child(**{f"{parent}_id": seed.slug}, **columns) for columns in seed.children
    )


def _children(child: type[Model] | None, parent: str, slug: str) -> Sequence[Model]:
    if child is None:
        return []
    return list(child._default_manager.filter(**{parent: slug}))
