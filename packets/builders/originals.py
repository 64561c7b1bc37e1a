"""Writes each item's folder, and finds out which originals are no longer what was received."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from core.digests import Crc32
from packets.builders.bag import Bag
from packets.builders.content import PacketEvidence, SourceDamaged, SourceMissing
from packets.builders.elsewhere import elsewhere_as_json
from packets.builders.formats import as_json, instant
from packets.builders.paths import covered_path, item_folder, original_path

HELD_WHOLE: Final = 4 << 20

Source = Callable[[], Iterator[bytes]]


class OriginalChanged(Exception):
    """An original opened to its end, and no longer does: the packet must be begun anew."""


class Condition(StrEnum):
    """What the packet says of an original; the values stand in `meta.json`."""

    INCLUDED = "included"
    LEFT_OUT = "left_out"
    COVERED = "covered"
    DAMAGED = "damaged"
    MISSING = "missing"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """An item as it went into the packet, with its picture for the report while there is room."""

    item: PacketEvidence
    condition: Condition
    view: bytes = b""
    has_preview: bool = False
    has_covered_copy: bool = False

    @property
    def is_lost(self) -> bool:
        return self.condition in (Condition.DAMAGED, Condition.MISSING)


def write_item(bag: Bag, item: PacketEvidence) -> WrittenItem:
    """Writes original, preview, `meta.json`, and `DAMAGED.txt` where the original is lost.

    Guarantees that no byte of an intimate item goes in, of one in which parts are covered nothing
    but the covered copy that the log tells of, and that an original which does not open, or has
    another digest, is called damaged in its folder and in what is returned. Raises OriginalChanged.
    """
    condition = _write_original(bag, item)
    copy, view = _covered_copy_of(item), _view_of(item)
    if copy:
        bag.add(covered_path(item), copy)
    if view:
        bag.add(f"{item_folder(item)}/preview.jpg", view)
    if condition in (Condition.DAMAGED, Condition.MISSING):
        bag.add(f"{item_folder(item)}/DAMAGED.txt", _damage_note(item, condition))
    bag.add(f"{item_folder(item)}/meta.json", _meta(item, condition, has_copy=bool(copy)))
    shown = copy or view
    return WrittenItem(item, condition, shown, has_preview=bool(shown), has_covered_copy=bool(copy))


def _write_original(bag: Bag, item: PacketEvidence) -> Condition:
    """An entry tells its CRC-32 before its first byte, so the end is seen first.

    Small originals are held whole and hashed once. Large ones are opened twice: once to the end
    for their CRC-32 alone, which authenticates every byte at several times the speed of a hash,
    then into the packet, where they are hashed. Both openings are authenticated with one key, so
    they are the same bytes. No byte of an original that does not open is ever in a packet: one
    that stops opening between the two ends the run, and the next run finds it damaged.
    """
    if item.is_withheld:
        return Condition.WITHHELD
    if item.source is None or item.is_intimate or item.is_covered:
        return _condition_outside(item)
    try:
        if item.size <= HELD_WHOLE:
            return _write_held(bag, item, item.source)
        crc = _crc_of(item, item.source)
    except SourceMissing:
        return Condition.MISSING
    except SourceDamaged:
        return Condition.DAMAGED
    sha256 = _stream_again(bag, item, item.source, crc)
    return Condition.INCLUDED if sha256 == item.sha256 else Condition.DAMAGED


def _condition_outside(item: PacketEvidence) -> Condition:
    """Of an original that stays out: opened to its end where that is granted, every byte
    authenticated and let go, so that damage is found before somebody asks for it."""
    try:
        for _ in _bounded(item, item.source) if item.source else ():
            pass
    except SourceMissing:
        return Condition.MISSING
    except SourceDamaged:
        return Condition.DAMAGED
    is_by_covers = item.is_covered and not item.is_intimate
    return Condition.COVERED if is_by_covers else Condition.LEFT_OUT


def _crc_of(item: PacketEvidence, source: Source) -> int:
    with Crc32() as crc:
        for chunk in _bounded(item, source):
            crc.update(chunk)
        return crc.value()


def _stream_again(bag: Bag, item: PacketEvidence, source: Source, crc: int) -> str:
    try:
        return bag.stream(original_path(item), item.size, crc, _bounded(item, source))
    except SourceDamaged as error:
        raise OriginalChanged from error


def _write_held(bag: Bag, item: PacketEvidence, source: Source) -> Condition:
    data = b"".join(_bounded(item, source))
    if hashlib.sha256(data).hexdigest() != item.sha256:
        return Condition.DAMAGED
    bag.add(original_path(item), data)
    return Condition.INCLUDED


def _bounded(item: PacketEvidence, source: Source) -> Iterator[bytes]:
    """The original's bytes, or SourceDamaged where they are more or fewer than were received."""
    left = item.size
    for chunk in source():
        left -= len(chunk)
        if left < 0:
            raise SourceDamaged
        yield chunk
    if left:
        raise SourceDamaged


def _view_of(item: PacketEvidence) -> bytes:
    """The picture for the report. It is made from the original and proves nothing, so a damaged
    one is left away without further notice."""
    if item.view is None or item.is_intimate or item.is_covered:
        return b""
    try:
        return item.view()
    except SourceDamaged:
        return b""


def _covered_copy_of(item: PacketEvidence) -> bytes:
    """What leaves in place of a covered original; nothing where it is not the one of the log."""
    if item.covered_copy is None or item.is_intimate or item.is_withheld or not item.is_covered:
        return b""
    try:
        copy = item.covered_copy()
    except SourceDamaged:
        return b""
    return copy if hashlib.sha256(copy).hexdigest() == item.covered_sha256 else b""


def _meta(item: PacketEvidence, condition: Condition, *, has_copy: bool) -> bytes:
    """What the file says of itself goes with the file: who has the one can read the other in it."""
    meta: dict[str, object] = {
        "label": item.label,
        "obj": item.obj,
        "name": item.name,
        "media_type": item.media_type,
        "class": item.file_class,
        "size": str(item.size),
        "sha256": item.sha256,
        "received_at": instant(item.received_at),
        "statement": item.statement,
        "incident": "" if item.incident_number is None else str(item.incident_number),
        "is_intimate": item.is_intimate,
        "state": item.state,
        "original": condition.value,
        "file": original_path(item).rpartition("/")[2] if condition is Condition.INCLUDED else "",
        "covered_sha256": item.covered_sha256 if has_copy else "",
        **elsewhere_as_json(item),
        **_chat_as_json(item),
    }
    if condition is Condition.INCLUDED:
        meta |= {"metadata": dict(item.metadata), "has_location": item.has_location}
        meta |= {"has_route": True} if item.has_route else {}
    return as_json(meta)


def _chat_as_json(item: PacketEvidence) -> dict[str, object]:
    """Numbers stand as text, like the size."""
    if item.chat is None:
        return {}
    return {"chat": {name: str(value) for name, value in asdict(item.chat).items()}}


def _damage_note(item: PacketEvidence, condition: Condition) -> bytes:
    is_missing = condition is Condition.MISSING
    indonesian = "rusak atau tidak ada lagi pada penyimpanan" if is_missing else "rusak"
    english = "is damaged or no longer in the storage" if is_missing else "is damaged"
    return (
        f"{item.label}: berkas asli {indonesian} ketika berkas laporan ini dibuat. Apa pun yang\n"
        f"ada di folder ini bukan {item.label} seperti saat diterima. Nilai hash-nya (SHA-256):\n"
        f"{item.sha256}\n\n"
        f"{item.label}: the original {english}, as of the making of this packet. Whatever is in\n"
        f"this folder is not {item.label} as it was received. Its hash value (SHA-256) is above.\n"
    ).encode()
