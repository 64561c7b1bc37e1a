"""How messages of a chat are printed: who, when by the export's clock, and where they stand."""

from datetime import datetime
from typing import Final

from packets.builders.content import PacketQuote
from packets.builders.wording import MONTHS

# The whole of it stands in the export; a page of a report is for reading.
PRINTED_LETTERS: Final = 2000
FLAGS: Final = {
    "date_order_ambiguous": "urutan hari dan bulan tidak jelas dari berkasnya",
    "back_in_time": "jamnya lebih awal daripada pesan sebelumnya",
    "like_a_header": "memuat baris yang mirip awal pesan lain",
    "sender_guessed": "nama pengirim merupakan perkiraan",
    "edited": "pernah diubah oleh pengirimnya",
    "view_once": "pesan sekali lihat",
    "forwarded": "pesan terusan",
    "characters_replaced": "ada karakter yang tidak terbaca dan diganti",
    "cut": "dipotong; selengkapnya dalam berkas asli",
    "encoding_mended": "pengodean karakter diperbaiki saat dibaca",
}
NO_TEXT: Final = "(tanpa teks)"


def quote_as_data(quote: PacketQuote) -> dict[str, str]:
    """The parts that the report prints, not yet made printable."""
    return {
        "sender": quote.sender,
        "when": clock_of(quote),
        "text": _printed(quote),
        "source": source_of(quote),
        "flags": ", ".join(FLAGS.get(flag, flag) for flag in quote.flags),
    }


def quote_in_a_line(quote: PacketQuote) -> str:
    """`[2026-07-21T03:15 WIB] Andi: Halo (B-01, baris 12)`."""
    text = " ".join(part for part in (quote.text, quote.media) if part)
    return f"[{quote.wall} {quote.zone}] {quote.sender}: {text} ({source_of(quote)})"


def clock_of(quote: PacketQuote) -> str:
    """`21 Juli 2026, pukul 03.15 WIB`; the words of the export where they are no time."""
    try:
        wall = datetime.fromisoformat(quote.wall)
    except ValueError:
        return quote.wall
    clock = f"{wall:%H.%M.%S}" if wall.second else f"{wall:%H.%M}"
    return f"{wall.day} {MONTHS[wall.month - 1]} {wall.year}, pukul {clock} {quote.zone}".rstrip()


def source_of(quote: PacketQuote) -> str:
    """`B-01, _chat.txt, baris 12–14`."""
    lines = str(quote.line_from)
    if quote.line_to > quote.line_from:
        lines = f"{quote.line_from}–{quote.line_to}"
    place = quote.label or "berkas yang tidak disertakan"
    return ", ".join(part for part in (place, quote.member, f"baris {lines}") if part)


def _printed(quote: PacketQuote) -> str:
    text = "\n".join(part for part in (quote.text, quote.media and f"[{quote.media}]") if part)
    if len(text) <= PRINTED_LETTERS:
        return text or NO_TEXT
    return f"{text[:PRINTED_LETTERS]} … (selengkapnya dalam {source_of(quote)})"
