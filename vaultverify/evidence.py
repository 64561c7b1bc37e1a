"""The evidence in a packet: what is in it, what is not, and whether it is what was admitted."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from vaultverify.bag import LARGE, Bag
from vaultverify.canonical import Json, parse_object
from vaultverify.custody import Admitted, LogSummary
from vaultverify.errors import Failed

FOLDER: Final = "data/evidence/"
_FILES: Final = frozenset({"meta.json", "preview.jpg", "DAMAGED.txt", "derived/redacted.jpg"})
_META: Final = re.compile(r"data/evidence/(\d{3,6})/meta\.json")
_ORIGINAL: Final = re.compile(r"data/evidence/(\d{3,6})/original\.[a-z0-9]{1,5}")
_LABEL: Final = re.compile(r"[A-Z]{1,3}-\d{2,6}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Condition(StrEnum):
    """What a packet says of an original."""

    INCLUDED = "included"
    LEFT_OUT = "left_out"
    COVERED = "covered"
    DAMAGED = "damaged"
    MISSING = "missing"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Item:
    """An item as the packet tells of it; `told` is what the log has to tell alike.

    `covered` is the digest of the copy that is there in place of the original, if one is.
    """

    label: str
    obj: str
    told: Admitted
    condition: Condition
    folder: str
    covered: str
    is_intimate: bool

    @property
    def covered_copy(self) -> str:
        return f"{FOLDER}{self.folder}/derived/redacted.jpg"

    @property
    def sha256(self) -> str:
        return self.told.sha256


def read_items(bag: Bag) -> list[Item]:
    """Every item told of; Failed for a folder that is not one item's, or labels told twice."""
    folders = {name.split("/")[2] for name in bag.names if name.startswith(FOLDER)}
    metas = sorted(name for name in bag.names if _META.fullmatch(name))
    if len(metas) != len(folders):
        raise Failed("an evidence folder is not described", FOLDER)
    items = [_item(bag, name) for name in metas]
    if len({item.label for item in items}) != len(items):
        raise Failed("two items have the same label", FOLDER)
    if len({item.obj for item in items}) != len(items):
        raise Failed("two items have the same entry in the log", FOLDER)
    return items


def check_declared(bag: Bag, items: list[Item]) -> None:
    """Folders, descriptions and bag-info tell the same of what is damaged, missing, left out."""
    originals = originals_in(bag)
    for item in items:
        _check_folder(bag, item, item.folder in originals)
    for condition, tag in _TAGS.items():
        labels = ", ".join(item.label for item in items if item.condition is condition)
        if bag.info.get(tag) != (labels or "none"):
            raise Failed("the packet contradicts itself", tag)


def originals_in(bag: Bag) -> dict[str, str]:
    """The one original of each folder that has one; Failed where anything else lies there."""
    found: dict[str, str] = {}
    for name in sorted(bag.names):
        if not name.startswith(FOLDER):
            continue
        match = _ORIGINAL.fullmatch(name)
        if match is None and name.split("/", 3)[3] not in _FILES:
            raise Failed("an evidence folder holds something else", name)
        if match is not None:
            if match[1] in found:
                raise Failed("an item has two originals", name)
            found[match[1]] = name
    return found


_TAGS: Final = {
    Condition.DAMAGED: "Damaged",
    Condition.MISSING: "Missing",
    Condition.LEFT_OUT: "Left-Out",
    Condition.COVERED: "Covered",
    Condition.WITHHELD: "Withheld",
}


def check_admitted(bag: Bag, items: list[Item], log: LogSummary) -> list[str]:
    """What is told of each item is what the log tells of its admission: number, name, kind, size,
    digest and time; and its original has that digest.

    No item that the log admitted is passed over in silence. Returns the labels whose admission is
    in the log, while its details are not shown.
    """
    originals, unproven = originals_in(bag), []
    numbers = {item.label for item in items}
    for item in items:
        if item.obj not in log.admitted:
            raise Failed("an item is not in the log", item.label)
        admitted = log.admitted[item.obj]
        if admitted is None:
            unproven.append(item.label)
        elif admitted != _as_numbered(item, admitted.number, numbers):
            raise Failed("an item is not the one that was admitted", item.label)
        listed = bag.payload.get(originals.get(item.folder, ""))
        if item.condition is Condition.INCLUDED and listed != item.sha256:
            raise Failed("an item is not the one that was admitted", item.label)
        if item.obj in log.withdrawn:
            raise Failed("an item that was taken out is in the packet", item.label)
        if not _is_covered_as_told(bag, item, log) and item.label not in unproven:
            unproven.append(item.label)
    for at in log.absent.values():
        raise Failed("an item of the log is not in the packet", at)
    return unproven


def _is_covered_as_told(bag: Bag, item: Item, log: LogSummary) -> bool:
    """Whether the log shows that a covered copy, if there is one, is the newest that was made."""
    if not item.covered:
        return True
    told = log.covered.get(item.obj, "")
    if bag.payload.get(item.covered_copy) != item.covered or told not in (None, item.covered):
        raise Failed("a covered copy is not the one of the log", item.label)
    return told is not None


def _as_numbered(item: Item, number: str, taken: set[str]) -> Admitted:
    """What is told of an item. A missing one whose number another item has got since goes by
    another, as no two items of a packet have the same."""
    is_renumbered = item.condition is Condition.MISSING and number in taken
    return replace(item.told, number=number) if is_renumbered else item.told


def withdrawn_labels(bag: Bag, log: LogSummary) -> list[str]:
    """The items that their owner took out, as the packet names them; the log tells how many."""
    told = bag.info.get("Withdrawn", "none")
    labels = [] if told == "none" else told.split(", ")
    if len(labels) != len(log.withdrawn):
        raise Failed("the packet contradicts itself", "Withdrawn")
    return labels


def _item(bag: Bag, name: str) -> Item:
    meta = parse_object(bag.read(name, LARGE))
    label, obj, at, file_name, kind, size, sha256 = (
        str(meta.get(key))
        for key in ("label", "obj", "received_at", "name", "media_type", "size", "sha256")
    )
    condition = meta.get("original")
    if condition not in set(Condition) or not _LABEL.fullmatch(label):
        raise Failed("an evidence folder is not described", name)
    if not _SHA256.fullmatch(sha256) and (condition, sha256) != (Condition.WITHHELD, ""):
        raise Failed("an evidence folder is not described", name)
    covered = str(meta.get("covered_sha256", ""))
    if covered and not _SHA256.fullmatch(covered):
        raise Failed("an evidence folder is not described", name)
    told = Admitted(at, label, file_name, kind, size, sha256, _of(meta))
    folder, is_intimate = name.split("/")[2], meta.get("is_intimate") is not False
    return Item(label, obj, told, Condition(str(condition)), folder, covered, is_intimate)


def _of(meta: dict[str, Json]) -> str:
    """The digest of the file elsewhere that a fingerprint is told to be of."""
    told = meta.get("fingerprint")
    return str(told.get("sha256", "")) if isinstance(told, dict) else ""


def _check_folder(bag: Bag, item: Item, has_original: bool) -> None:
    is_marked = f"{FOLDER}{item.folder}/DAMAGED.txt" in bag.names
    is_lost = item.condition in (Condition.DAMAGED, Condition.MISSING)
    expects = {Condition.INCLUDED: True, Condition.DAMAGED: has_original}
    if has_original != expects.get(item.condition, False) or is_marked != is_lost:
        raise Failed("the packet contradicts itself", item.label)
    _check_covered(bag, item)


_MAY_BE_COVERED: Final = frozenset({Condition.COVERED, Condition.DAMAGED, Condition.MISSING})


def _check_covered(bag: Bag, item: Item) -> None:
    """A covered copy stands where one is told of, and then nothing shows what it covers."""
    has_copy = item.covered_copy in bag.names
    has_preview = f"{FOLDER}{item.folder}/preview.jpg" in bag.names
    is_covered = has_copy or item.condition is Condition.COVERED
    is_possible = item.condition in _MAY_BE_COVERED and not has_preview
    if has_copy != bool(item.covered) or (is_covered and not is_possible):
        raise Failed("the packet contradicts itself", item.label)
