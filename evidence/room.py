"""How much a case, and the whole instance, may still take in; see `docs/decisions/0012`.

What a case holds is counted whenever it is asked for. What the instance holds is remembered for a
few seconds, and counted every time once little is left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections, router
from django.db.models import Sum
from django.utils.module_loading import import_string

from cases.models import Case
from core.clock import now
from evidence.models import Derivative, EvidenceItem, UploadPart
from evidence.policies import Room

# In the time a count is remembered all processes together take in less than what counts as close.
REMEMBERED = timedelta(seconds=5)
CLOSE_BYTES = 8 << 30

IN_CASE = """
    SELECT SUM(blob_bytes) FROM evidence_item WHERE case_id = %s
    UNION ALL
    SELECT SUM(part.blob_bytes) FROM evidence_upload_part part
        JOIN evidence_upload upload ON upload.id = part.upload_id WHERE upload.case_id = %s
    UNION ALL
    SELECT SUM(made.blob_bytes) FROM evidence_derivative made
        JOIN evidence_item item ON item.id = made.item_id WHERE item.case_id = %s
"""

# Apps above this one that keep blobs of their own: each tells how many bytes these are.
HOLDERS = ("packets.selectors.packet_bytes",)


def room_left(case: Case) -> Room:
    """What is on its way is counted, and what was made of the files: a few bytes of an archive can
    hold the messages of years. Packets take room of the instance alone: they go after a day."""
    return Room(max(0, settings.CASE_QUOTA_BYTES - _bytes_in(case)), _instance.left())


def _bytes_in(case: Case) -> int:
    """Of the case as it is in this moment. Asked twice at every part of a file, where a queryset
    takes ten times as long to be put together as the database needs to answer it."""
    connection = connections[router.db_for_read(EvidenceItem)]
    pk = case._meta.pk.get_db_prep_value(case.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(IN_CASE, [pk] * 3)
        return sum(int(total or 0) for (total,) in cursor.fetchall())


def _bytes_everywhere() -> int:
    ours = (EvidenceItem.objects, UploadPart.objects, Derivative.objects)
    sums = [each.for_upkeep().aggregate(n=Sum("blob_bytes"))["n"] or 0 for each in ours]
    holders: list[Callable[[], int]] = [import_string(name) for name in HOLDERS]
    return sum(sums) + sum(held() for held in holders)


@dataclass(frozen=True, slots=True)
class _Count:
    at: datetime
    taken: int

    @property
    def is_remembered(self) -> bool:
        """Not of a moment that is still to come: then the clock was put back."""
        return timedelta() <= now() - self.at < REMEMBERED


class _Instance:
    """What this process counted last. Threads replace it as a whole."""

    def __init__(self) -> None:
        self._count: _Count | None = None

    def left(self) -> int:
        quota: int = settings.INSTANCE_QUOTA_BYTES
        count = self._count
        if count is None or not count.is_remembered or quota - count.taken <= CLOSE_BYTES:
            count = self._count = _Count(now(), _bytes_everywhere())
        return max(0, quota - count.taken)


_instance = _Instance()
