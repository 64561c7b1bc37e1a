"""What a packet tells of things that are not in it: files that stayed with her, addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Final

from packets.builders.content import (
    PacketEvidence,
    PacketFingerprint,
    PacketSighting,
    PacketTime,
)
from packets.builders.wording import claimed, grouped, size

FINGERPRINT: Final = "nilai hash dari berkas yang tetap pada pelapor"
ADDRESS: Final = "tautan atau akun yang dicatat pelapor"
NOT_HERE: Final = "Berkasnya tetap pada pelapor dan tidak pernah diterima oleh layanan"
NOT_OPENED: Final = "Dicatat oleh pelapor; layanan tidak pernah membukanya"
TYPED: Final = "diketik oleh pelapor"
WORKED_OUT: Final = "dihitung pada perangkat pelapor, dari berkasnya"

# What a line is called, what it says, and whether it is read sign by sign.
Line = tuple[str, str, bool]


def elsewhere_as_json(item: PacketEvidence) -> dict[str, object]:
    """An object of its own for each; nothing for a file that was received."""
    found: dict[str, object] = {}
    if item.fingerprint:
        found["fingerprint"] = _as_json(item.fingerprint, "taken", item.fingerprint.taken)
    if item.sighting:
        found["sighting"] = _as_json(item.sighting, "seen", item.sighting.seen)
    return found


def known_parts(time: PacketTime) -> dict[str, object]:
    """The parts she knows; a zone only where there is a clock to read it by."""
    parts = {name: value for name, value in asdict(time).items() if value is not None}
    if time.hour is None:
        del parts["zone"]
    return parts


def kind_in_words(item: PacketEvidence) -> str:
    return FINGERPRINT if item.fingerprint else ADDRESS


def title_of(item: PacketEvidence) -> str:
    """What stands where a file's name does."""
    if item.fingerprint:
        return item.fingerprint.name or "Berkas tanpa nama"
    seen = item.sighting or PacketSighting()
    return seen.url or seen.handle or seen.display_name or seen.account_id


def lines_of(item: PacketEvidence) -> list[Line]:
    """What the report prints of it; what is not known is left away."""
    if item.fingerprint:
        told = list(_of_fingerprint(item.fingerprint))
    else:
        told = list(_of_sighting(item.sighting or PacketSighting()))
    return [line for line in told if line[1]]


def not_here(item: PacketEvidence) -> str:
    return NOT_HERE if item.fingerprint else NOT_OPENED


def _of_fingerprint(told: PacketFingerprint) -> Iterator[Line]:
    yield "Nilai hash berkas itu", grouped(told.sha256, 8), True
    yield "Diperoleh", TYPED if told.is_typed else WORKED_OUT, False
    yield "Jenis, ukuran", _joined(told.media_type, size(told.size) if told.size else ""), False
    yield "Nilai hash rupa gambar (PDQ)", grouped(told.pdq, 8), True
    if told.pdq:
        yield "Metode PDQ", f"{told.pdq_method}, mutu {told.pdq_quality} dari 100", False
    yield "Disimpan di", told.kept_where, False
    yield "Dibuat", claimed(told.taken) if told.taken else "", False


def _of_sighting(seen: PacketSighting) -> Iterator[Line]:
    yield "Platform", seen.platform, False
    yield "Nama yang tampil", seen.display_name, False
    yield "Nama akun", seen.handle, False
    yield "Nomor tetap akun (ID)", seen.account_id, False
    yield "Terlihat", claimed(seen.seen) if seen.seen else "", False


def _as_json(
    told: PacketFingerprint | PacketSighting, name: str, time: PacketTime | None
) -> dict[str, object]:
    """Numbers as text, as everything that is compared with the log."""
    values = {key: value for key, value in asdict(told).items() if key != name}
    parts = known_parts(time) if time else {}
    return {**_without_numbers(values), name: _without_numbers(parts)}


def _without_numbers(values: Mapping[str, object]) -> dict[str, object]:
    return {key: str(value) if type(value) is int else value for key, value in values.items()}


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
