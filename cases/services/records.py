"""Records are written revision by revision; each stands in the chain with its own entry."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from cases.details import Details, HelpDetails, IncidentDetails
from cases.edits import kept_covered
from cases.enums import RecordKind
from cases.models import CaseRecord, RecordRevision
from cases.permissions import check_user_can_write
from cases.reading import only, opened
from cases.redaction import with_covers_of
from cases.sealing import CaseKeys, HeldKeys, seal_record
from cases.services.carrying import carries_what_is_shut_out
from cases.services.holding import hold_case
from cases.services.shares import follow_request
from core.clock import now
from core.exceptions import PolicyRefused
from custody.enums import CustodyAction
from custody.services import record as log

D = TypeVar("D", bound=Details)

# Apps above this one that keep what an answer can forbid: each sees to its own.
ANSWERS = (RecordKind.GATE, RecordKind.RISK_ASSESSMENT)
ON_ANSWER = ("evidence.services.lock_closed_items",)
# And that keep texts as they were before she covered some: each lets go of those of this case.
ON_COVER = ("packets.services.withdraw_made_packets",)
FILE_IN_LETTERS = _("There is a picture or another file inside this text. Only words can be kept.")


@transaction.atomic
def save_record(
    actor: Actor,
    keys: HeldKeys,
    kind: RecordKind,
    details: Details,
    row: CaseRecord | None = None,
) -> CaseRecord:
    """Seals the details as the record's next revision; without a row a new record begins.

    Older revisions stay. Writes `case.record.added` or `case.record.revised`; of a note it tells
    whether parts are covered, and what was covered before stays so in its new texts. Where answers
    change, what they forbid is locked before anybody can read them; where more is covered, packets
    that show it go. What she asks of an organisation that holds chosen items alone reaches it as
    well. PolicyRefused for a file in letters where none may be here.
    """
    hold_case(keys)
    if carries_what_is_shut_out(keys, details.to_json()):
        raise PolicyRefused(FILE_IN_LETTERS)
    if row is None:
        row = CaseRecord.objects.create(case=keys.case, kind=kind, created_at=now())
        act = CustodyAction.RECORD_ADDED
    else:
        read, row = row.revision, keys.case.records.select_for_update().get(pk=row.pk)
        if isinstance(details, IncidentDetails):
            before = opened(keys, row, IncidentDetails)
            details = _with_its_covers(before, details, is_newer=row.revision != read)
            _let_go_of_what_shows(keys, before, details)
        act = CustodyAction.RECORD_REVISED
    row.revision += 1
    RecordRevision.objects.create(
        record=row,
        revision=row.revision,
        epoch=keys.case.epoch,
        sealed=seal_record(keys, row, row.revision, details.to_json()),
        created_at=now(),
    )
    row.save(update_fields=("revision",))
    told = {"kind": RecordKind(kind).name.lower(), "revision": str(row.revision)}
    if isinstance(details, IncidentDetails):
        told["covered"] = "yes" if details.is_covered else "no"
    log(keys.current_log, actor.for_log(), act, row.id, told)
    _follow_answers(keys, kind)
    if isinstance(details, HelpDetails):
        follow_request(keys, details)
    return row


def _with_its_covers(
    before: IncidentDetails, details: IncidentDetails, *, is_newer: bool
) -> IncidentDetails:
    """With what stays covered of what is kept now; of what she had not read yet, everything."""
    if is_newer:
        details = with_covers_of(details, [before])
    return kept_covered(before, details)


def _let_go_of_what_shows(
    keys: HeldKeys, before: IncidentDetails, details: IncidentDetails
) -> None:
    if {*details.covered, *details.covered_fields} - {*before.covered, *before.covered_fields}:
        for let_go in ON_COVER:
            import_string(let_go)(keys)


@transaction.atomic
def revise_only(
    actor: Actor, keys: HeldKeys, kind: RecordKind, as_type: type[D], change: Callable[[D], D]
) -> None:
    """Changes the record of a kind of which a case has one at most; the first change begins it.

    A change that changes nothing writes nothing. Lets the owner alone.
    """
    check_user_can_write(actor, keys.case)
    hold_case(keys)
    found = only(keys, kind, as_type)
    before = found.details if found else as_type()
    after = change(before)
    if after != before:
        save_record(actor, keys, kind, after, found.record if found else None)


@transaction.atomic
def remove_record(actor: Actor, keys: CaseKeys, row: CaseRecord) -> None:
    """Takes a record out of her chronology; its revisions stay until the case is deleted."""
    hold_case(keys)
    keys.case.records.filter(pk=row.pk).update(removed_at=now())
    told = {"kind": RecordKind(row.kind).name.lower()}
    log(keys.current_log, actor.for_log(), CustodyAction.RECORD_REMOVED, row.id, told)
    _follow_answers(keys, RecordKind(row.kind))


def _follow_answers(keys: CaseKeys, kind: RecordKind) -> None:
    if kind in ANSWERS:
        for follow in ON_ANSWER:
            import_string(follow)(keys)
