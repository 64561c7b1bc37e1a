"""Packets that quote exported chats, as the site's own readers read them."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evidence.chats.formats import SEVERAL, read_export
from evidence.chats.messages import Message
from packets.builders.content import PacketEvidence, PacketQuote
from tests.packets.making import KEY, content, incident, item, log_for, written
from tests.vaultverify.tampering import Files, files_of

CHATS = Path(__file__).parents[1] / "evidence" / "chats"


def zip_of(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def messages_in(name: str, data: bytes) -> tuple[str, list[Message]]:
    """The reader and the messages of an export; of several chats those of the first."""
    reading = read_export(name, data)
    if reading.format_id == SEVERAL:
        reading = read_export(name, data, reading.threads[0].id)
    found = [entry for entry in reading.entries if isinstance(entry, Message)]
    return f"{reading.format_id}/{reading.version}", found


def quotes_of(name: str, data: bytes, label: str = "B-01") -> tuple[PacketQuote, ...]:
    reader, messages = messages_in(name, data)
    sha256 = hashlib.sha256(data).hexdigest()
    return tuple(
        PacketQuote(
            label=label,
            sha256=sha256,
            member=each.member,
            line_from=each.line_from,
            line_to=each.line_to,
            raw_sha256=each.raw_sha256,
            reader=reader,
            wall=each.wall,
            zone="WIB",
            sender=each.sender,
            text=each.text,
            media=each.media,
        )
        for each in messages
    )


def export(name: str, data: bytes, number: int = 1, **changes: object) -> PacketEvidence:
    told = {"name": name, "media_type": "text/plain", "file_class": "document"}
    return item(number, data, **(told | changes))


def packet(
    name: str, data: bytes, quotes: Sequence[PacketQuote] | None = None, **changes: object
) -> Files:
    """A packet whose first item is the export, and whose incident quotes all of it."""
    told = quotes_of(name, data) if quotes is None else quotes
    return packet_of((export(name, data, **changes), item(2, b"dua")), told)


def packet_of(items: tuple[PacketEvidence, ...], quotes: Sequence[PacketQuote]) -> Files:
    incidents = (incident(1, quotes=tuple(quotes)), incident(2))
    return files_of(written(content(items, log_for(items, KEY), incidents=incidents))[0])


def changed(quote: PacketQuote, **changes: object) -> tuple[PacketQuote, ...]:
    return (replace(quote, **changes),)
