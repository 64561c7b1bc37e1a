"""The formal Indonesian of a report: dates, sizes, and what the acts in a log are called."""

import re
from datetime import UTC, date, datetime
from typing import Final

from packets.builders.content import PacketTime
from packets.builders.formats import WIB

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
    "case.created": "Catatan kasus dibuat",
    "case.opened": "Catatan kasus dibuka",
    "case.gate.answered": "Pertanyaan awal dijawab",
    "case.grant.created": "Dibagikan kepada lembaga bantuan hukum",
    "case.grant.revoked": "Pembagian kepada lembaga ditarik kembali",
    "case.assigned": "Pendamping ditugaskan",
    "case.unassigned": "Penugasan pendamping diakhiri",
    "case.disposed": "Catatan ditandai untuk dihapus",
    "case.kept": "Catatan tetap disimpan",
    "case.share.created": "Bukti terpilih dibagikan kepada lembaga bantuan hukum",
    "case.share.revoked": "Pembagian bukti terpilih ditarik kembali",
    "case.share.assigned": "Pendamping ditugaskan untuk bukti terpilih",
    "case.share.unassigned": "Penugasan pendamping untuk bukti terpilih diakhiri",
    "case.share.opened": "Bukti terpilih dibuka",
    "case.epoch.started": "Kunci baru dibuat",
    "case.organization.renewed": "Kunci lembaga diganti",
    "case.organization.recovered": "Kunci lembaga dipulihkan",
    "case.restoration.asked": "Pengembalian catatan kepada pemiliknya diminta",
    "case.restoration.approved": "Pengembalian catatan disetujui orang kedua",
    "case.restoration.refused": "Pengembalian catatan ditolak",
    "case.restoration.done": "Catatan dikembalikan kepada pemiliknya",
    "case.restoring.forbidden": "Pengembalian catatan lewat lembaga dilarang",
    "case.restoring.allowed": "Pengembalian catatan lewat lembaga diizinkan",
    "case.record.added": "Keterangan ditambahkan",
    "case.record.revised": "Keterangan diperbaiki (versi lama tersimpan)",
    "case.record.removed": "Keterangan dikeluarkan",
    "evidence.item.admitted": "Bukti diterima dan disegel",
    "evidence.item.derived": "Pratinjau dibuat, atau obrolan atau bagian atas email dibaca",
    "evidence.item.redacted": "Bagian bukti ditutupi untuk salinan yang diserahkan",
    "evidence.item.checked": "Bukti diperiksa dengan pemindai virus",
    "evidence.item.held": "Bukti disimpan tanpa pratinjau",
    "evidence.item.locked": "Bukti dikunci",
    "evidence.item.shared": "Bukti ditambahkan ke yang dibagikan",
    "evidence.item.unshared": "Bukti dikeluarkan dari yang dibagikan",
    "evidence.item.revealed": "Bukti dilihat",
    "evidence.item.located": "Lokasi atau jalur dalam berkas dilihat",
    "evidence.item.downloaded": "Berkas asli diunduh",
    "evidence.item.damaged": "Bukti ditemukan rusak",
    "evidence.item.disposed": "Bukti ditarik oleh pelapor",
    "evidence.item.kept": "Bukti tetap disimpan",
    "evidence.item.rekeyed": "Berkas disegel ulang dengan kunci baru",
    "case.rekeying.asked": "Kunci baru untuk semua berkas diminta",
    "packet.requested": "Berkas laporan diminta",
    "packet.continued": "Pembuatan berkas laporan dilanjutkan",
    "packet.built": "Berkas laporan dibuat",
    "packet.downloaded": "Berkas laporan diunduh",
    "owner.credentials.renewed": "Kata pembuka catatan diganti",
    "case.counting.allowed": "Penghitungan dalam angka tanpa nama diizinkan",
    "case.counting.forbidden": "Penghitungan dalam angka tanpa nama dilarang",
    "case.counted": "Kasus dihitung dalam angka tanpa nama",
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
# What a precision adds to a time; an exact one needs no word.
PRECISIONS: Final = {
    "exact": "tepat",
    "about": "sekitar",
    "day": "hanya tanggal",
    "month": "hanya bulan",
    "unknown": "tidak diingat",
}
# In place of the words of an incident, wherever those would stand.
WORDLESS: Final = (
    "(Kata-kata pelapor tidak disertakan: keterangan yang tersimpan tidak lagi seperti tercatat "
    "dalam riwayat, sehingga bagian yang ditutupi oleh pelapor mungkin tidak diketahui lagi.)"
)
UNTIMED: Final = "Waktu tidak diingat"
CLASSES: Final = {
    "image": "gambar",
    "video": "video",
    "audio": "suara",
    "document": "dokumen",
    "text": "teks",
    "mail": "surel",
    "archive": "ekspor obrolan",
    "other": "berkas lain",
}
UNITS: Final = ("kB", "MB", "GB", "TB")


def day(moment: date) -> str:
    """`5 Maret 2025`."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def wib(moment: datetime) -> str:
    """`5 Maret 2025, pukul 14.05.09 WIB`: the clock a police desk reads, UTC+7."""
    local = moment.astimezone(WIB)
    return f"{day(local)}, pukul {clock(local)}"


def clock(moment: datetime) -> str:
    """`14.05.09 WIB`."""
    return f"{moment.astimezone(WIB):%H.%M.%S} WIB"


def short(moment: datetime) -> str:
    """`05-03-2025 14.05.09 WIB`, for narrow columns."""
    return f"{moment.astimezone(WIB):%d-%m-%Y} {clock(moment)}"


def claimed(time: PacketTime) -> str:
    """A time as she knows it, with its clock and zone, or with what of it is not known:
    `sekitar 5 Maret 2025, pukul 14.05 WITA`, `5 Maret 2025 (hanya tanggal)`."""
    if time.year is None:
        return UNTIMED
    about = "sekitar " if time.precision == "about" else ""
    if time.hour is not None:
        return f"{about}{_date(time)}, pukul {time.hour:02d}.{time.minute or 0:02d} {time.zone}"
    return f"{about}{_date(time)} ({_limit(time)})"


def _date(time: PacketTime) -> str:
    parts = (time.day, time.month and MONTHS[time.month - 1], time.year)
    return " ".join(str(part) for part in parts if part)


def _limit(time: PacketTime) -> str:
    if time.day is not None:
        return "hanya tanggal"
    return "hanya tahun" if time.month is None else "hanya bulan"


def respondent(name: str, relation: str) -> str:
    """`R. (mantan pasangan)`."""
    name, relation = name.strip(), relation.strip()
    if not name or not relation:
        return name or relation
    return f"{name} ({relation[0].lower()}{relation[1:]})"


def utc(moment: datetime) -> str:
    """`2025-03-05 07:05:09 UTC`."""
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


def grouped(fingerprint: str, by: int = 4) -> str:
    """In groups, to be read aloud and compared."""
    return " ".join(re.findall(f".{{1,{by}}}", fingerprint))
