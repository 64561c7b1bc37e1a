"""What an owner does in her notes, through the services that her pages call."""

from django.db.models import Q

from cases.details import IncidentDetails
from cases.enums import RecordKind
from cases.models import Case, CaseRecord
from cases.sealing import HeldKeys
from cases.services import save_record
from evidence.models import EvidenceItem
from evidence.sealing import open_details, open_original
from evidence.services import Admission, admit_evidence
from evidence.storage import read_blob
from evidence.uploads import sealed_upload
from jobs.models import Job
from jobs.services import run_job
from tests import sample_files
from tests.cast import Person

PICTURE = sample_files.png(400, 300)


def write_note(owner: Person, case: Case, note: str) -> CaseRecord:
    details = IncidentDetails(note=note)
    return save_record(owner.actor, owner.keys(case), RecordKind.INCIDENT, details)


def keep_file(
    owner: Person,
    case: Case,
    data: bytes = PICTURE,
    *,
    name: str = "tangkapan.png",
    is_intimate: bool = False,
) -> EvidenceItem:
    """Kept, and its pictures made where a worker lives."""
    keys = owner.keys(case)
    told = Admission("Yang terlihat", is_intimate=is_intimate, shows_adults_only=True)
    item = admit_evidence(owner.actor, keys, sealed_upload(case, name, [data]), told)
    run_jobs(item.id)
    return EvidenceItem.objects.visible_to(owner.actor).get(pk=item.pk)


def run_jobs(object_id: object = None) -> None:
    """As a worker would that gets each message at once."""
    which = Q(object_id=object_id) if object_id else Q()
    for job_id in Job.objects.filter(which).values_list("id", flat=True):
        run_job(job_id)


def original(keys: HeldKeys, item: EvidenceItem) -> bytes:
    size = open_details(keys, item).size
    return b"".join(open_original(keys, item, size, read_blob(item.blob)))
