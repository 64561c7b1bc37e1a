"""An exported chat that she kept, and what her pages show of it."""

from dataclasses import replace
from io import BytesIO

from django.http import HttpResponse

from cases.details import IncidentDetails
from cases.models import Case
from cases.reading import incidents_of
from evidence.chats.formats import read_export
from evidence.chats.transcript import pack
from evidence.details import ChatFacts
from evidence.enums import ItemState, Purpose
from evidence.models import EvidenceItem
from evidence.sealing import open_details, seal_derivative, seal_details
from evidence.services import Admission, admit_evidence
from evidence.storage import write_blob
from evidence.uploads import sealed_upload
from jobs.enums import JobKind
from jobs.models import Job
from tests import cast
from tests.evidence.owned import Owned
from tests.jobs.casework import run_jobs


def send_chat(hers: Owned, content: bytes, name: str = "chat.txt", **fields: str) -> HttpResponse:
    file = BytesIO(content)
    file.name = name
    told = {"file": file, "zone": "WITA", "shows": "", "minor": "no"} | fields
    return hers.client.post(hers.page("chat-add"), told)


def keep_chat(hers: Owned, content: bytes, name: str = "chat.txt") -> EvidenceItem:
    """Kept, and read by a worker."""
    answer = send_chat(hers, content, name)
    assert answer.status_code == 302, answer.content.decode()
    item = EvidenceItem.objects.visible_to(hers.person.actor).order_by("-number")[0]
    run_jobs(item.id)
    return EvidenceItem.objects.visible_to(hers.person.actor).get(pk=item.pk)


def admit_chat(owner: cast.Person, case: Case, content: bytes, name: str) -> EvidenceItem:
    """Kept, and not read yet."""
    told = Admission(
        is_intimate=False,
        shows_adults_only=True,
        is_kept_as_is=True,
        purpose=Purpose.CHAT,
        chat=ChatFacts(zone="WIB"),
    )
    upload = sealed_upload(case, name, [content])
    return admit_evidence(owner.actor, owner.keys(case), upload, told)


def admit_read_chat(owner: cast.Person, case: Case) -> EvidenceItem:
    """One of sixty messages that was read, where no worker lives."""
    lines = "".join(f"21/07/26 03.{minute:02d} - Andi: pesan {minute}\n" for minute in range(60))
    item, keys = admit_chat(owner, case, lines.encode(), "chat.txt"), owner.keys(case)
    reading = read_export("chat.txt", lines.encode())
    transcript = pack(reading.format_id, reading.version, reading.entries)
    row = item.derivatives.get()
    sealed = seal_derivative(keys, row, transcript)
    row.blob, row.blob_bytes, row.true_bytes = write_blob(sealed), len(sealed), len(transcript)
    row.save()
    facts = ChatFacts(zone="WIB", reader="whatsapp/1", message_count=60)
    item.state = ItemState.READY
    item.sealed_details = seal_details(keys, item, replace(open_details(keys, item), chat=facts))
    item.save()
    Job.objects.of(JobKind.DERIVATIVES, item.id).delete()
    return item


def look(hers: Owned, chat: EvidenceItem, **fields: object) -> str:
    answer = hers.client.post(hers.item_page("messages", chat), fields)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def notes_of(hers: Owned) -> list[IncidentDetails]:
    found = incidents_of(hers.person.keys(hers.case))
    return [one.details for one in found if one.details.quotes]
