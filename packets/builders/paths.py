"""The names of files and folders in a packet: plain ASCII, whatever the contents are called."""

import re
from typing import Final

from packets.builders.content import PacketContent, PacketEvidence
from packets.builders.formats import WIB

KIND: Final = "police"
HELD: Final = "held"
EXTENSIONS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/avif": "avif",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "video/3gpp": "3gp",
    "video/x-matroska": "mkv",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/wav": "wav",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/zip": "zip",
    "application/json": "json",
    "text/plain": "txt",
    "message/rfc822": "eml",
}


def packet_number(content: PacketContent) -> str:
    """The packet's own number with its second by the clock of WIB: `k7q2m4tz-2025-03-07-140500`."""
    ref = re.sub(r"[^A-Za-z0-9-]", "", content.packet_ref) or "berkas"
    return f"{ref}-{content.made_at.astimezone(WIB):%Y-%m-%d-%H%M%S}"


def packet_folder(content: PacketContent) -> str:
    """A name that tells a passer-by nothing."""
    return f"catatan-{packet_number(content)}"


def item_folder(item: PacketEvidence) -> str:
    return f"data/evidence/{item.number:03d}"


def covered_path(item: PacketEvidence) -> str:
    return f"{item_folder(item)}/derived/redacted.jpg"


def original_path(item: PacketEvidence) -> str:
    """Named after the type the server saw; what could run when opened, and what was never opened
    here, is called `bin`."""
    extension = "bin" if item.state == HELD else EXTENSIONS.get(item.media_type, "bin")
    return f"{item_folder(item)}/original.{extension}"
