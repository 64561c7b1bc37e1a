"""Makes small packets from invented cases, with real keys, a real chain and the real builders."""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from PIL import Image, ImageDraw

from packets.builders.content import (
    SIGNATURE_LABEL,
    PacketContent,
    PacketEvidence,
    PacketIncident,
    PacketLogEntry,
    PacketOutcome,
    PacketPlatformReport,
    PacketTime,
    SourceDamaged,
)
from packets.builders.packet import write_packet
from vault.chain import GENESIS, commit, entry_hash
from vault.signing import SigningKey, key_id

START = datetime(2025, 3, 5, 7, 5, tzinfo=UTC)
KEY = SigningKey.from_bytes(bytes(range(32)))
OTHER_KEY = SigningKey.from_bytes(bytes(range(1, 33)))
LOG_LABEL = b"kbgo/v1/log-entry"


def obj_of(number: int) -> str:
    return str(UUID(int=number))


def jpeg(width: int = 320, height: int = 240, colour: str = "#6f8796", text: str = "") -> bytes:
    image, out = Image.new("RGB", (width, height), colour), io.BytesIO()
    ImageDraw.Draw(image).text((width // 4, height // 2), text, fill="white")
    image.save(out, "JPEG", quality=75)
    return out.getvalue()


def source_of(data: bytes, piece: int = 1 << 20) -> Callable[[], Iterator[bytes]]:
    return lambda: (data[at : at + piece] for at in range(0, len(data), piece))


def damaged_source(data: bytes, whole_times: int = 0) -> Callable[[], Iterator[bytes]]:
    """Opens to its end a number of times; after that, every opening stops half-way."""
    opened = iter([True] * whole_times)

    def source() -> Iterator[bytes]:
        yield data[: len(data) // 2]
        if not next(opened, False):
            raise SourceDamaged
        yield data[len(data) // 2 :]

    return source


def item(number: int = 1, data: bytes = b"bukti", **changes: object) -> PacketEvidence:
    whole = PacketEvidence(
        number=number,
        label=f"B-{number:02d}",
        obj=obj_of(number),
        name=f"Tangkapan layar {number}.jpg",
        media_type="image/jpeg",
        file_class="image",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        received_at=START + timedelta(minutes=number),
        statement="Tangkapan layar percakapan",
        is_intimate=False,
        state="ready",
        source=source_of(data),
    )
    return replace(whole, **changes)


def incident(number: int = 1, **changes: object) -> PacketIncident:
    whole = PacketIncident(
        number=number,
        claimed=PacketTime("day", 2025, 3, number),
        claimed_sort_key=f"2025-03-{number:02d}",
        recorded_at=START + timedelta(hours=number),
        forms=("Ancaman penyebaran",),
        platform="Instagram",
        addresses=("https://www.instagram.com/p/contoh123/",),
        accounts=("@akun_contoh",),
        respondent="R.",
        relation="Mantan pasangan",
        note="Ia mengirim pesan dan mengancam akan menyebarkan foto saya.",
    )
    return replace(whole, **changes)


class LogMaker:
    """A chain as custody writes it, held in memory."""

    def __init__(self, key: SigningKey = KEY, log: int = 7) -> None:
        self.key, self.log, self.head = key, UUID(int=log).hex, GENESIS
        self.entries: list[PacketLogEntry] = []

    def add(
        self,
        act: str,
        obj: str = obj_of(0),
        details: Mapping[str, str] | None = None,
        role: str = "owner",
        is_shown: bool = True,
        at: datetime | None = None,
    ) -> None:
        seq, salt = len(self.entries) + 1, hashlib.sha256(act.encode() + obj.encode()).digest()
        told = {"who": "Pelapor", **(details or {})}
        moment = at or START + timedelta(minutes=seq)
        entry = {
            "v": "1",
            "log": self.log,
            "seq": str(seq),
            "prev": self.head,
            "ts": f"{moment:%Y-%m-%dT%H:%M:%S}.000Z",
            "actor": "ab" * 16,
            "role": role,
            "act": act,
            "obj": obj,
            "commit": commit(salt, told).hex(),
            "payload": "cd" * 32,
            "app": "0.1.0",
            "instance": key_id(self.key.verify_key),
        }
        digest = entry_hash(entry)
        shown = {"salt": salt.hex(), "details": told} if is_shown else {}
        signature = self.key.sign(LOG_LABEL, digest).hex()
        self.entries.append(PacketLogEntry(entry, digest.hex(), signature, **shown))
        self.head = digest.hex()

    def admit(self, each: PacketEvidence, *, is_shown: bool = True) -> None:
        """The admission of an item, as the packet tells of it."""
        facts = {"number": each.label, "sha256": each.sha256, "size": str(each.size)}
        facts |= {"type": each.media_type, "name": each.name}
        act = "evidence.item.admitted"
        self.add(act, each.obj, facts, is_shown=is_shown, at=each.received_at)


def log_for(evidence: tuple[PacketEvidence, ...], key: SigningKey = KEY) -> LogMaker:
    maker = LogMaker(key)
    maker.add("case.created")
    for each in evidence:
        maker.admit(each)
    maker.add("case.opened", role="paralegal")
    return maker


def content(
    evidence: tuple[PacketEvidence, ...] | None = None,
    log: LogMaker | None = None,
    key: SigningKey = KEY,
    **changes: object,
) -> PacketContent:
    """A whole small case: two incidents, and two items unless others are given."""
    items = (item(1), item(2, b"dua")) if evidence is None else evidence
    log = log or log_for(items, key)
    whole = PacketContent(
        packet_ref="p4ck3t0x",
        case_ref="K7Q2M4TZ",
        alias="Catatan resep",
        made_at=START + timedelta(days=2),
        app_version="0.1.0",
        instance_id=key_id(key.verify_key),
        instance_public_key=key.verify_key,
        log_head=log.head,
        sign=lambda message: key.sign(SIGNATURE_LABEL, message),
        incidents=(incident(1, evidence_numbers=(1,)), incident(2)),
        evidence=items,
        reports=(PacketPlatformReport("Instagram", ("https://www.instagram.com/p/x/",), "IG-1"),),
        log=tuple(log.entries),
    )
    return replace(whole, **changes)


def written(packet: PacketContent) -> tuple[bytes, PacketOutcome]:
    out = io.BytesIO()
    outcome = write_packet(packet, out.write)
    return out.getvalue(), outcome
