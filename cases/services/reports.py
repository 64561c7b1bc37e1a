"""A report that follows another: what was refused or came back is taken further."""

from dataclasses import replace

from django.db import transaction

from accounts.actors import Actor
from cases.details import ReportDetails
from cases.enums import RecordKind, ReportRecipient
from cases.followups import following
from cases.models import CaseRecord
from cases.reading import opened
from cases.sealing import HeldKeys
from cases.services.records import save_record


@transaction.atomic
def follow_report(
    actor: Actor, keys: HeldKeys, row: CaseRecord, recipient: ReportRecipient
) -> CaseRecord:
    """Begins a report that names this one, which is marked as followed; both or neither.

    Writes `case.record.revised` and `case.record.added`.
    """
    before = opened(keys, row, ReportDetails)
    if not before.is_followed:
        save_record(actor, keys, RecordKind(row.kind), replace(before, is_followed=True), row)
    return save_record(actor, keys, RecordKind(row.kind), following(before, recipient))
