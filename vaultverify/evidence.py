"""The evidence in a packet: what is in it, what is not, and whether it is what was admitted."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vaultverify.bag import LARGE, Bag
from vaultverify.canonical import parse_object
from vaultverify.custody import LogSummary
from vaultverify.errors import Failed

FOLDER: Final = "data/evidence/"
_META: Final = re.compile(r"data/evidence/(\d{3,6})/meta\.json")
_ORIGINAL: Final = re.compile(r"data/evidence/(\d{3,6})/original\.[a-z0-9]{1,5}")
_LABEL: Final = re.compile(r"[A-Z]{1,3}-\d{2,6}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Condition(StrEnum):
    """What a packet says of an original."""

    INCLUDED = "included"
    LEFT_OUT = "left_out"
    DAMAGED = "damaged"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    obj: str
    sha256: str
    condition: Condition
    folder: str


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
    originals: dict[str, str] = {}
    for name in sorted(bag.names):
        if match := _ORIGINAL.fullmatch(name):
            if match[1] in originals:
                raise Failed("an item has two originals", name)
            originals[match[1]] = name
    for item in items:
        _check_folder(bag, item, item.folder in originals)
    for condition, tag in _TAGS.items():
        labels = ", ".join(item.label for item in items if item.condition is condition)
        if bag.info.get(tag) != (labels or "none"):
            raise Failed("the packet contradicts itself", tag)


_TAGS: Final = {
    Condition.DAMAGED: "Damaged",
    Condition.MISSING: "Missing",
    Condition.LEFT_OUT: "Left-Out",
}


def check_admitted(bag: Bag, items: list[Item], log: LogSummary) -> list[str]:
    """Each item's digest is the one the log admitted it with, and its original has that digest.

    No item that the log admitted is passed over in silence. Returns the labels whose admission is
    in the log, while its details are not shown.
    """
    unproven = []
    for item in items:
        if item.obj not in log.admitted:
            raise Failed("an item is not in the log", item.label)
        admitted = log.admitted[item.obj]
        if admitted is None:
            unproven.append(item.label)
        elif admitted != item.sha256:
            raise Failed("an item is not the one that was admitted", item.label)
        if item.condition is Condition.INCLUDED and _listed_digest(bag, item) != item.sha256:
            raise Failed("an item is not the one that was admitted", item.label)
        if item.obj in log.withdrawn:
            raise Failed("an item that was taken out is in the packet", item.label)
    for at in log.absent.values():
        raise Failed("an item of the log is not in the packet", at)
    return unproven


def withdrawn_labels(bag: Bag, log: LogSummary) -> list[str]:
    """The items that their owner took out, as the packet names them; the log tells how many."""
    told = bag.info.get("Withdrawn", "none")
    labels = [] if told == "none" else told.split(", ")
    if len(labels) != len(log.withdrawn):
        raise Failed("the packet contradicts itself", "Withdrawn")
    return labels


def _item(bag: Bag, name: str) -> Item:
    meta = parse_object(bag.read(name, LARGE))
    label, obj, sha256 = (str(meta.get(key)) for key in ("label", "obj", "sha256"))
    condition = meta.get("original")
    if condition not in set(Condition) or not _LABEL.fullmatch(label):
        raise Failed("an evidence folder is not described", name)
    if not _SHA256.fullmatch(sha256):
        raise Failed("an evidence folder is not described", name)
    return Item(label, obj, sha256, Condition(str(condition)), name.split("/")[2])


def _check_folder(bag: Bag, item: Item, has_original: bool) -> None:
    is_marked = f"{FOLDER}{item.folder}/DAMAGED.txt" in bag.names
    is_lost = item.condition in (Condition.DAMAGED, Condition.MISSING)
    expects = {Condition.INCLUDED: True, Condition.DAMAGED: has_original}
    if has_original != expects.get(item.condition, False) or is_marked != is_lost:
        raise Failed("the packet contradicts itself", item.label)


def _listed_digest(bag: Bag, item: Item) -> str:
    stem = f"{FOLDER}{item.folder}/original."
    return next(digest for name, digest in bag.payload.items() if name.startswith(stem))
