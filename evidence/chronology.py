"""The chronology: incidents and evidence of one case, in the order she says things happened."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from cases.details import IncidentDetails
from cases.labels import form_labels, platform_names, relation_label
from cases.models import CaseRecord
from cases.reading import Opened, gate_of, incidents_of
from cases.sealing import CaseKeys, ShareKeys
from core.exceptions import NotOpened
from evidence.details import ItemDetails
from evidence.enums import LOOKED_AT
from evidence.models import Derivative, EvidenceItem, SharedItem, SharedPicture
from evidence.policies import classes_open
from evidence.sealing import (
    open_derivative,
    open_details,
    open_shared_details,
    open_shared_picture,
)
from evidence.selectors import previews_of, shared_previews
from evidence.storage import read_blob


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item as a page shows it: facts, and the blurred preview as a data address if asked for."""

    row: EvidenceItem
    details: ItemDetails
    preview: str = ""


@dataclass(frozen=True, slots=True)
class ShownIncident:
    """An incident with the names of what it holds, in the reader's language."""

    number: int
    record: CaseRecord
    details: IncidentDetails
    items: tuple[ShownItem, ...]
    forms: tuple[str, ...]
    platform: str
    relation: str


@dataclass(frozen=True, slots=True)
class Chronology:
    """Incidents with their items; items that belong to no incident stand by themselves."""

    incidents: tuple[ShownIncident, ...]
    loose: tuple[ShownItem, ...]

    @property
    def is_empty(self) -> bool:
        return not self.incidents and not self.loose


def chronology_for(keys: CaseKeys, *, with_previews: bool) -> Chronology:
    """Everything in order. Previews are for those who review, as long as the case may hold
    pictures; an owner sees grey tiles."""
    shown = shown_items(keys, with_previews=with_previews)
    by_incident: dict[UUID | None, list[ShownItem]] = {}
    for item in shown:
        of = UUID(item.details.incident) if item.details.incident else None
        by_incident.setdefault(of, []).append(item)
    names = platform_names()
    incidents = tuple(
        _shown(number, one, tuple(by_incident.pop(one.record.id, ())), names)
        for number, one in enumerate(incidents_of(keys), start=1)
    )
    loose = tuple(item for items in by_incident.values() for item in items)
    return Chronology(incidents, loose)


def _shown(
    number: int,
    one: Opened[IncidentDetails],
    items: tuple[ShownItem, ...],
    platforms: Mapping[str, str],
) -> ShownIncident:
    return ShownIncident(
        number=number,
        record=one.record,
        details=one.details,
        items=items,
        forms=form_labels(one.details.forms),
        platform=platforms.get(one.details.platform, one.details.platform),
        relation=relation_label(one.details.relation),
    )


def shown_items(keys: CaseKeys, *, with_previews: bool) -> list[ShownItem]:
    taken = classes_open(gate_of(keys)) if with_previews else frozenset()
    previews = previews_of(keys.case) if taken.intersection(LOOKED_AT) else {}
    return [
        ShownItem(row, open_details(keys, row), _preview(keys, previews.get(row.id)))
        for row in keys.case.items.kept()
    ]


def shown_shared(share: ShareKeys) -> list[ShownItem]:
    """The chosen items of a share, with their previews; not those that wait to be erased."""
    previews = shared_previews(share.grant)
    kept = share.grant.shared_items.filter(item__erase_at__isnull=True)
    return [
        ShownItem(row.item, open_shared_details(share, row), _shared_preview(share, previews, row))
        for row in kept.select_related("item")
    ]


def _shared_preview(
    share: ShareKeys, previews: Mapping[UUID, SharedPicture], row: SharedItem
) -> str:
    stored = previews.get(row.item_id)
    if stored is None or stored.picture.blob is None:
        return ""
    return _inline(stored.picture.blob, partial(open_shared_picture, share, stored))


def _preview(keys: CaseKeys, row: Derivative | None) -> str:
    if row is None or row.blob is None:
        return ""
    return _inline(row.blob, partial(open_derivative, keys, row))


def _inline(blob: str, opened: Callable[[bytes], bytes]) -> str:
    """A preview that does not open is left out: the tile stands for it."""
    try:
        picture = opened(b"".join(read_blob(blob)))
    except (NotOpened, FileNotFoundError):
        return ""
    return "data:image/webp;base64," + b64encode(picture).decode()
