"""What was chosen for an organisation: the rows of its queue, and the page of one share."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from cases.details import HelpDetails
from cases.models import Assignment, Grant
from cases.sealing import ShareKeys, open_request, share_keys_of
from core.exceptions import NotOpened
from custody.reading import OpenedEvent, opened_events
from evidence.chronology import ShownItem, shown_shared
from workbench.selectors import item_counts, share_assignments, shares_of


@dataclass(frozen=True, slots=True)
class ShareRow:
    grant: Grant
    help: HelpDetails
    item_count: int
    assigned: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class ShareList:
    """The shares in their order, and those of which key or request does not open."""

    rows: list[ShareRow]
    closed: list[Grant]


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the share's own part of the log, the only one its holders can open."""

    at: datetime
    who: str
    act: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class SharePage:
    help: HelpDetails
    items: list[ShownItem]
    assigned: list[Assignment]
    steps: list[Step]


def shares_to_review(actor: Actor) -> ShareList:
    """What nobody has taken first, then the oldest; twenty cost the queries of one."""
    grants = shares_of(actor)
    keys, assigned = _keys(actor, grants), share_assignments(grants)
    counts = item_counts(actor) if grants else {}
    found = {grant.id: request for grant, request in _requests(keys)}
    rows = [
        ShareRow(grant, found[grant.id], counts.get(grant.id, 0), tuple(assigned[grant.id]))
        for grant in grants
        if grant.id in found
    ]
    rows.sort(key=lambda row: (bool(row.assigned), row.grant.granted_at))
    return ShareList(rows, [grant for grant in grants if grant.id not in found])


def _keys(actor: Actor, grants: list[Grant]) -> dict[UUID, ShareKeys]:
    """All at once; where that fails, one by one: one that does not open takes no other with it."""
    with suppress(NotOpened):
        return share_keys_of(actor, grants)
    keys: dict[UUID, ShareKeys] = {}
    for grant in grants:
        with suppress(NotOpened):
            keys |= share_keys_of(actor, [grant])
    return keys


def _requests(keys: dict[UUID, ShareKeys]) -> Iterator[tuple[Grant, HelpDetails]]:
    for share in keys.values():
        with suppress(NotOpened):
            yield share.grant, open_request(share)


def share_page(share: ShareKeys) -> SharePage:
    """As many queries for many items as for one."""
    items = shown_shared(share)
    labels = {item.row.id: item.row.label for item in items}
    events: list[OpenedEvent] = []
    with suppress(NotOpened):
        events.extend(opened_events(share.case.id, share.logs))
    return SharePage(
        help=open_request(share),
        items=items,
        assigned=share_assignments([share.grant])[share.grant.id],
        steps=[_step(event, labels) for event in reversed(events)],
    )


def _step(event: OpenedEvent, labels: dict[UUID, str]) -> Step:
    return Step(
        at=event.at,
        who=event.who or str(event.role.label),
        act=str(event.act.label),
        label=labels.get(event.obj) or event.details.get("number", ""),
        reason=event.details.get("reason", ""),
    )
