"""The chronology as data: JSON for programs, CSV for a spreadsheet that runs no formula."""

import csv
import io
import re
from dataclasses import asdict
from typing import Final

from packets.builders.content import (
    PacketContent,
    PacketIncident,
    PacketPlatformReport,
)
from packets.builders.elsewhere import elsewhere_as_json, known_parts
from packets.builders.formats import as_json, stamp
from packets.builders.quotes import quote_in_a_line
from packets.builders.wording import PRECISIONS, WORDLESS, claimed, respondent

COLUMNS: Final = (
    "number",
    "claimed_time",
    "precision",
    "zone",
    "recorded_at_utc",
    "revision",
    "revised_at_utc",
    "forms",
    "platform",
    "accounts",
    "addresses",
    "respondent",
    "note",
    "quotes",
    "evidence",
)
# A spreadsheet set up for Indonesia splits a line at each semicolon, others at commas or tabs, and
# none knows then which quotation marks and line ends belonged to a cell: each may begin another.
FORMULA: Final = re.compile(r"""(^|[;,\t\r\n])([ "\xa0]*)(?=[=+\-@＝＋－＠])""")
NO_TEXT: Final = ("\t", "\r")
# What turns the order of all that follows in its cell.
TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Older spreadsheets take a file without this mark for another encoding.
BOM: Final = b"\xef\xbb\xbf"


def in_order(content: PacketContent) -> list[PacketIncident]:
    """By the time claimed, then by number; what has no time comes last."""
    return sorted(
        content.incidents,
        key=lambda each: (not each.claimed_sort_key, each.claimed_sort_key, each.number),
    )


def timeline_json(content: PacketContent) -> bytes:
    return as_json(
        {
            "packet": content.packet_ref,
            "case": content.case_ref,
            "alias": content.alias,
            "made_at": stamp(content.made_at),
            "language": content.language,
            "incidents": [_as_json(incident, content) for incident in in_order(content)],
            "platform_reports": [_report_as_json(report) for report in content.reports],
        }
    )


def timeline_csv(content: PacketContent) -> bytes:
    """One row an incident. An apostrophe stands before whatever a spreadsheet would run, and signs
    that turn the text are named."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for incident in in_order(content):
        writer.writerow([_cell(value) for value in _row(incident, content)])
    return BOM + text.getvalue().encode(errors="backslashreplace")


def note_of(incident: PacketIncident) -> str:
    """Her words, or that they are not here."""
    return WORDLESS if incident.is_wordless else incident.note


def evidence_labels(content: PacketContent) -> dict[int, str]:
    return {item.number: item.label for item in content.evidence}


def items_of(incident: PacketIncident, content: PacketContent) -> list[int]:
    """The numbers of the packet's items that belong to an incident, told from either side."""
    present = [item.number for item in content.evidence]
    told = [number for number in incident.evidence_numbers if number in present]
    own = [item.number for item in content.evidence if item.incident_number == incident.number]
    return list(dict.fromkeys([*told, *own]))


def _as_json(incident: PacketIncident, content: PacketContent) -> dict[str, object]:
    return {
        "number": incident.number,
        "claimed_time": claimed(incident.claimed),
        "claimed": known_parts(incident.claimed),
        "recorded_at": stamp(incident.recorded_at),
        "revision": incident.revision,
        "revised_at": _revised(incident),
        "forms": list(incident.forms),
        "platform": incident.platform,
        "accounts": list(incident.accounts),
        "addresses": list(incident.addresses),
        "respondent": incident.respondent,
        "relation": incident.relation,
        "note": note_of(incident),
        "words_left_out": incident.is_wordless,
        "quotes": [asdict(quote) for quote in incident.quotes],
        "evidence": _labels_of(incident, content),
        "elsewhere": _elsewhere_of(incident, content),
    }


def _elsewhere_of(incident: PacketIncident, content: PacketContent) -> list[dict[str, object]]:
    """The addresses and fingerprints that belong to it, each with the label of its item."""
    items = {item.number: item for item in content.evidence if item.is_elsewhere}
    numbers = [number for number in items_of(incident, content) if number in items]
    return [{"label": items[one].label, **elsewhere_as_json(items[one])} for one in numbers]


def _revised(incident: PacketIncident) -> str:
    return stamp(incident.revised_at) if incident.revised_at else ""


def _report_as_json(report: PacketPlatformReport) -> dict[str, object]:
    return {
        "platform": report.platform,
        "addresses": list(report.addresses),
        "ticket": report.ticket,
        "status": report.status,
        "reported_on": report.reported_on.isoformat() if report.reported_on else "",
        "answered_on": report.answered_on.isoformat() if report.answered_on else "",
    }


def _row(incident: PacketIncident, content: PacketContent) -> tuple[str, ...]:
    return (
        str(incident.number),
        claimed(incident.claimed),
        PRECISIONS.get(incident.claimed.precision, incident.claimed.precision),
        "" if incident.claimed.hour is None else incident.claimed.zone,
        stamp(incident.recorded_at),
        str(incident.revision),
        _revised(incident),
        "; ".join(incident.forms),
        incident.platform,
        "; ".join(incident.accounts),
        "; ".join(incident.addresses),
        respondent(incident.respondent, incident.relation),
        note_of(incident),
        "\n".join(map(quote_in_a_line, incident.quotes)),
        "; ".join(_labels_of(incident, content)),
    )


def _labels_of(incident: PacketIncident, content: PacketContent) -> list[str]:
    labels = evidence_labels(content)
    return [labels[number] for number in items_of(incident, content)]


def _cell(text: str) -> str:
    plain = TURNS.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text.replace("\0", "␀"))
    shown = FORMULA.sub(r"\1\2'", plain)
    return f"'{shown}" if shown.startswith(NO_TEXT) else shown
