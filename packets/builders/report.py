"""What stands in the report: the ten parts of a chronology, from the content of a packet.

Text in Indonesian, formal, in the first person; the layout is `report.typ`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from packets.builders.content import PacketContent, PacketIncident, PacketPlatformReport
from packets.builders.glyphs import printable
from packets.builders.originals import Condition, WrittenItem
from packets.builders.timeline import evidence_labels, in_order, items_of
from packets.builders.typesetting import Picture, picture_from, typeset
from packets.builders.wording import (
    ACTS,
    ANCHORING,
    CLASSES,
    ROLES,
    WIB,
    counted,
    day,
    grouped,
    size,
    utc,
    wib,
)

TEMPLATE: Final = Path(__file__).with_name("report.typ")
WIDTH_CM: Final = 8.0
HEIGHT_CM: Final = 9.5
CONDITIONS: Final = {
    Condition.INCLUDED: "Berkas asli disertakan",
    Condition.DAMAGED: "RUSAK: berkas asli tidak lagi utuh",
    Condition.MISSING: "TIDAK DITEMUKAN: berkas asli tidak ada",
    Condition.LEFT_OUT: "Tidak disertakan; hanya sidik jari",
}
INTIMATE: Final = "Tidak disertakan karena bersifat pribadi; hanya sidik jari"
# A heading without text has no place in an accessible document.
UNTIMED: Final = "Waktu tidak diketahui"
_LONG_WORD: Final = re.compile(r"[^\s/?&=.\-_\u200b]{22}(?=\S)")


@dataclass(slots=True)
class _Pictures:
    """The pictures in the order in which they are printed, each once."""

    by_number: dict[int, Picture]
    captions: Mapping[int, str]
    printed: list[Picture] = field(default_factory=list)

    def take(self, numbers: Iterable[int]) -> list[dict[str, object]]:
        return [self._take(number) for number in numbers if number in self.by_number]

    def _take(self, number: int) -> dict[str, object]:
        picture = self.by_number.pop(number)
        self.printed.append(picture)
        scale = min(WIDTH_CM / picture.width, HEIGHT_CM / picture.height)
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
    data = {
        "case": _text(content.case_ref),
        "made": wib(content.made_at),
        "made_utc": utc(content.made_at),
        "app": _text(content.app_version),
        "fingerprint": grouped(content.instance_id),
        "summary": _summary(content, written),
        "lost": ", ".join(each.item.label for each in written if each.is_lost),
        "withdrawn": ", ".join(content.withdrawn),
        "rolled_back": ", ".join(map(str, content.rolled_back)),
        "respondents": _distinct(each.respondent for each in incidents),
        "accounts": _distinct(name for each in incidents for name in each.accounts),
        "platforms": _distinct(each.platform for each in incidents),
        "period": _period(incidents),
        "incidents": [_incident(each, content, pictures) for each in incidents],
        "evidence": [_evidence(each) for each in written],
        "loose": pictures.take(sorted(pictures.by_number)),
        "unprinted": sum(each.has_preview for each in written) - len(pictures.printed),
        "reports": [_platform_report(report) for report in content.reports],
        "acts": _acts(content),
        "log": _log(content),
        "anchoring": ANCHORING[content.anchoring],
    }
    return data, pictures.printed


def _pictures(content: PacketContent, written: Sequence[WrittenItem]) -> _Pictures:
    views = {each.item.number: picture_from(each.view) for each in written}
    usable = {number: picture for number, picture in views.items() if picture}
    return _Pictures(usable, {each.item.number: _caption(each) for each in written})


def _caption(written: WrittenItem) -> str:
    lost = " (berkas asli rusak atau tidak ditemukan)" if written.is_lost else ""
    return f"Bukti {written.item.label}{lost}"


def _summary(content: PacketContent, written: Sequence[WrittenItem]) -> dict[str, str]:
    included = sum(each.condition is Condition.INCLUDED for each in written)
    return {
        "incidents": counted(len(content.incidents)),
        "evidence": counted(len(written)),
        "included": counted(included),
    }


def _condition(written: WrittenItem) -> str:
    if written.condition is Condition.LEFT_OUT and written.item.is_intimate:
        return INTIMATE
    return CONDITIONS[written.condition]


def _incident(
    incident: PacketIncident, content: PacketContent, pictures: _Pictures
) -> dict[str, object]:
    numbers, labels = items_of(incident, content), evidence_labels(content)
    return {
        "number": str(incident.number),
        "time": _text(incident.claimed_text) or UNTIMED,
        "recorded": wib(incident.recorded_at),
        "forms": _joined(incident.forms),
        "platform": _text(incident.platform),
        "accounts": _joined(incident.accounts),
        "addresses": [_text(address) for address in incident.addresses],
        "respondent": _text(incident.respondent),
        "note": [_text(line) for line in incident.note.splitlines() if line.strip()],
        "evidence": ", ".join(labels[number] for number in numbers),
        "pictures": pictures.take(numbers),
    }


def _evidence(written: WrittenItem) -> dict[str, object]:
    item = written.item
    kind = CLASSES.get(item.file_class, item.file_class)
    return {
        "label": item.label,
        "name": _text(item.name),
        "kind": _joined(part for part in (kind, item.media_type, size(item.size)) if part),
        "statement": _text(item.statement),
        "day": day(item.received_at.astimezone(WIB)),
        "time": f"{item.received_at.astimezone(WIB):%H.%M} WIB",
        "utc": f"{item.received_at.astimezone(UTC):%H:%M:%S} UTC",
        "sha256": item.sha256,
        "incident": "" if item.incident_number is None else str(item.incident_number),
        "condition": _condition(written),
        "is_lost": written.is_lost,
    }


def _platform_report(report: PacketPlatformReport) -> dict[str, object]:
    return {
        "platform": _text(report.platform),
        "addresses": [_text(address) for address in report.addresses],
        "ticket": _text(report.ticket),
        "status": _text(report.status),
        "reported": day(report.reported_on) if report.reported_on else "",
        "answered": f"dijawab {day(report.answered_on)}" if report.answered_on else "",
    }


def _acts(content: PacketContent) -> list[dict[str, str]]:
    """The log in short: each act by each role, how often, first and last."""
    times: dict[tuple[str, str], list[datetime]] = {}
    for each in content.log:
        key = (each.entry["act"], each.entry["role"])
        times.setdefault(key, []).append(datetime.fromisoformat(each.entry["ts"]))
    return [
        {
            "act": ACTS.get(act, _text(act)),
            "role": ROLES.get(role, _text(role)),
            "count": counted(len(moments)),
            "first": wib(min(moments)),
            "last": wib(max(moments)) if len(moments) > 1 else "",
        }
        for (act, role), moments in times.items()
    ]


def _log(content: PacketContent) -> dict[str, str]:
    return {"entries": counted(len(content.log)), "head": content.log_head}


def _period(incidents: Sequence[PacketIncident]) -> str:
    timed = [each.claimed_text for each in incidents if each.claimed_sort_key]
    if not timed:
        return ""
    first, last = _text(timed[0]), _text(timed[-1])
    return first if first == last else f"{first} – {last}"


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(_text(value) for value in values if value.strip()))


def _joined(values: Iterable[str]) -> str:
    return ", ".join(_text(value) for value in values)


def _text(text: str) -> str:
    """What the typefaces can show, with places at which an endless word may be broken."""
    return _LONG_WORD.sub("\\g<0>\u200b", printable(text).strip())
