"""Rows about a case that need no key: who can be asked, who was let in, what lies damaged.

Reaches the rows of the apps above through the case's own relations, and imports none of them.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import F

from accounts.actors import Actor
from accounts.models import Organization
from cases.enums import RecordKind
from cases.models import (
    AccountErasure,
    Case,
    CaseRecord,
    Grant,
    RecordRevision,
    Restoration,
)

DAMAGED = "damaged"


def organizations_to_ask() -> list[Organization]:
    """The active ones that hold a key of their own: nothing can be opened to any other."""
    ready = Organization.objects.filter(is_active=True, key_pairs__retired_at__isnull=True)
    return list(ready.filter(key_pairs__isnull=False).distinct())


def organization_names() -> dict[str, str]:
    """All names by id as records write it, in one query."""
    return {str(pk): name for pk, name in Organization.objects.values_list("pk", "name")}


@dataclass(frozen=True, slots=True)
class Rests:
    """How long something given up can be taken back, and how long copies in backups last."""

    window_hours: int
    closed_after_days: int
    copies_gone_after_days: int


def rests() -> Rests:
    return Rests(
        window_hours=settings.ERASE_AFTER_SECONDS // 3600,
        closed_after_days=settings.SHRED_BACKUP_DAYS,
        copies_gone_after_days=settings.BACKUP_DAYS,
    )


def account_erasure(actor: Actor) -> AccountErasure | None:
    """Her word that everything shall go, while it waits."""
    return AccountErasure.objects.filter(user=actor.user).first()


def live_grants(case: Case) -> list[Grant]:
    """The newest first; of chosen items, with those."""
    live = case.grants.live().select_related("organization").order_by("-granted_at")
    return list(live.prefetch_related("shared_items__item"))


def pending_restoration(case: Case) -> Restoration | None:
    """What an organisation has begun on the word of somebody who says that she is the owner."""
    return case.restorations.pending().select_related("organization").first()


def damaged_items(case: Case) -> list[tuple[str, str]]:
    """Reference and label of each file whose stored copy no longer opens."""
    damaged = case.items.filter(state=DAMAGED, erase_at__isnull=True)
    return [(item.ref, item.label) for item in damaged]


def stored_revisions(case: Case) -> dict[UUID, int]:
    """The present revision of each record that is not taken out, where it is there to be opened."""
    present = RecordRevision.objects.filter(
        record__case=case, record__removed_at__isnull=True, revision=F("record__revision")
    )
    return dict(present.values_list("record_id", "revision"))


def last_written(case: Case) -> CaseRecord | None:
    """The record she wrote in last, after the first questions."""
    written = RecordRevision.objects.filter(record__case=case, record__removed_at__isnull=True)
    own = written.exclude(record__kind=RecordKind.GATE)
    newest = own.select_related("record").order_by("-pk").first()
    return newest.record if newest else None
