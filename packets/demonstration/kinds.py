"""One of each kind of evidence beside plain pictures, as an owner of the demonstration keeps it."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from cases.enums import RecordKind
from cases.models import CaseRecord
from cases.services import save_record
from core.dates import ClaimedTime, Precision, Zone
from evidence.covers import Box
from evidence.details import PHONE, ChatFacts, Fingerprint, Sighting
from evidence.enums import Purpose
from evidence.models import EvidenceItem
from evidence.pdq import METHOD
from evidence.sealing import open_details
from evidence.services import (
    Admission,
    note_fingerprint,
    note_sighting,
    quote_messages,
    redact_item,
)
from jobs.enums import JobKind
from packets.demonstration.people import (
    FIRST_DAY,
    DemoOwner,
    incident,
    keep_file,
    run_jobs_of,
)
from packets.demonstration.pictures import noise_jpeg

# Numbers of pictures that nothing else of the demonstration shows.
SPREAD, COVERED = 1001, 1002
COVERED_WORDS = ("grup angkatan",)
COVERED_PARTS = (Box(1200, 1500, 3000, 2600), Box(6000, 6400, 2400, 1200))
CHAT = """\
14/03/26 19.58 - Pesan dan panggilan terenkripsi secara end-to-end.
14/03/26 20.01 - R.: Jawab pesanku
14/03/26 20.03 - R.: Kalau tidak, fotonya bisa sampai ke teman-temanmu <Pesan ini diedit>
14/03/26 20.05 - Saya: Jangan hubungi saya lagi
15/03/26 07.12 - R.: <Media tidak disertakan>
15/03/26 07.13 - R.: Kita ketemu besok
"""
QUOTED = (2, 3, 4)


def keep_each_kind(owner: DemoOwner, incidents: list[CaseRecord]) -> None:
    """A covered picture and covered words, a chat with quotes, a picture that stayed on
    her phone, and an address at which the same picture stands."""
    first = incidents[0] if incidents else None
    _cover_picture(owner, first)
    if first:
        covered = replace(incident(0), covered=COVERED_WORDS)
        save_record(owner.actor, owner.keys, RecordKind.INCIDENT, covered, first)
    _quote_chat(owner)
    shown = keep_file(owner, "unggahan.jpg", noise_jpeg(SPREAD), told("Unggahan itu.", first))
    _leave_on_phone(owner, first, shown)
    keep_address(owner, first)


def keep_address(owner: DemoOwner, of: CaseRecord | None) -> None:
    """What an owner of any age may keep."""
    seen = Sighting(
        url="https://contoh.invalid/p/7",
        platform="instagram",
        display_name="Akun Contoh",
        handle="@akun_contoh_7",
        account_id="1002003004",
        seen=_at(15, Precision.EXACT),
    )
    note_sighting(owner.actor, owner.keys, seen, told("Unggahan itu, dari HP teman.", of))


def _cover_picture(owner: DemoOwner, of: CaseRecord | None) -> None:
    shows = told("Tangkapan layar. Nama teman saya ditutupi.", of)
    item = keep_file(owner, "tangkapan-grup.jpg", noise_jpeg(COVERED), shows)
    redact_item(owner.actor, owner.keys, item, COVERED_PARTS)
    run_jobs_of(JobKind.DERIVATIVES, item.id)


def _quote_chat(owner: DemoOwner) -> None:
    told = Admission(
        "Obrolan dengan R.",
        is_intimate=False,
        shows_adults_only=True,
        is_kept_as_is=True,
        purpose=Purpose.CHAT,
        chat=ChatFacts(zone=Zone.WIB.value),
    )
    item = keep_file(owner, "Chat WhatsApp dengan R.txt", CHAT.encode(), told)
    quote_messages(owner.actor, owner.keys, item, QUOTED)


def _leave_on_phone(owner: DemoOwner, of: CaseRecord | None, shown: EvidenceItem) -> None:
    """The digest is of another file than the item; what both pictures look like is the same."""
    content = noise_jpeg(SPREAD, 1 << 20)
    shown.refresh_from_db()
    pdq, quality = open_details(owner.keys, shown).pdq
    fingerprint = Fingerprint(
        sha256=sha256(content).hexdigest(),
        size=len(content),
        media_type="image/jpeg",
        name="IMG-20260314-WA0007.jpg",
        pdq=pdq,
        pdq_quality=quality,
        pdq_method=METHOD,
        kept_where="HP saya, galeri",
        made_by=PHONE,
        taken=_at(13, Precision.ABOUT),
    )
    note_fingerprint(owner.actor, owner.keys, fingerprint, told("Gambar yang dikirim R.", of))


def told(shows: str, of: CaseRecord | None) -> Admission:
    incident_id = of.id if of else None
    return Admission(shows, is_intimate=False, incident=incident_id, shows_adults_only=True)


def _at(days: int, precision: Precision) -> dict[str, str | int]:
    day = FIRST_DAY + timedelta(days=days)
    return ClaimedTime(precision, day.year, day.month, day.day, 20, 15, Zone.WIB).to_json()
