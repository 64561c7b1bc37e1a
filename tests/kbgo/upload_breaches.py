"""What can be done behind our back to a file on its way, and what the check calls it."""

from collections.abc import Callable
from typing import Any

from cases.sealing import HeldKeys
from core.ids import new_id
from evidence.details import UploadDetails
from evidence.models import Upload, UploadPart
from evidence.services import begin_upload, take_part
from tests.cast import Cast
from tests.jobs.packetwork import blob_path

PART = b"sebaris\n" * 512


def half_an_upload(cast: Cast) -> None:
    """Two parts of three are here."""
    keys: HeldKeys = cast.ani.keys(cast.case)
    told = UploadDetails(name="a.txt", length=3 * len(PART))
    row = begin_upload(cast.ani.actor, keys, told)[0]
    for offset in (0, len(PART)):
        take_part(cast.ani.actor, keys, row, offset, len(PART), [PART])


def parts(cast: Cast) -> Any:
    return UploadPart.objects.within(upload__case=cast.case)


def swap(cast: Cast) -> None:
    """Two parts that are equally long change places."""
    one, other = (blob_path(part.blob) for part in parts(cast))
    here, there = one.read_bytes(), other.read_bytes()
    one.write_bytes(there)
    other.write_bytes(here)


def move_part(cast: Cast) -> None:
    row = Upload.objects.within(case=cast.case).get()
    row.pk, row.ref = new_id(), "00000000"
    row.save(force_insert=True)
    parts(cast).filter(offset=0).update(upload=row)


UPLOAD_BREACHES: dict[str, tuple[str, Callable[[Cast], object]]] = {
    "a part without blob": (
        "I1 a part of an upload has no blob",
        lambda cast: blob_path(parts(cast).first().blob).unlink(),
    ),
    "parts that changed places": ("I1 a part of an upload has another's blob", swap),
    "a gap between parts": (
        "I1 a part does not begin where another ends",
        lambda cast: parts(cast).filter(offset=0).update(end=5),
    ),
    "a part after the last one": (
        "I1 a part does not begin where another ends",
        lambda cast: parts(cast).filter(offset=0).update(end=None),
    ),
    "a part's key of before": (
        "K6 a file key is not under the present epoch, of part",
        lambda cast: parts(cast).update(key_epoch=7),
    ),
    "an announcement of another upload": (
        "I1 an upload's details are sealed for another",
        lambda cast: Upload.objects.within(case=cast.case).update(sealed_details=bytes(128)),
    ),
    "a part of another upload": (
        "I1 a part of an upload has another's blob",
        move_part,
    ),
}
