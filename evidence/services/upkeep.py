"""Sweeps what no row names: halves of uploads, and blobs whose transaction never came."""

from datetime import timedelta

from django.utils.module_loading import import_string

from core.clock import now
from evidence.models import Derivative, EvidenceItem, UploadPart
from evidence.storage import blob_names, delete_blob, incoming_folder

ORPHAN_AFTER = timedelta(hours=1)


# Apps above this one that keep blobs of their own: each names those it still needs.
KEEPERS = ("packets.selectors.packet_blobs",)


def sweep_blobs() -> int:
    """Deletes blobs and partial files older than an hour that no row names; returns how many."""
    oldest = (now() - ORPHAN_AFTER).timestamp()
    swept = 0
    for part in incoming_folder().glob("*.part"):
        if part.stat().st_mtime < oldest:
            part.unlink(missing_ok=True)
            swept += 1
    for name in orphaned_blobs():
        delete_blob(name)
        swept += 1
    return swept


def orphaned_blobs() -> list[str]:
    """Blobs older than an hour that no row names."""
    oldest = (now() - ORPHAN_AFTER).timestamp()
    old = [name for name, changed in blob_names() if changed < oldest]
    named = named_blobs()
    return [name for name in old if name not in named]


def named_blobs() -> frozenset[str]:
    """Every blob that a row names, of this app and of those above it."""
    return own_blobs().union(*(import_string(keeper)() for keeper in KEEPERS))


def own_blobs() -> frozenset[str]:
    """The blobs of items, of the pictures made from them, and of what is on its way."""
    items = EvidenceItem.objects.for_upkeep().values_list("blob", flat=True)
    pictures = Derivative.objects.for_upkeep().values_list("blob", flat=True)
    parts = UploadPart.objects.for_upkeep().values_list("blob", flat=True)
    return frozenset([*items, *(name for name in pictures if name), *parts])
