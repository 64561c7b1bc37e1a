"""A file that comes in parts, at a site of its own whose process is killed at a named point."""

import hashlib
from collections.abc import Callable
from importlib import import_module
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.actors import Actor
from cases.sealing import HeldKeys
from evidence.details import UploadDetails
from evidence.exceptions import WrongOffset
from evidence.models import EvidenceItem, Upload, UploadPart
from evidence.sealing import open_details, open_original
from evidence.selectors import offset_of
from evidence.services import begin_upload, delete_doomed_blobs, finish_upload, take_part
from evidence.storage import read_blob
from tests.cast import make_case, make_owner
from tests.jobs import steps
from tests.jobs.killed_worker import after, before, in_the_middle

PART = 160_000
CONTENT = bytes(range(32, 127)) * 5053
UPLOADING, INTAKE = "evidence.services.uploading", "evidence.services.intake"
WRITER = "evidence.storage.BlobWriter"
Point = tuple[str, str, Callable[[Any], Any]]
# Of the second part, and of the whole.
PART_POINTS: dict[str, Point] = {
    "in the middle of a part": (WRITER, "write", in_the_middle),
    "after a part's blob, before its row": (WRITER, "commit", after),
    "inside a part's transaction": (UPLOADING, "now", before),
    "after a part's commit, before the answer": (UPLOADING, "_take_part", after),
}
WHOLE_POINTS: dict[str, Point] = {
    "in the middle of the whole": (WRITER, "write", in_the_middle),
    "after the whole's blob, before its row": (WRITER, "commit", after),
    "inside the whole's transaction": (INTAKE, "record", after),
    "after the whole's commit, before the answer": (UPLOADING, "_finish", after),
    "before the parts' blobs go": ("evidence.services.dooming", "delete_blob", before),
}


def prepare_upload() -> dict[str, Any]:
    """A case, and a file of which the first part is here."""
    steps.migrated()
    owner = make_owner()
    (settings.STATE_DIR / steps.WORDS_FILE).write_text(owner.secret)
    make_case(owner=owner)
    actor, keys = steps.herself()
    _send(actor, keys, PART)
    return {}


def die_at(point: str) -> dict[str, Any]:
    """Sends the rest and finishes it; comes to the point and no further."""
    actor, keys = steps.herself()
    if point in WHOLE_POINTS:
        _send(actor, keys, len(CONTENT))
    _deadly(*(PART_POINTS | WHOLE_POINTS)[point])
    _send(actor, keys, len(CONTENT))
    finish_upload(actor, keys, _row())
    return {}


def _deadly(owner: str, name: str, make: Callable[[Any], Any]) -> None:
    place = import_string(owner) if owner == WRITER else import_module(owner)
    setattr(place, name, make(getattr(place, name)))


def go_on() -> dict[str, Any]:
    """What her browser does next: it asks where to go on, sends the rest, and finishes twice."""
    actor, keys = steps.herself()
    found = len(UploadPart.objects.for_upkeep())
    if _row().item is None:
        _send(actor, keys, len(CONTENT))
    item = finish_upload(actor, keys, _row())
    again = finish_upload(actor, keys, _row())
    steps.swept_blobs()
    delete_doomed_blobs()
    return {
        "parts_found": found,
        "same": item == again,
        "items": EvidenceItem.objects.for_upkeep().count(),
        "number": item.number,
        "exact": _digest(keys, item) == hashlib.sha256(CONTENT).hexdigest(),
        "unnamed_blobs": sorted(steps.stored() - steps.named()),
        "missing_blobs": sorted(steps.named() - steps.stored()),
    }


def take_at_once(count: str) -> dict[str, Any]:
    """That many tabs send the same part in the same moment; then all of them finish it."""
    prepare_upload()
    actor, keys = steps.herself()
    rows, taken, items = _rows(int(count)), list[str](), set[UUID]()
    together = Barrier(len(rows))

    def take(row: Upload) -> None:
        with steps.closed_afterwards():
            together.wait()
            try:
                take_part(actor, keys, row, PART, PART, [CONTENT[PART : 2 * PART]])
                taken.append("taken")
            except WrongOffset as error:
                taken.append(str(error.offset))

    def finish(row: Upload) -> None:
        with steps.closed_afterwards():
            together.wait()
            items.add(finish_upload(actor, keys, row).id)

    steps.in_threads([Thread(target=take, args=(row,)) for row in rows])
    _send(actor, keys, len(CONTENT))
    steps.in_threads([Thread(target=finish, args=(row,)) for row in _rows(int(count))])
    steps.swept_blobs()
    return {
        "taken": sorted(taken),
        "items": [len(items), EvidenceItem.objects.for_upkeep().count()],
        "unnamed_blobs": sorted(steps.stored() - steps.named()),
    }


def _rows(count: int) -> list[Upload]:
    return [_row() for _ in range(count)]


def _row() -> Upload:
    return Upload.objects.for_upkeep().get()


def _send(actor: Actor, keys: HeldKeys, until: int) -> None:
    digest = hashlib.sha256(CONTENT).hexdigest()
    told = UploadDetails(name="a.txt", length=len(CONTENT), sha256=digest)
    row, _ = begin_upload(actor, keys, told)
    while (at := offset_of(row, len(CONTENT))) < until:
        piece = CONTENT[at : at + PART]
        take_part(actor, keys, row, at, len(piece), [piece])


def _digest(keys: HeldKeys, item: EvidenceItem) -> str:
    size = open_details(keys, item).size
    pieces = open_original(keys, item, size, read_blob(item.blob))
    return hashlib.sha256(b"".join(pieces)).hexdigest()
