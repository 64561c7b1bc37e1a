"""Shuts away what may no longer be here, as soon as an answer says so."""

from dataclasses import replace
from functools import partial

from django.db import transaction
from django.utils.module_loading import import_string

from cases.reading import gate_of
from cases.sealing import CaseKeys
from custody.enums import CustodyAction, CustodyRole
from custody.services import LogActor, record
from evidence.details import LOCKED
from evidence.enums import ItemState
from evidence.models import EvidenceItem, UploadPart
from evidence.policies import Answers, classes_open, may_be_here
from evidence.sealing import open_details, seal_details
from evidence.services.dooming import doom_parts
from evidence.sniffing import FileClass
from evidence.storage import delete_blob
from jobs.services import withdraw_grants

SYSTEM = LogActor(None, CustodyRole.SYSTEM)
# Apps above this one that keep copies of files: each lets go of those of this case.
ON_LOCK = ("packets.services.withdraw_packets",)


def lock_closed_items(keys: CaseKeys) -> None:
    """Locks every item that the answers of now do not let be kept; in the caller's transaction.

    It goes out of every share, its pictures are destroyed, the case's keys taken back from all
    jobs, and packets that may hold it deleted; the original stays sealed and opens for nobody.
    Answers that open the gate again unlock nothing. Writes `evidence.item.locked` for each. What
    is on its way in and would not be taken any more is dropped.
    """
    answers = gate_of(keys)
    _drop_closed_uploads(keys, classes_open(answers))
    shut = [item for item in keys.case.items.all() if _lock(keys, item, answers)]
    if shut:
        withdraw_grants(keys.case.id)
        for let_go in ON_LOCK:
            import_string(let_go)(keys, ())


def _drop_closed_uploads(keys: CaseKeys, taken: frozenset[FileClass]) -> None:
    if taken == frozenset(FileClass):
        return
    closed = keys.case.uploads.unfinished().exclude(file_class__in=taken)
    doom_parts(UploadPart.objects.within(upload__in=list(closed)))
    closed.delete()


def _lock(keys: CaseKeys, item: EvidenceItem, answers: Answers) -> bool:
    """Whether it was open until now and is not any more."""
    details = open_details(keys, item)
    if details.is_locked or may_be_here(details, answers):
        return False
    for picture in item.derivatives.all():
        if picture.blob:
            transaction.on_commit(partial(delete_blob, picture.blob))
    item.derivatives.all().delete()
    item.shares.all().delete()
    item.state = ItemState.HELD
    item.details_revision += 1
    item.details_epoch = keys.case.epoch
    item.sealed_details = seal_details(keys, item, replace(details, held_reason=LOCKED))
    item.save(update_fields=("state", "details_revision", "details_epoch", "sealed_details"))
    record(keys.current_log, SYSTEM, CustodyAction.ITEM_LOCKED, item.id, {"number": item.label})
    return True
