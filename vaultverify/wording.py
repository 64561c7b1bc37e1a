"""What the verifier says: one short line in Indonesian and English for each thing it can find."""

from typing import Final

from vaultverify.anchoring import ROOTS
from vaultverify.findings import IN_INDONESIAN
from vaultverify.quotes import Standing
from vaultverify.verdict import Anchor, Check, Line, Status, Verdict

CHECKS: Final = {
    Check.ARCHIVE: ("Susunan ZIP", "ZIP structure"),
    Check.BAG: ("Isi sesuai daftar", "contents match the lists"),
    Check.DIGESTS: ("Nilai hash setiap berkas", "digest of every file"),
    Check.PIN: ("Kode pengenal kunci yang diharapkan", "expected instance fingerprint"),
    Check.SIGNATURE: ("Tanda tangan layanan", "instance's signature"),
    Check.LOG: ("Rantai riwayat penanganan", "chain of the custody log"),
    Check.LOG_HEAD: ("Ujung riwayat penanganan", "head of the custody log"),
    Check.DECLARED: ("Keterangan bukti", "what is told of the evidence"),
    Check.EVIDENCE: ("Bukti sama dengan saat diterima", "evidence is as received"),
    Check.QUOTES: ("Kutipan sama dengan ekspor obrolan", "quotes are as in their export"),
    Check.CHECKPOINT: ("Titik periksa bertanda tangan", "signed checkpoint"),
    Check.ANCHORING: ("Cap waktu luar", "outside time stamp"),
    Check.STAMPS: ("Keabsahan cap waktu", "validity of the time stamps"),
}
MARKS: Final = {
    Status.GOOD: "[ok]   ",
    Status.FAILED: "[GAGAL]",
    Status.INCOMPLETE: "[kurang]",
    Status.UNREADABLE: "[GAGAL]",
}
OPEN: Final = "[belum]"
RESULTS: Final = {
    Status.GOOD: ("semua cocok", "all good"),
    Status.FAILED: ("ada yang tidak cocok", "something does not match"),
    Status.INCOMPLETE: ("cocok, tetapi belum lengkap", "matches, but is not complete"),
    Status.UNREADABLE: ("berkas tidak dapat dibaca", "the file cannot be read"),
}
# Anybody can make a packet that holds together, with a key of her own.
UNPINNED: Final = (
    "cocok di dalam berkas; asalnya belum diperiksa",
    "holds together; its origin was not checked",
)
LIMITS: Final = (
    "Yang diperiksa: isi tidak berubah sejak diterima. Tidak diperiksa: apakah isinya benar.",
    "Checked: nothing changed since it was received. Not checked: whether what it says is true.",
)
NO_PIN: Final = (
    "Bandingkan kode pengenal kunci dengan yang diumumkan layanan itu sendiri (--pin).",
    "Compare the instance fingerprint with the one it publishes (--pin).",
)
UNCHECKED: Final = (
    "  Pasang rfc3161-client lalu periksa lagi, atau di folder hasil ekstrak jalankan:",
    "  Install rfc3161-client and check again, or run in the folder of the unpacked packet:",
)

NOT_COMPARED: Final = {
    Standing.DIFFERENT: ("tidak sama", "not alike"),
    Standing.COVERED: ("tidak dicocokkan: ada kata yang ditutupi", "not compared: words covered"),
    Standing.IN_ANNEX: ("tidak dicocokkan: di lampiran tersegel", "not compared: in the annex"),
    Standing.ABSENT: ("tidak dicocokkan: ekspornya tidak di sini", "not compared: export not here"),
    Standing.UNKNOWN: ("tidak dicocokkan: jenis ekspor baru", "not compared: newer kind of export"),
}


def told(verdict: Verdict, name: str, is_pinned: bool) -> str:
    """The whole report as text, safe for a terminal: names in it are printable ASCII only."""
    lines = [_safe(name), *(_line(line) for line in verdict.lines)]
    if verdict.fingerprint:
        lines.append(f"Kode pengenal kunci / instance fingerprint: {_grouped(verdict.fingerprint)}")
        lines.append(f"SHA-256: {verdict.key_sha256}")
        lines += [] if is_pinned else NO_PIN
    for anchor in verdict.anchors:
        lines += _anchored(anchor)
    if verdict.left_out:
        labels = ", ".join(verdict.left_out)
        lines.append(f"Sengaja tidak disertakan / left out on purpose: {labels}")
    if verdict.covered:
        labels = ", ".join(verdict.covered)
        lines.append(
            f"Sebagian ditutupi, asli tidak di sini / covered, originals left out: {labels}"
        )
    if verdict.withdrawn:
        labels = ", ".join(verdict.withdrawn)
        lines.append(f"Ditarik oleh pelapor / taken out by its owner: {labels}")
    lines += _quoted(verdict.quotes)
    indonesian, english = RESULTS[verdict.status]
    if verdict.status == Status.GOOD and not is_pinned:
        indonesian, english = UNPINNED
    lines.append(f"HASIL / RESULT {int(verdict.status)}: {indonesian} / {english}")
    return "\n".join([*lines, *LIMITS])


def as_json(verdict: Verdict, is_pinned: bool) -> dict[str, object]:
    """The machine form; its keys are a contract."""
    return {
        "status": int(verdict.status),
        "result": verdict.status.name.lower(),
        "fingerprint": verdict.fingerprint,
        "key_sha256": verdict.key_sha256,
        "is_pinned": is_pinned,
        "log": {"entries": verdict.log_entries, "head": verdict.log_head},
        "included": verdict.included,
        "damaged": verdict.damaged,
        "missing": verdict.missing,
        "left_out": verdict.left_out,
        "covered": verdict.covered,
        "withheld": verdict.withheld,
        "withdrawn": verdict.withdrawn,
        "rolled_back": verdict.rolled_back,
        "quotes": verdict.quotes,
        "words_left_out": verdict.words_left_out,
        "anchors": [
            {
                "checkpoint": anchor.checkpoint,
                "entries": anchor.length,
                "time": f"{anchor.at:%Y-%m-%dT%H:%M:%SZ}",
                "authority": anchor.authority,
                "root_sha256": anchor.root_sha256,
                "is_checked": anchor.is_checked,
                "file": anchor.file,
            }
            for anchor in verdict.anchors
        ],
        "checks": [
            {
                "check": line.check.value,
                "result": "open" if line.is_open else line.status.name.lower(),
                "found": line.found,
                "where": line.where,
            }
            for line in verdict.lines
        ],
    }


def _line(line: Line) -> str:
    indonesian, english = CHECKS[line.check]
    told = f"{IN_INDONESIAN[line.found]} / {line.found}" if line.found else ""
    found = ": ".join(part for part in (told, _safe(line.where)) if part)
    mark = OPEN if line.is_open else MARKS[line.status]
    return f"{mark} {indonesian} / {english}" + (f" – {found}" if found else "")


def _quoted(counts: dict[str, int]) -> list[str]:
    """How many quoted messages were compared, and why others were not."""
    if not counts:
        return []
    rest = [
        f"  {indonesian} / {english}: {counts[standing]}"
        for standing, (indonesian, english) in NOT_COMPARED.items()
        if counts[standing]
    ]
    compared = counts[Standing.SAME]
    lines = f"Kutipan yang dicocokkan dan sama / quotes compared and alike: {compared}"
    return [lines, *rest]


def _anchored(anchor: Anchor) -> list[str]:
    """When the log was at most that long, and who says so; or how somebody else can find out."""
    reach = f"sampai entri / up to entry {anchor.length}: {anchor.at:%Y-%m-%d %H:%M:%S} UTC"
    if anchor.is_checked:
        return [
            f"Cap waktu / time stamp, {reach}",
            f"  oleh / by: {_safe(anchor.authority)}",
            f"  SHA-256 sertifikat akar / of the root certificate: {anchor.root_sha256}",
        ]
    note = f"data/anchors/{anchor.checkpoint}.checkpoint"
    return [
        f"Cap waktu yang belum diperiksa / unchecked time stamp, {reach}",
        *UNCHECKED,
        f"  openssl ts -verify -data {note} -in {anchor.file} -CAfile {ROOTS}"
        f" -attime {int(anchor.at.timestamp())}",
    ]


def _grouped(fingerprint: str) -> str:
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def _safe(text: str) -> str:
    """Nothing that could move the cursor or turn the text around."""
    return "".join(char if " " <= char <= "~" else "?" for char in text)[:200]
