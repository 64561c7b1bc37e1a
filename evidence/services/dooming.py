"""Blobs whose rows go: named in the transaction that takes the row, deleted once it is through."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from evidence.models import DoomedBlob, UploadPart
from evidence.storage import delete_blob

AT_ONCE = 500


def doom_blob(name: str) -> None:
    """Has a blob deleted once the caller's transaction, which takes its row, is through."""
    doom_blobs([name])


def doom_blobs(names: Iterable[str | None]) -> None:
    rows = [DoomedBlob(name=name) for name in names if name]
    DoomedBlob.objects.bulk_create(rows, ignore_conflicts=True)


def doom_parts(parts: "QuerySet[UploadPart]") -> None:
    """Takes the rows of parts, and has their blobs deleted when the caller's transaction ends."""
    doom_blobs(parts.values_list("blob", flat=True))
    parts.delete()
    transaction.on_commit(delete_doomed_blobs)


def delete_doomed_blobs() -> None:
    """Deletes the blobs of what was erased: bytes first, so that none is forgotten."""
    names = list(DoomedBlob.objects.values_list("name", flat=True))
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        for name in some:
            delete_blob(name)
        DoomedBlob.objects.filter(name__in=some).delete()
