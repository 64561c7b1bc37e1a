"""Files that come in parts: each part sealed on arrival, all of them together admitted as one item.

A part is on the disk and in its row before it is acknowledged. Signed in, her own case, the age
gate, the kind, the size and the room are looked at when an upload begins, at every part and when it
is finished. Nothing of an upload can be read but by finishing it.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.actors import Actor
from cases.reading import Gate, gate_of, read_gate
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from core.clock import now
from core.exceptions import NotOpened, NotPermitted
from evidence.details import ChatFacts, UploadDetails
from evidence.exceptions import AlreadyAdmitted, Refusal, UploadRefused, WrongOffset
from evidence.models import EvidenceItem, Upload, UploadPart
from evidence.permissions import check_user_can_admit
from evidence.policies import (
    MOST_UNDER_WAY,
    check_announced_is_taken,
    check_class_is_taken,
    check_kept_as_is,
    check_only_adults_are_shown,
    check_part_is_large_enough,
    check_room_is_left,
    check_size_is_taken,
    classes_taken,
)
from evidence.room import room_left
from evidence.sealing import (
    indexes_of,
    open_part,
    open_upload_details,
    seal_part,
    seal_upload_details,
)
from evidence.selectors import offset_of
from evidence.services.dooming import doom_parts
from evidence.services.intake import Admission, admit_evidence
from evidence.sniffing import FileClass
from evidence.storage import BlobWriter, delete_blob, read_blob
from evidence.uploads import Incoming, PartChecks, SealedUpload, judge_head

# After these the same upload can go on once there is room, or a line.
PASSING = frozenset({Refusal.QUOTA, Refusal.FULL, Refusal.CUT_OFF})


@transaction.atomic
def begin_upload(actor: Actor, keys: HeldKeys, told: UploadDetails) -> tuple[Upload, bool]:
    """A new upload, or the one of the same file that is under way; and whether it is new.

    What she says of it now counts, also of one that was begun before. UploadRefused where it would
    not be taken. Of too many that are under way the one that stood still longest is dropped.
    """
    check_user_can_admit(actor, keys.case)
    hold_case(keys)
    taken = classes_taken(gate_of(keys), told.purpose)
    adults = told.shows_adults_only
    check_announced_is_taken(told.name, told.length, taken, shows_adults_only=adults)
    found = _under_way(keys, told)
    here = offset_of(found, told.length) if found else 0
    check_room_is_left(told.length - here, room_left(keys.case))
    row = found or Upload(case=keys.case, details_revision=0)
    row.details_revision += 1
    row.touched_at = now()
    seal_upload_details(keys, row, told)
    row.save(force_insert=found is None)
    _drop(keys.case.uploads.unfinished().order_by("-touched_at")[MOST_UNDER_WAY:])
    return row, found is None


def _under_way(keys: HeldKeys, told: UploadDetails) -> Upload | None:
    if not told.sha256:
        return None
    rows = keys.case.uploads.unfinished().filter(index__in=indexes_of(keys, told.sha256))
    for row in rows.select_for_update():
        known = open_upload_details(keys, row)
        if (known.length, known.sha256) == (told.length, told.sha256):
            return row
    return None


def take_part(
    actor: Actor, keys: HeldKeys, row: Upload, offset: int, length: int, chunks: Iterable[bytes]
) -> int:
    """Seals the next part; returns where the one after it begins. WrongOffset with the right one.

    On the disk and in its row when this returns; of two at one offset one is taken. UploadRefused
    leaves nothing of this part, and nothing of the upload where it can never be taken.
    """
    try:
        return _take_part(actor, keys, row, offset, length, chunks)
    except UploadRefused as error:
        if error.reason not in PASSING:
            drop_upload(keys, row)
        raise


def _take_part(
    actor: Actor, keys: HeldKeys, row: Upload, offset: int, length: int, chunks: Iterable[bytes]
) -> int:
    check_user_can_admit(actor, keys.case)
    details = open_upload_details(keys, row)
    _check_next(row, details, offset, length)
    gate = read_gate(keys)
    taken = classes_taken(gate.answers, details.purpose)
    check_room_is_left(length, room_left(keys.case))
    chunks = iter(chunks)
    if offset == 0:
        head = next(chunks, b"")
        row.file_class = judge_head(head, details.name, taken).sniffed.file_class
        chunks = _after(head, chunks)
    _check_is_taken(row, details, taken)
    checks = PartChecks(taken)
    end = None if offset + length == details.length else offset + length
    part = UploadPart(upload=row, offset=offset, end=end)
    _write(part, seal_part(keys, part, checks.follow(chunks)))
    try:
        with transaction.atomic():
            _add(keys, row, part, details, gate, length)
    except BaseException:
        delete_blob(part.blob)
        raise
    return offset + length


def _after(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _check_next(row: Upload, details: UploadDetails, offset: int, length: int) -> None:
    here = offset_of(row, details.length)
    if offset != here or offset + length > details.length:
        raise WrongOffset(here)
    check_part_is_large_enough(length, details.length - here)


def _check_is_taken(row: Upload, details: UploadDetails, taken: frozenset[FileClass]) -> None:
    """By the column, which only sorts: all is looked at again when the upload is finished."""
    file_class = FileClass(row.file_class)
    check_class_is_taken(file_class, taken)
    check_kept_as_is(file_class, details.is_kept_as_is)
    check_only_adults_are_shown(file_class, details.shows_adults_only)
    check_size_is_taken(details.length, file_class)


def _write(part: UploadPart, sealed: Iterable[bytes]) -> None:
    with closing(BlobWriter()) as writer:
        for piece in sealed:
            writer.write(piece)
        part.blob_bytes = writer.bytes_written
        part.blob = writer.commit()


def _add(
    keys: HeldKeys,
    row: Upload,
    part: UploadPart,
    details: UploadDetails,
    gate: Gate,
    length: int,
) -> None:
    """Under the case's lock everything that could have changed meanwhile is looked at again."""
    hold_case(keys)
    locked = keys.case.uploads.unfinished().filter(pk=row.pk).select_for_update().first()
    if locked is None:
        raise NotPermitted
    _check_next(locked, details, part.offset, length)
    is_as_before = bytes(locked.sealed_details) == bytes(row.sealed_details)
    latest = details if is_as_before else open_upload_details(keys, locked)
    answers = gate.answers if gate.is_as_it_was(keys) else gate_of(keys)
    _check_is_taken(row, latest, classes_taken(answers, latest.purpose))
    check_room_is_left(part.blob_bytes, room_left(keys.case))
    part.save(force_insert=True)
    locked.file_class, locked.touched_at = row.file_class, now()
    locked.save(update_fields=("file_class", "touched_at"))


def finish_upload(actor: Actor, keys: HeldKeys, row: Upload) -> EvidenceItem:
    """One item of all parts, opened in order, hashed, sealed anew and admitted; then they are gone.

    Finishing again gives the same item. WrongOffset where parts are missing. UploadRefused, with
    nothing left, where the file may not be kept or is not the one that was announced.
    """
    if row.item is not None:
        return row.item
    try:
        return _finish(actor, keys, row)
    except AlreadyAdmitted:
        return EvidenceItem.objects.visible_to(actor).get(upload=row)
    except UploadRefused as error:
        if error.reason not in PASSING - {Refusal.CUT_OFF}:
            drop_upload(keys, row)
        raise


def _finish(actor: Actor, keys: HeldKeys, row: Upload) -> EvidenceItem:
    check_user_can_admit(actor, keys.case)
    details = open_upload_details(keys, row)
    here = offset_of(row, details.length)
    if here != details.length:
        raise WrongOffset(here)
    with closing(_joined(keys, row, details)) as upload:
        if details.sha256 not in ("", upload.sealer.result.sha256):
            raise UploadRefused(Refusal.DIFFERS)
        return admit_evidence(actor, keys, upload, _told(details), in_parts=row)


def _joined(keys: HeldKeys, row: Upload, details: UploadDetails) -> SealedUpload:
    taken = classes_taken(gate_of(keys), details.purpose)
    with closing(Incoming(keys.case, details.name, taken)) as incoming:
        try:
            for piece in _pieces(keys, row, details.length):
                incoming.write(piece)
        except NotOpened as error:
            raise UploadRefused(Refusal.CUT_OFF) from error
        return incoming.finish()


def _pieces(keys: HeldKeys, row: Upload, length: int) -> Iterator[bytes]:
    """All parts, from the first byte to the last. NotOpened where one is not what it was."""
    at = 0
    for part in row.parts.all():
        if part.offset != at:
            raise NotOpened
        end = length if part.end is None else part.end
        yield from open_part(keys, part, end - at, read_blob(part.blob))
        at = end


def _told(details: UploadDetails) -> Admission:
    return Admission(
        shows=details.shows,
        is_intimate=details.is_intimate,
        incident=UUID(details.incident) if details.incident else None,
        shows_adults_only=details.shows_adults_only,
        is_kept_as_is=details.is_kept_as_is,
        purpose=details.purpose,
        chat=ChatFacts(zone=details.zone) if details.zone else None,
    )


@transaction.atomic
def drop_upload(keys: HeldKeys, row: Upload) -> None:
    """Nothing is left of an upload, unless it is an item by now. Twice is as once."""
    _drop(keys.case.uploads.unfinished().filter(pk=row.pk).select_for_update())


@transaction.atomic
def sweep_uploads() -> int:
    """Drops uploads that wait for a part since a day, and forgets those that were finished then."""
    end = now() - timedelta(seconds=settings.UPLOAD_WAIT_SECONDS)
    return _drop(Upload.objects.for_upkeep().filter(touched_at__lt=end).select_for_update())


def _drop(rows: Iterable[Upload]) -> int:
    ids = [row.pk for row in rows]
    if ids:
        doom_parts(UploadPart.objects.within(upload__in=ids))
        Upload.objects.within(pk__in=ids).delete()
    return len(ids)
