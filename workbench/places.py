"""Where the pages about an item are: of a whole case, or of what was chosen of one."""

from dataclasses import dataclass

from django.urls import reverse

from cases.models import Case, Grant
from evidence.models import EvidenceItem


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """`name` is what the way back is called."""

    name: str
    back: str
    item: str
    reveal: str
    download: str


def in_case(case: Case, item: EvidenceItem) -> ItemPlace:
    return _place("", case.ref, reverse("workbench:case", args=[case.ref]), item)


def in_share(grant: Grant, item: EvidenceItem) -> ItemPlace:
    return _place("share-", grant.ref, reverse("workbench:share", args=[grant.ref]), item)


def _place(stem: str, ref: str, back: str, item: EvidenceItem) -> ItemPlace:
    own, reveal, download = (
        reverse(f"workbench:{stem}{name}", args=[ref, item.ref])
        for name in ("item", "reveal", "download")
    )
    return ItemPlace(ref, back, own, reveal, download)
