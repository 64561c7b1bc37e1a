"""Which item of a case already tells of the same file, or of the same address or account."""

from collections.abc import Callable

from cases.sealing import CaseKeys
from evidence.addresses import NoAddress, read_address
from evidence.details import Fingerprint, ItemDetails, Sighting
from evidence.models import EvidenceItem
from evidence.sealing import open_details


def twin_of(keys: CaseKeys, facts: Fingerprint | Sighting) -> EvidenceItem | None:
    """The first that is kept: a file that lies here, or a statement of the same."""
    if isinstance(facts, Sighting):
        return _first(keys, lambda details: is_same_place(details.sighting, facts))
    return _first(keys, lambda details: details.file_sha256 == facts.sha256)


def is_same_place(one: Sighting | None, other: Sighting) -> bool:
    """Two addresses are compared as addresses; where one is missing, the accounts are."""
    if one is None:
        return False
    if one.url and other.url:
        return address_key(one.url) == address_key(other.url)
    return bool(_account(one) & _account(other))


def address_key(url: str) -> str:
    """Equal for two ways to write one address; of what is none any more, as it stands."""
    try:
        return read_address(url).key
    except NoAddress:
        return url


def _account(sighting: Sighting) -> set[tuple[str, str, str]]:
    """What names the account, each way by itself; a handle is the same in any letters."""
    ways = {"id": sighting.account_id, "handle": sighting.handle.casefold().lstrip("@")}
    return {(sighting.platform, way, value) for way, value in ways.items() if value}


def _first(keys: CaseKeys, fits: Callable[[ItemDetails], bool]) -> EvidenceItem | None:
    """Locked ones are nobody's to be reminded of."""
    for item in keys.case.items.kept():
        details = open_details(keys, item)
        if not details.is_locked and fits(details):
            return item
    return None
