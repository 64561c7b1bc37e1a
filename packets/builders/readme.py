"""The texts beside the payload: the two READMEs, and the format for independent examiners."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from textwrap import fill, indent
from typing import Final

from packets.builders.anchors import anchored_in_english, anchored_in_indonesian
from packets.builders.content import PacketContent
from packets.builders.originals import Condition, WrittenItem
from packets.builders.paths import packet_number
from packets.builders.wording import grouped, utc, wib
from vaultverify import labels

INDONESIAN: Final = "BACA-SAYA.txt"
ENGLISH: Final = "README.txt"
FORMAT: Final = "FORMAT.txt"
TEXTS: Final = Path(__file__).with_name("texts")


@dataclass(frozen=True, slots=True)
class _Words:
    """What one language puts into the gaps of its text."""

    template: str
    damaged: str
    missing: str
    intimate: str
    chosen: str
    covered: str
    covered_alone: str
    withheld: str
    withdrawn: str
    rolled_back: str
    wordless: str
    none: str
    asked: str
    nobody: str
    nowhere: str
    anchored: Callable[[PacketContent], str]


_WORDS: Final = {
    INDONESIAN: _Words(
        template="baca-saya.txt",
        damaged="rusak",
        missing="rusak atau tidak ada lagi pada penyimpanan",
        intimate="bermuatan seksual; tidak disertakan, hanya nilai hash yang dicatat.\n"
        "    Berkas aslinya diserahkan langsung oleh pelapor kepada penyidik atas permintaan",
        chosen="tidak disertakan; hanya nilai hash yang dicatat",
        covered="sebagian ditutupi oleh pelapor; yang disertakan salinannya\n"
        "    (derived/redacted.jpg), sedangkan berkas asli tetap disimpan",
        covered_alone="sebagian ditutupi oleh pelapor; hanya nilai hash yang dicatat,\n"
        "    sedangkan berkas asli tetap disimpan",
        withheld="dikunci; tidak ada keterangan yang boleh disertakan",
        withdrawn="ditarik oleh pelapor; tidak ada apa pun darinya di sini",
        rolled_back="entri $seq riwayat: keterangan itu tidak ada lagi seperti ditulis saat itu",
        wordless="kejadian $number: kata-kata pelapor tidak disertakan, karena bagian yang\n"
        "    ditutupi mungkin tidak diketahui lagi",
        none="(tidak ada)",
        asked="Diminta oleh $name",
        nobody="Tanyakan kepada pelapor atau pendampingnya.",
        nowhere="(tanyakan kepada penyelenggara layanan)",
        anchored=anchored_in_indonesian,
    ),
    ENGLISH: _Words(
        template="readme.txt",
        damaged="damaged",
        missing="damaged or no longer in the storage",
        intimate="of a sexual nature; left out, only its hash value is listed.\n"
        "    The person who reports hands the original to the investigator, on request",
        chosen="left out; only its hash value is listed",
        covered="partly covered by its owner; a covered copy is here\n"
        "    (derived/redacted.jpg), and the original is kept",
        covered_alone="partly covered by its owner; only its hash value is listed,\n"
        "    and the original is kept",
        withheld="locked; nothing of it may be told",
        withdrawn="taken out by its owner; nothing of it is here",
        rolled_back="entry $seq of the chain: the record is no longer as that entry left it",
        wordless="incident $number: its words are left out, as what was covered in them may\n"
        "    not be known any more",
        none="(nothing)",
        asked="Asked for by $name",
        nobody="Ask the person who reports, or whoever accompanies that person.",
        nowhere="(ask the service)",
        anchored=anchored_in_english,
    ),
}


def tag_texts(content: PacketContent, written: Sequence[WrittenItem]) -> dict[str, bytes]:
    """The texts by file name, with Windows line ends, which every editor shows."""
    readmes = {name: _filled(words, content, written) for name, words in _WORDS.items()}
    return {name: _encoded(text) for name, text in (readmes | {FORMAT: _format(content)}).items()}


def _filled(words: _Words, content: PacketContent, written: Sequence[WrittenItem]) -> str:
    told = {
        "packet": packet_number(content),
        "made": wib(content.made_at),
        "made_utc": utc(content.made_at),
        "asked": Template(words.asked).substitute(name=content.asked_by),
        "contact": _contact(words, content),
        "key_id": grouped(content.instance_id),
        "key_place": content.contact.key_place or words.nowhere,
        "entries": str(len(content.log)),
        "head": content.log_head,
        "anchoring": indent(fill(words.anchored(content), 84), "    "),
        "absent": "\n".join(_gaps(words, content, written)) or f"  {words.none}",
    }
    text = _template(words.template)
    return text.substitute(told) if content.asked_by else text.substitute(told | {"asked": ""})


def _format(content: PacketContent) -> str:
    constants = {name: value for name, value in vars(labels).items() if isinstance(value, bytes)}
    return _template("format.txt").substitute(
        key_id=grouped(content.instance_id),
        key_place=content.contact.key_place or _WORDS[ENGLISH].nowhere,
        packet_label=labels.PACKET_MANIFEST.decode(),
        entry_label=labels.ENTRY.decode(),
        log_label=labels.LOG_ENTRY.decode(),
        labels="\n   ".join(sorted(value.decode() for value in constants.values())),
    )


def _template(name: str) -> Template:
    return Template((TEXTS / name).read_text(encoding="utf-8"))


def _encoded(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode(errors="backslashreplace")


def _contact(words: _Words, content: PacketContent) -> str:
    contact = content.contact
    told = (contact.name, contact.person, contact.address, contact.phone, contact.email)
    return "\n".join(f"  {part}" for part in told if part) or f"  {words.nobody}"


def _gaps(words: _Words, content: PacketContent, written: Sequence[WrittenItem]) -> list[str]:
    withdrawn = [f"  {label}: {words.withdrawn}" for label in content.withdrawn]
    return [*_absent(words, written), *withdrawn, *_rolled_back(words, content)]


def _absent(words: _Words, written: Sequence[WrittenItem]) -> list[str]:
    return [
        f"  {each.item.label}: {_reason(words, each)}{_digest(each)}"
        for each in written
        if each.condition is not Condition.INCLUDED
    ]


def _rolled_back(words: _Words, content: PacketContent) -> list[str]:
    line = Template(words.rolled_back)
    wordless = Template(words.wordless)
    return [
        *(f"  {line.substitute(seq=seq)}" for seq in content.rolled_back),
        *(f"  {wordless.substitute(number=number)}" for number in content.wordless),
    ]


def _digest(written: WrittenItem) -> str:
    return f"\n    SHA-256 {written.item.sha256}" if written.item.sha256 else ""


def _reason(words: _Words, written: WrittenItem) -> str:
    if written.condition is Condition.DAMAGED:
        return words.damaged
    if written.condition is Condition.MISSING:
        return words.missing
    if written.condition is Condition.WITHHELD:
        return words.withheld
    if written.condition is Condition.COVERED:
        return words.covered if written.has_covered_copy else words.covered_alone
    return words.intimate if written.item.is_intimate else words.chosen
