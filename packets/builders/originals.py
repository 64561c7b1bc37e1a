"""Writes each item's folder, and finds out which originals are no longer what was received."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from packets.builders.bag import Bag
from packets.builders.content import PacketEvidence, SourceDamaged, SourceMissing
from packets.builders.formats import as_json, stamp
from packets.builders.paths import item_folder, original_path

HELD_WHOLE: Final = 4 << 20

Source = Callable[[], Iterator[bytes]]


class Condition(StrEnum):
    """What the packet says of an original; the values stand in `meta.json`."""

    INCLUDED = "included"
    LEFT_OUT = "left_out"
    DAMAGED = "damaged"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """An item as it went into the packet, with its picture for the report while there is room."""

    item: PacketEvidence
    condition: Condition
    view: bytes = b""
    has_preview: bool = False

    @property
    def is_lost(self) -> bool:
        return self.condition in (Condition.DAMAGED, Condition.MISSING)


def write_item(bag: Bag, item: PacketEvidence) -> WrittenItem:
    """Writes original, preview, `meta.json`, and `DAMAGED.txt` where the original is lost.

    Guarantees that no byte of an intimate item is asked for, and that an original which does not
    open, or has another digest, is called damaged in its folder and in what is returned.
    """
    condition = _write_original(bag, item)
    view = _view_of(item)
    if view:
        bag.add(f"{item_folder(item)}/preview.jpg", view)
    if condition in (Condition.DAMAGED, Condition.MISSING):
        bag.add(f"{item_folder(item)}/DAMAGED.txt", _damage_note(item, condition))
    bag.add(f"{item_folder(item)}/meta.json", _meta(item, condition))
    return WrittenItem(item, condition, view, has_preview=bool(view))


def _write_original(bag: Bag, item: PacketEvidence) -> Condition:
    """An entry's name is out before its end is known, so the end is seen first.

    Small originals are held whole and hashed once. Large ones are opened twice: once to the end
    and thrown away, which authenticates every byte at several times the speed of a hash, then
    into the packet, where they are hashed. So a damaged original leaves none of its bytes in the
    packet, unless it changed between the two: then what came of it stays, marked as damaged.
    """
    if item.source is None or item.is_intimate:
        return Condition.LEFT_OUT
    try:
        if item.size <= HELD_WHOLE:
            return _write_held(bag, item, item.source)
        for _ in _bounded(item, item.source):
            pass
        sha256 = bag.stream(original_path(item), item.size, _bounded(item, item.source))
    except SourceMissing:
        return Condition.MISSING
    except SourceDamaged:
        return Condition.DAMAGED
    return Condition.INCLUDED if sha256 == item.sha256 else Condition.DAMAGED


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
    if item.view is None or item.is_intimate:
        return b""
    try:
        return item.view()
    except SourceDamaged:
        return b""


def _meta(item: PacketEvidence, condition: Condition) -> bytes:
    meta = {
        "label": item.label,
        "obj": item.obj,
        "name": item.name,
        "media_type": item.media_type,
        "class": item.file_class,
        "size": str(item.size),
        "sha256": item.sha256,
        "received_at": stamp(item.received_at),
        "statement": item.statement,
        "incident": "" if item.incident_number is None else str(item.incident_number),
        "is_intimate": item.is_intimate,
        "state": item.state,
        "original": condition.value,
        "file": original_path(item).rpartition("/")[2] if condition is Condition.INCLUDED else "",
    }
    return as_json(meta)


def _damage_note(item: PacketEvidence, condition: Condition) -> bytes:
    lost = condition is Condition.MISSING
    indonesian = "tidak ditemukan" if lost else "rusak"
    english = "was not found" if lost else "is damaged"
    return (
        f"{item.label}: berkas asli {indonesian} ketika berkas laporan ini dibuat. Apa pun yang\n"
        f"ada di map ini bukan {item.label} seperti saat diterima. Sidik jarinya (SHA-256):\n"
        f"{item.sha256}\n\n"
        f"{item.label}: the original {english} as of the making of this packet. Whatever is in\n"
        f"this folder is not {item.label} as it was received. Its fingerprint (SHA-256) is above.\n"
    ).encode()
