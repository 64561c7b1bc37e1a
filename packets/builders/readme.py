"""The two READMEs: what is in a packet, how to check it, what it proves, and what is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final

from packets.builders.content import Anchoring, PacketContent
from packets.builders.originals import Condition, WrittenItem
from packets.builders.wording import ANCHORING, grouped, utc

INDONESIAN: Final = "BACA-SAYA.txt"
ENGLISH: Final = "README.txt"


@dataclass(frozen=True, slots=True)
class _Words:
    """How one language lists what is not in the packet."""

    template: str
    damaged: str
    missing: str
    intimate: str
    chosen: str
    withdrawn: str
    rolled_back: str
    none: str
    anchoring: Mapping[Anchoring, str]


_WORDS: Final = {
    INDONESIAN: _Words(
        "baca-saya.txt",
        "rusak",
        "tidak ditemukan",
        "sengaja tidak disertakan karena bersifat pribadi; hanya sidik jarinya yang dicatat",
        "sengaja tidak disertakan; hanya sidik jarinya yang dicatat",
        "ditarik oleh pelapor; tidak ada apa pun darinya di sini",
        "entri $seq catatan penjagaan: keterangan itu tidak ada lagi seperti ditulis saat itu",
        "(tidak ada)",
        ANCHORING,
    ),
    ENGLISH: _Words(
        "readme.txt",
        "damaged",
        "not found",
        "left out on purpose because it is intimate; only its fingerprint is listed",
        "left out on purpose; only its fingerprint is listed",
        "taken out by its owner; nothing of it is here",
        "entry $seq of the custody log: the record is no longer there as that entry left it",
        "(nothing)",
        {anchoring: anchoring.value for anchoring in Anchoring},
    ),
}


def readmes(content: PacketContent, written: Sequence[WrittenItem]) -> dict[str, bytes]:
    """Both texts by file name, with Windows line ends, which every editor shows."""
    return {name: _filled(words, content, written) for name, words in _WORDS.items()}


def _filled(words: _Words, content: PacketContent, written: Sequence[WrittenItem]) -> bytes:
    template = Path(__file__).with_name("texts") / words.template
    text = Template(template.read_text(encoding="utf-8")).substitute(
        case=content.case_ref,
        made=utc(content.made_at),
        fingerprint=grouped(content.instance_id),
        entries=len(content.log),
        head=content.log_head,
        anchoring=words.anchoring[content.anchoring],
        absent="\n".join(_gaps(words, content, written)) or f"  {words.none}",
    )
    return text.replace("\n", "\r\n").encode(errors="backslashreplace")


def _gaps(words: _Words, content: PacketContent, written: Sequence[WrittenItem]) -> list[str]:
    withdrawn = [f"  {label}: {words.withdrawn}" for label in content.withdrawn]
    return [*_absent(words, written), *withdrawn, *_rolled_back(words, content)]


def _absent(words: _Words, written: Sequence[WrittenItem]) -> list[str]:
    return [
        f"  {each.item.label}: {_reason(words, each)}\n    SHA-256 {each.item.sha256}"
        for each in written
        if each.condition is not Condition.INCLUDED
    ]


def _rolled_back(words: _Words, content: PacketContent) -> list[str]:
    line = Template(words.rolled_back)
    return [f"  {line.substitute(seq=seq)}" for seq in content.rolled_back]


def _reason(words: _Words, written: WrittenItem) -> str:
    if written.condition is Condition.DAMAGED:
        return words.damaged
    if written.condition is Condition.MISSING:
        return words.missing
    return words.intimate if written.item.is_intimate else words.chosen
