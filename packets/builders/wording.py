"""The formal Indonesian of a report: dates, sizes, and what the acts in a log are called."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from packets.builders.content import Anchoring

WIB: Final = timezone(timedelta(hours=7))
MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
ACTS: Final = {
    "case.created": "Catatan dimulai",
    "case.opened": "Catatan dibuka",
    "case.gate.answered": "Pertanyaan awal dijawab",
    "case.grant.created": "Dibagikan kepada lembaga bantuan hukum",
    "case.grant.revoked": "Pembagian kepada lembaga ditarik kembali",
    "case.assigned": "Pendamping ditugaskan",
    "case.unassigned": "Penugasan pendamping diakhiri",
    "case.epoch.started": "Kunci baru dibuat",
    "case.record.added": "Keterangan ditambahkan",
    "case.record.revised": "Keterangan diperbaiki (versi lama tersimpan)",
    "case.record.removed": "Keterangan dikeluarkan",
    "evidence.item.admitted": "Bukti diterima dan disegel",
    "evidence.item.derived": "Pratinjau buram dibuat",
    "evidence.item.held": "Bukti disimpan tanpa pratinjau",
    "evidence.item.locked": "Bukti dikunci",
    "evidence.item.revealed": "Bukti dilihat",
    "evidence.item.downloaded": "Berkas asli diunduh",
    "evidence.item.damaged": "Bukti ditemukan rusak",
    "evidence.item.rekeyed": "Berkas disegel ulang dengan kunci baru",
    "case.rekeying.asked": "Kunci baru untuk semua berkas diminta",
    "packet.requested": "Berkas laporan diminta",
    "packet.built": "Berkas laporan dibuat",
    "packet.downloaded": "Berkas laporan diunduh",
    "owner.credentials.renewed": "Kata pembuka catatan diganti",
}
ROLES: Final = {
    "owner": "Pelapor",
    "friend": "Teman yang diundang",
    "paralegal": "Paralegal",
    "lawyer": "Advokat",
    "lead": "Ketua tim LBH",
    "org_admin": "Admin organisasi",
    "site_admin": "Admin situs",
    "worker": "Sistem, atas permintaan",
    "system": "Sistem",
}
ANCHORING: Final = {
    Anchoring.NONE_CONFIGURED: "tidak dipakai",
    Anchoring.PENDING: "belum ada; masih ditunggu",
}
CLASSES: Final = {"image": "gambar", "video": "video", "document": "dokumen", "text": "teks"}
UNITS: Final = ("kB", "MB", "GB", "TB")


def day(moment: date) -> str:
    """`5 Maret 2025`."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def wib(moment: datetime) -> str:
    """`5 Maret 2025, 14.05 WIB`: the clock a police desk reads; Western Indonesia Time, UTC+7."""
    local = moment.astimezone(WIB)
    return f"{day(local)}, {local:%H.%M} WIB"


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def size(octets: int) -> str:
    """`640 B`, `12,4 kB`, `1,3 GB`: decimal units with a decimal comma."""
    if octets < 1000:
        return f"{octets} B"
    power = min((len(str(octets)) - 1) // 3, len(UNITS))
    return f"{octets / 1000**power:.1f} {UNITS[power - 1]}".replace(".", ",")


def counted(number: int) -> str:
    """`12.345`, with the points that Indonesian uses for thousands."""
    return f"{number:,}".replace(",", ".")


def grouped(fingerprint: str) -> str:
    """In fours, to be read aloud and compared."""
    return " ".join(re.findall(".{1,4}", fingerprint))
