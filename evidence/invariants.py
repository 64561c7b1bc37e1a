"""What holds of every item and its blobs, checked without a key."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar
from uuid import UUID

from core.invariants import Breach
from evidence.models import Derivative, DoomedBlob, EvidenceItem, Upload, UploadPart
from evidence.sealing import (
    fits_derivative,
    fits_item,
    fits_part,
    has_own_details,
    has_own_key,
)
from evidence.services.upkeep import orphaned_blobs
from evidence.storage import blob_head

CaseId = TypeVar("CaseId")


def breaches() -> Iterator[Breach]:
    numbers: list[tuple[UUID, int]] = []
    for item in EvidenceItem.objects.for_upkeep().select_related("case").iterator():
        numbers.append((item.case_id, item.number))
        yield from _of_item(item)
    pictures = Derivative.objects.for_upkeep().select_related("item__case")
    for row in pictures.iterator():
        yield from _of_picture(row)
    yield from _of_uploads()
    for case, number in misnumbered(numbers):
        yield Breach("I1", "a number is given twice, or is none, in", f"{case}/{number}")
    yield from _orphans()


def misnumbered(numbers: Iterable[tuple[CaseId, int]]) -> list[tuple[CaseId, int]]:
    """Numbers that two items of a case have, or that no item can have."""
    times = Counter(numbers)
    return [one for one, count in times.items() if count > 1 or one[1] < 1]


def _of_item(item: EvidenceItem) -> Iterator[Breach]:
    found = blob_head(item.blob)
    if found is None:
        yield Breach("I1", "an item has no blob", item.id)
    elif not fits_item(item, *found):
        yield Breach("I1", "an item has another's blob, or a part of its own", item.id)
    if not has_own_details(item):
        yield Breach("I1", "an item's details are sealed for another", item.id)
    if item.key_epoch != item.case.epoch or not has_own_key(item.case_id, item):
        yield Breach("K6", "a file key is not under the present epoch, of item", item.id)


def _of_picture(row: Derivative) -> Iterator[Breach]:
    case = row.item.case
    if row.blob is not None:
        found = blob_head(row.blob)
        if found is None:
            yield Breach("I1", "a derivative has no blob", row.id)
        elif not fits_derivative(case.id, row, *found):
            yield Breach("I1", "a derivative has another's blob, or a part of its own", row.id)
    if row.key_epoch != case.epoch or not has_own_key(case.id, row):
        yield Breach("K6", "a file key is not under the present epoch, of derivative", row.id)


def _of_uploads() -> Iterator[Breach]:
    """Without a key nothing says how long a file will be: parts stand one after the other."""
    for upload in Upload.objects.for_upkeep().iterator():
        if not has_own_details(upload):
            yield Breach("I1", "an upload's details are sealed for another", upload.id)
    ends: dict[UUID, int | None] = {}
    parts = UploadPart.objects.for_upkeep().select_related("upload__case")
    for part in parts.order_by("upload", "offset").iterator():
        yield from _of_part(part)
        if part.offset != ends.get(part.upload_id, 0):
            yield Breach("I1", "a part does not begin where another ends", part.id)
        ends[part.upload_id] = part.end


def _of_part(part: UploadPart) -> Iterator[Breach]:
    case = part.upload.case
    found = blob_head(part.blob)
    if found is None:
        yield Breach("I1", "a part of an upload has no blob", part.id)
    elif not fits_part(case.id, part, *found):
        yield Breach("I1", "a part of an upload has another's blob", part.id)
    if part.key_epoch != case.epoch or not has_own_key(case.id, part):
        yield Breach("K6", "a file key is not under the present epoch, of part", part.id)


def _orphans() -> Iterator[Breach]:
    doomed = set(DoomedBlob.objects.values_list("name", flat=True))
    for name in orphaned_blobs():
        if name not in doomed:
            yield Breach("I1", "a blob belongs to no row", name)
