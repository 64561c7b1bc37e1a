"""What stands in the report: the ten parts of a chronology, from the content of a packet.

Text in Indonesian, formal, in the first person; the layout is `report.typ`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from packets.builders.anchors import anchored_in_indonesian
from packets.builders.appendix import routine_acts, single_acts
from packets.builders.content import (
    PacketContact,
    PacketContent,
    PacketIncident,
    PacketPlatformReport,
    PacketQuote,
)
from packets.builders.elsewhere import kind_in_words, lines_of, not_here, title_of
from packets.builders.formats import WIB
from packets.builders.glyphs import printable
from packets.builders.originals import Condition, WrittenItem
from packets.builders.paths import packet_number
from packets.builders.quotes import quote_as_data
from packets.builders.timeline import evidence_labels, in_order, items_of, note_of
from packets.builders.typesetting import Picture, picture_from, typeset
from packets.builders.wording import (
    CLASSES,
    claimed,
    clock,
    counted,
    day,
    grouped,
    respondent,
    size,
    utc,
    wib,
)

TEMPLATE: Final = Path(__file__).with_name("report.typ")
# Of two pictures side by side, and of one beside the text.
ABREAST_CM: Final = (7.9, 6.0)
BESIDE_CM: Final = (5.4, 5.0)
# A longer address needs the whole width, or it would be broken in the middle.
BESIDE_LETTERS: Final = 44
# Lines that an incident may have, as far as they can be guessed, to be kept on one page.
WHOLE_LINES: Final = 26
LETTERS_A_LINE: Final = 80
# What the bars over words are made of when they come here.
BAR: Final = "█"
# Each item has lines of its own to fill in while these fit on a page.
MOST_CAPTURE_ROWS: Final = 12
CONDITIONS: Final = {
    Condition.INCLUDED: "Berkas asli disertakan",
    Condition.DAMAGED: "RUSAK: berkas asli tidak lagi utuh",
    Condition.MISSING: "TIDAK ADA: berkas asli rusak atau tidak ada lagi pada penyimpanan",
    Condition.LEFT_OUT: "Berkas asli tidak disertakan; hanya nilai hash yang dicatat",
    Condition.COVERED: "Sebagian ditutupi oleh pelapor; berkas asli tetap disimpan dan tidak "
    "disertakan. Salinan yang ditutupi ada di foldernya",
    Condition.WITHHELD: "Dikunci: tidak ada keterangan yang boleh disertakan",
}
COVERED_ALONE: Final = (
    "Sebagian ditutupi oleh pelapor; berkas asli tetap disimpan dan tidak disertakan, hanya nilai "
    "hash yang dicatat"
)
STATEMENT_INCLUDED: Final = "Catatan layanan tentangnya disertakan"
INTIMATE: Final = (
    "Bermuatan seksual: berkas asli tidak disertakan, hanya nilai hash yang dicatat. Berkas asli "
    "diserahkan langsung oleh pelapor kepada penyidik atas permintaan"
)


@dataclass(slots=True)
class _Pictures:
    """The pictures in the order in which they are printed, each once."""

    by_number: dict[int, Picture]
    captions: Mapping[int, str]
    printed: list[Picture] = field(default_factory=list)

    def has(self, numbers: Iterable[int]) -> int:
        return sum(number in self.by_number for number in numbers)

    def take(
        self, numbers: Iterable[int], within: tuple[float, float] = ABREAST_CM
    ) -> list[dict[str, object]]:
        return [self._take(number, *within) for number in numbers if number in self.by_number]

    def _take(self, number: int, width: float, height: float) -> dict[str, object]:
        picture = self.by_number.pop(number)
        self.printed.append(picture)
        scale = min(width / picture.width, height / picture.height)
        return {
            "file": f"{len(self.printed) - 1}.svg",
            "caption": self.captions[number],
            "width": round(picture.width * scale, 3),
            "height": round(picture.height * scale, 3),
        }


def report_pdf(content: PacketContent, written: Sequence[WrittenItem]) -> bytes:
    """The report as tagged PDF/A-2a. Raises NotMade when it cannot be typeset."""
    data, pictures = report_data(content, written)
    return typeset(TEMPLATE, data, pictures, content.made_at)


def report_data(
    content: PacketContent, written: Sequence[WrittenItem]
) -> tuple[dict[str, object], list[Picture]]:
    """Everything the template prints, as text, and the pictures it names."""
    incidents, pictures = in_order(content), _pictures(content, written)
    acts, older = single_acts(content)
    data = {
        **_about(content),
        "summary": _summary(content, written),
        "lost": ", ".join(each.item.label for each in written if each.is_lost),
        "withdrawn": ", ".join(content.withdrawn),
        "rolled_back": ", ".join(map(str, content.rolled_back)),
        "respondents": _distinct(respondent(each.respondent, each.relation) for each in incidents),
        "accounts": _distinct(name for each in incidents for name in each.accounts),
        "platforms": _distinct(each.platform for each in incidents),
        "period": _period(incidents),
        "incidents": [_incident(each, content, pictures) for each in incidents],
        "has_quotes": any(each.quotes for each in incidents),
        "evidence": [_evidence(each) for each in written],
        "captured": _captured(written),
        "has_covered": _has_covered(incidents, written),
        "has_intimate": any(each.item.is_intimate for each in written),
        "loose": pictures.take(sorted(pictures.by_number)),
        "unprinted": sum(each.has_preview for each in written) - len(pictures.printed),
        "reports": [_platform_report(report) for report in content.reports],
        "acts": acts,
        "unprinted_acts": counted(older) if older else "",
        "routine": routine_acts(content),
    }
    return data, pictures.printed


def _about(content: PacketContent) -> dict[str, object]:
    """Which packet this is, when it was made, and whom to ask about it."""
    return {
        "packet": packet_number(content),
        "case": _text(content.case_ref),
        "made": wib(content.made_at),
        "made_utc": utc(content.made_at),
        "app": _text(content.app_version),
        "key_id": grouped(content.instance_id),
        "key_place": _text(content.contact.key_place),
        "contact": _contact(content.contact),
        "asked_by": _text(content.asked_by),
        "entries": counted(len(content.log)),
        "head": content.log_head,
        "anchoring": _text(anchored_in_indonesian(content)),
        "is_stamped": content.stamped is not None,
    }


def _contact(contact: PacketContact) -> list[str]:
    told = (contact.name, contact.person, contact.address, contact.phone, contact.email)
    return [_text(part) for part in told if part.strip()]


def _pictures(content: PacketContent, written: Sequence[WrittenItem]) -> _Pictures:
    views = {each.item.number: picture_from(each.view) for each in written}
    usable = {number: picture for number, picture in views.items() if picture}
    return _Pictures(usable, {each.item.number: _caption(each) for each in written})


def _caption(written: WrittenItem) -> str:
    lost = " (berkas asli rusak atau tidak ada lagi)" if written.is_lost else ""
    return f"Bukti {written.item.label}{lost}"


def _summary(content: PacketContent, written: Sequence[WrittenItem]) -> dict[str, str]:
    """What is elsewhere was never received: a statement of it is no original that is included."""
    elsewhere = sum(each.item.is_elsewhere for each in written)
    included = sum(
        each.condition is Condition.INCLUDED and not each.item.is_elsewhere for each in written
    )
    return {
        "incidents": counted(len(content.incidents)),
        "evidence": counted(len(written)),
        "included": counted(included),
        "elsewhere": counted(elsewhere) if elsewhere else "",
    }


def _has_covered(incidents: Sequence[PacketIncident], written: Sequence[WrittenItem]) -> bool:
    """Whether a box or a bar is printed anywhere; whatever else says the same is none the worse."""
    texts = (text for each in incidents for text in _texts_of(each))
    return any(each.has_covered_copy for each in written) or any(BAR in text for text in texts)


def _texts_of(incident: PacketIncident) -> Iterator[str]:
    yield from (incident.note, incident.respondent, *incident.addresses, *incident.accounts)
    for quote in incident.quotes:
        yield from (quote.sender, quote.text, quote.media)


def _condition(written: WrittenItem) -> str:
    if written.condition is Condition.LEFT_OUT and written.item.is_intimate:
        return INTIMATE
    if written.condition is Condition.COVERED and not written.has_covered_copy:
        return COVERED_ALONE
    if written.condition is Condition.INCLUDED and written.item.is_elsewhere:
        return STATEMENT_INCLUDED
    return CONDITIONS[written.condition]


def _incident(
    incident: PacketIncident, content: PacketContent, pictures: _Pictures
) -> dict[str, object]:
    numbers, labels = items_of(incident, content), evidence_labels(content)
    note = [_text(line) for line in note_of(incident).splitlines() if line.strip()]
    names = [*incident.addresses, *incident.accounts]
    is_short = not incident.quotes and _lines([*note, *names]) <= WHOLE_LINES
    is_beside = is_short and pictures.has(numbers) == 1 and _longest(names) <= BESIDE_LETTERS
    return {
        "number": str(incident.number),
        "time": claimed(incident.claimed),
        "recorded": wib(incident.recorded_at),
        "revised": _revised(incident),
        "forms": _joined(incident.forms),
        "platform": _text(incident.platform),
        "accounts": [_text(account) for account in incident.accounts],
        "addresses": [_text(address) for address in incident.addresses],
        "respondent": _text(respondent(incident.respondent, incident.relation)),
        "note": note,
        "quotes": [_quote(quote) for quote in incident.quotes],
        "evidence": ", ".join(labels[number] for number in numbers),
        "pictures": pictures.take(numbers, BESIDE_CM if is_beside else ABREAST_CM),
        "is_short": is_short,
        "is_beside": is_beside,
    }


def _quote(quote: PacketQuote) -> dict[str, object]:
    parts = {name: _text(part) for name, part in quote_as_data(quote).items()}
    return {**parts, "text": parts["text"].split("\n")}


def _revised(incident: PacketIncident) -> str:
    if incident.revised_at is None:
        return ""
    return f"{wib(incident.revised_at)} (revisi ke-{incident.revision})"


def _lines(texts: Iterable[str]) -> int:
    return sum(1 + len(text) // LETTERS_A_LINE for text in texts)


def _longest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)


def _evidence(written: WrittenItem) -> dict[str, object]:
    item = written.item
    kind = CLASSES.get(item.file_class, item.file_class)
    parts = (kind, item.media_type, size(item.size))
    away = item.is_elsewhere
    return {
        "label": item.label,
        "name": _text(title_of(item) if away else item.name),
        "kind": kind_in_words(item) if away else _joined(part for part in parts if part),
        "elsewhere": [
            {"label": label, "value": _text(value), "is_code": is_code}
            for label, value, is_code in (lines_of(item) if away else ())
        ],
        "not_here": not_here(item) if away else "",
        "statement": _text(item.statement),
        "received": [day(item.received_at.astimezone(WIB)), clock(item.received_at)],
        "utc": utc(item.received_at),
        "sha256": grouped(item.sha256, 8),
        "copy_sha256": grouped(item.covered_sha256, 8) if written.has_covered_copy else "",
        "incident": "" if item.incident_number is None else str(item.incident_number),
        "condition": _condition(written),
        "is_lost": written.is_lost,
    }


def _captured(written: Sequence[WrittenItem]) -> list[str]:
    """The items whose origin she fills in by hand; empty lines where they are too many."""
    labels = [each.item.label for each in written]
    return labels if len(labels) <= MOST_CAPTURE_ROWS else [""] * MOST_CAPTURE_ROWS


def _platform_report(report: PacketPlatformReport) -> dict[str, object]:
    return {
        "platform": _text(report.platform),
        "addresses": [_text(address) for address in report.addresses],
        "ticket": _text(report.ticket),
        "status": _text(report.status),
        "reported": _dated("dikirim", report.reported_on),
        "answered": _dated("dijawab", report.answered_on),
    }


def _dated(act: str, moment: date | None) -> str:
    return f"{act} {day(moment)} (hanya tanggal)" if moment else ""


def _period(incidents: Sequence[PacketIncident]) -> str:
    timed = [claimed(each.claimed) for each in incidents if each.claimed_sort_key]
    if not timed:
        return ""
    return timed[0] if timed[0] == timed[-1] else f"{timed[0]} sampai {timed[-1]}"


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(_text(value) for value in values if value.strip()))


def _joined(values: Iterable[str]) -> str:
    return ", ".join(_text(value) for value in values)


def _text(text: str) -> str:
    """What the typefaces can show. Where a long word may be broken is the template's affair, so
    that no sign which nobody sees gets into an address."""
    return printable(text).strip()
