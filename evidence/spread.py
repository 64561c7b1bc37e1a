"""Where each picture of a case was seen: one picture, many places. Opens nothing by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cases.details import ReportDetails
from cases.enums import RecordKind, ReportStatus
from cases.labels import platform_names
from cases.reading import opened_all
from cases.sealing import CaseKeys
from core.dates import ClaimedTime
from evidence.chronology import Chronology, ShownIncident, ShownItem
from evidence.details import Sighting
from evidence.enums import ItemKind
from evidence.likeness import Look, groups_of
from evidence.sniffing import FileClass
from evidence.twins import address_key


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was seen: an address, or an account, or only a platform, and since when.

    `status` is the newest word on what was reported there, `state` the same as components name it.
    """

    platform: str
    address: str
    account: str
    seen: ClaimedTime
    label: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class SpreadPicture:
    """Items that show one picture, by their labels, and the places, each once."""

    items: tuple[ShownItem, ...]
    places: tuple[Place, ...]


# The states of a report as the components name them; one that was not sent says nothing yet.
STATES: Mapping[ReportStatus, str] = {
    ReportStatus.SENT: "reported",
    ReportStatus.DOWN: "down",
    ReportStatus.REFUSED: "refused",
    ReportStatus.REAPPEARED: "back",
}


def spread_in(keys: CaseKeys, chronology: Chronology) -> list[SpreadPicture]:
    """With what was reported, at the price of the reports' own queries."""
    kept = keys.case.records.of_kind(RecordKind.PLATFORM_REPORT)
    reports = [one.details for one in opened_all(keys, kept, ReportDetails)]
    return spread_of(chronology, reports, platform_names())


def spread_of(
    chronology: Chronology,
    reports: Iterable[ReportDetails] = (),
    names: Mapping[str, str] = MappingProxyType({}),
) -> list[SpreadPicture]:
    """Every picture that was seen somewhere, the widest spread first."""
    found = _items(chronology)
    states = _states(reports)
    looks = [_look(item) for item, _ in found]
    pictures = []
    for group in groups_of(looks):
        places = _places([found[place] for place in group], states, names)
        if places:
            pictures.append(SpreadPicture(tuple(found[place][0] for place in group), places))
    return sorted(pictures, key=lambda one: -len(one.places))


def _items(chronology: Chronology) -> list[tuple[ShownItem, ShownIncident | None]]:
    """Pictures and fingerprints, each with what it belongs to; of locked ones nothing is told."""
    held = [(item, incident) for incident in chronology.incidents for item in incident.items]
    every = [*held, *((item, None) for item in chronology.loose)]
    return [one for one in every if _is_picture(one[0]) and not one[0].details.is_locked]


def _is_picture(item: ShownItem) -> bool:
    if item.details.kind == ItemKind.FILE:
        return item.details.file_class == FileClass.IMAGE
    return item.details.kind == ItemKind.FINGERPRINT


def _look(item: ShownItem) -> Look:
    pdq, quality = item.details.pdq
    return Look(item.details.file_sha256, pdq, quality)


def _states(reports: Iterable[ReportDetails]) -> dict[str, str]:
    """By address, as the newest report that was sent left it."""
    told: dict[str, str] = {}
    for report in reports:
        state = STATES.get(ReportStatus(report.status))
        if state:
            told |= {address_key(address): state for address in report.addresses}
    return told


def _places(
    found: Sequence[tuple[ShownItem, ShownIncident | None]],
    states: Mapping[str, str],
    names: Mapping[str, str],
) -> tuple[Place, ...]:
    incidents = {one.record.id: one for _, one in found if one is not None}
    places: dict[tuple[str, str, str], Place] = {}
    for incident in incidents.values():
        for place in _of_incident(incident, states, names):
            key = (place.address and address_key(place.address), place.platform, place.account)
            places.setdefault((key[0], *(("", "") if key[0] else key[1:])), place)
    return tuple(places.values())


def _of_incident(
    incident: ShownIncident, states: Mapping[str, str], names: Mapping[str, str]
) -> Iterable[Place]:
    """What was written down as an address of its own says more than the note, and comes first."""
    sightings = [(item, item.details.sighting) for item in incident.items]
    noted = [_of_sighting(item, one, states, names) for item, one in sightings if one]
    when, account = incident.details.claimed_time, ", ".join(incident.details.accounts)
    told = [
        Place(incident.platform, address, account, when, "", states.get(address_key(address), ""))
        for address in incident.details.addresses
    ]
    if noted or told:
        return [*noted, *told]
    alone = Place(incident.platform, "", account, when)
    return [alone] if incident.platform or account else []


def _of_sighting(
    item: ShownItem, sighting: Sighting, states: Mapping[str, str], names: Mapping[str, str]
) -> Place:
    return Place(
        platform=names.get(sighting.platform, sighting.platform),
        address=sighting.url,
        account=", ".join(part for part in (sighting.handle, sighting.display_name) if part),
        seen=sighting.seen_time or ClaimedTime.unknown(),
        label=item.row.label,
        state=states.get(address_key(sighting.url), "") if sighting.url else "",
    )
