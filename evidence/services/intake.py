"""Takes a sealed upload into the vault: blob first, then row and entry in one transaction."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from cases.models import Case
from cases.reading import gate_of
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from core.clock import now
from core.exceptions import NotPermitted
from custody.enums import CustodyAction
from custody.services import record
from evidence.details import ChatFacts, Fingerprint, ItemDetails, Sighting
from evidence.enums import (
    READ_ALONE,
    DerivativeKind,
    HeldReason,
    ItemKind,
    ItemState,
    Purpose,
    kinds_made_of,
)
from evidence.exceptions import AlreadyAdmitted
from evidence.models import EvidenceItem, Upload
from evidence.permissions import check_user_can_admit
from evidence.policies import (
    check_class_is_taken,
    check_kept_as_is,
    check_kind_is_taken,
    check_only_adults_are_shown,
    check_room_is_left,
    check_was_looked_through,
    classes_taken,
)
from evidence.room import room_left
from evidence.scanning import is_scanner_configured
from evidence.sealing import new_derivative, seal_details
from evidence.selectors import next_number
from evidence.services.derivatives import queue_first_derivatives
from evidence.services.dooming import doom_parts
from evidence.sniffing import FileClass, clean_name
from evidence.storage import delete_blob
from evidence.uploads import SealedUpload


@dataclass(frozen=True, slots=True)
class Admission:
    """What she says of a file: what it shows, whether it is intimate, which incident it proves.

    `shows_adults_only` is her plain no to "was anyone under 18 when it was made"; text needs none.
    `is_kept_as_is` is her word that a file which is never opened here is to be kept all the same.
    With a fingerprint or a sighting the upload is the statement of it.
    """

    shows: str = ""
    is_intimate: bool = True
    incident: UUID | None = None
    shows_adults_only: bool = False
    chat: ChatFacts | None = None
    is_kept_as_is: bool = False
    purpose: Purpose = Purpose.KEEP
    fingerprint: Fingerprint | None = None
    sighting: Sighting | None = None


def admit_evidence(
    actor: Actor,
    keys: HeldKeys,
    upload: SealedUpload,
    told: Admission,
    in_parts: Upload | None = None,
) -> EvidenceItem:
    """Admits one upload: durable blob, then the row with its `evidence.item.admitted`.

    The gate and the quota are looked at again under the case's lock. UploadRefused leaves nothing
    behind: the blob is removed before it is raised. Pictures, videos, chats and mails get a job for
    what is made of them, and every file gets one where a scanner is configured. The parts it came
    in make room for it; AlreadyAdmitted where they did before.
    """
    blob = upload.writer.commit()
    try:
        with transaction.atomic():
            hold_case(keys)
            parts = _take_over(in_parts) if in_parts else None
            item = _admit(actor, keys, upload, told, blob)
            if parts:
                parts.item = item
                parts.save(update_fields=("item",))
            return item
    except BaseException:
        delete_blob(blob)
        raise


def _take_over(in_parts: Upload) -> Upload:
    """Lets go of the parts; in the caller's transaction, under the case's lock."""
    row = Upload.objects.within(pk=in_parts.pk).select_for_update().first()
    if row is None:
        raise NotPermitted
    if row.item is not None:
        raise AlreadyAdmitted
    doom_parts(row.parts.all())
    return row


def _admit(
    actor: Actor, keys: HeldKeys, upload: SealedUpload, told: Admission, blob: str
) -> EvidenceItem:
    case = Case.objects.visible_to(actor).get(pk=keys.case.pk)
    check_user_can_admit(actor, case)
    file_class = upload.sniffed.file_class
    details, answers = _details(upload, told), gate_of(keys)
    check_kind_is_taken(details.kind, answers)
    taken = classes_taken(answers, told.purpose)
    check_class_is_taken(file_class, taken)
    check_was_looked_through(taken, was_only_text=upload.was_only_text)
    check_kept_as_is(file_class, told.is_kept_as_is)
    check_only_adults_are_shown(file_class, told.shows_adults_only)
    check_room_is_left(upload.writer.bytes_written, room_left(case))
    item = _row(keys, upload, blob, next_number(case))
    kinds = _kinds_to_make(file_class, told)
    is_worked_on = bool(kinds) or file_class in READ_ALONE or is_scanner_configured()
    item.state = _first_state(file_class, kinds, is_worked_on=is_worked_on)
    item.sealed_details = seal_details(keys, item, details)
    item.save(force_insert=True)
    for kind in kinds:
        new_derivative(keys, item, kind).save(force_insert=True)
    if is_worked_on:
        queue_first_derivatives(actor, keys, item)
    facts = {"number": item.label, "sha256": details.sha256, "size": str(details.size)}
    facts |= {"type": details.media_type, "name": details.name, **_told_of(details)}
    record(keys.current_log, actor.for_log(), CustodyAction.ITEM_ADMITTED, item.id, facts)
    return item


def _kinds_to_make(file_class: FileClass, told: Admission) -> tuple[DerivativeKind, ...]:
    """Of a chat what is read of it; of anything else the pictures of its class."""
    return (DerivativeKind.TRANSCRIPT,) if told.chat else kinds_made_of(file_class)


def _first_state(
    file_class: FileClass, kinds: tuple[DerivativeKind, ...], *, is_worked_on: bool
) -> ItemState:
    """Received until its job is done; what nobody opens here is held from the start."""
    if file_class == FileClass.OTHER and not kinds:
        return ItemState.HELD
    return ItemState.RECEIVED if is_worked_on else ItemState.READY


def _told_of(details: ItemDetails) -> dict[str, str]:
    """What the log tells of an item that is no file: so, a fingerprint is there from that step."""
    if details.kind == ItemKind.FILE:
        return {}
    of = {"of": details.file_sha256} if details.fingerprint else {}
    return {"kind": details.kind.value, **of}


def _row(keys: HeldKeys, upload: SealedUpload, blob: str, number: int) -> EvidenceItem:
    epoch, sealer = keys.case.epoch, upload.sealer
    return EvidenceItem(
        id=sealer.item_id,
        case=keys.case,
        number=number,
        file_class=upload.sniffed.file_class,
        received_at=now(),
        blob=blob,
        blob_bytes=upload.writer.bytes_written,
        blob_epoch=sealer.epoch,
        key_epoch=epoch,
        sealed_key=keys.seal_file_key(sealer.item_id, sealer.key),
        details_epoch=epoch,
    )


def _details(upload: SealedUpload, told: Admission) -> ItemDetails:
    result = upload.sealer.result
    is_unopened = upload.sniffed.file_class == FileClass.OTHER and told.chat is None
    return ItemDetails(
        name=clean_name(upload.name or ""),
        media_type=upload.sniffed.media_type,
        extension=upload.sniffed.extension,
        size=result.size,
        sha256=result.sha256,
        shows=told.shows,
        is_intimate=told.is_intimate,
        incident=str(told.incident) if told.incident else "",
        chat=told.chat,
        held_reason=HeldReason.KEPT_AS_IS.value if is_unopened else "",
        fingerprint=told.fingerprint,
        sighting=told.sighting,
    )
