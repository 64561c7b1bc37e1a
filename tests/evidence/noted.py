"""What an owner keeps of things that lie elsewhere, through the services that her pages call."""

from cases.models import Case, CaseRecord
from core.dates import ClaimedTime, Precision, Zone
from evidence.details import PHONE, Fingerprint, ItemDetails, Sighting
from evidence.models import EvidenceItem
from evidence.pdq import METHOD
from evidence.sealing import open_details
from evidence.services import Admission, note_fingerprint, note_sighting
from tests.cast import Person

DIGEST = "0123456789abcdef" * 4
LOOKS = "f0e1d2c3b4a59687" * 4
SEEN = ClaimedTime(Precision.EXACT, 2026, 7, 21, 21, 30, Zone.WITA).to_json()
POST = "https://www.instagram.com/akun.palsu/"


def print_of(sha256: str = DIGEST, pdq: str = LOOKS, **more: object) -> Fingerprint:
    known = {"size": 81920, "media_type": "image/jpeg", "name": "IMG_0001.jpg"}
    looks = {"pdq": pdq, "pdq_quality": 90, "pdq_method": METHOD} if pdq else {}
    where = {"kept_where": "HP lama", "made_by": PHONE}
    return Fingerprint(sha256=sha256, **{**known, **looks, **where, **more})  # type: ignore[arg-type]


def keep_print(
    owner: Person,
    case: Case,
    fingerprint: Fingerprint | None = None,
    *,
    incident: CaseRecord | None = None,
) -> EvidenceItem:
    told = Admission("Yang terlihat", incident=incident.id if incident else None)
    return note_fingerprint(owner.actor, owner.keys(case), fingerprint or print_of(), told)


def keep_address(
    owner: Person,
    case: Case,
    url: str = POST,
    *,
    incident: CaseRecord | None = None,
    **more: object,
) -> EvidenceItem:
    known = {"platform": "instagram", "handle": "akun.palsu", "display_name": "Akun", "seen": SEEN}
    told = Admission("Profil", incident=incident.id if incident else None)
    sighting = Sighting(url=url, **{**known, **more})  # type: ignore[arg-type]
    return note_sighting(owner.actor, owner.keys(case), sighting, told)


def details_of(owner: Person, case: Case, item: EvidenceItem) -> ItemDetails:
    return open_details(owner.keys(case), item)
