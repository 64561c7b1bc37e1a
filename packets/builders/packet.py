"""Writes one packet: evidence first, then what has to name the items that turned out damaged."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from packets.builders.anchors import write_anchors
from packets.builders.bag import Bag
from packets.builders.content import PacketContent, PacketEvidence, PacketOutcome, Sink
from packets.builders.custody_files import write_custody
from packets.builders.formats import WIB, stamp
from packets.builders.originals import Condition, WrittenItem, write_item
from packets.builders.paths import KIND, packet_folder, packet_number
from packets.builders.readme import tag_texts
from packets.builders.report import report_pdf
from packets.builders.timeline import timeline_csv, timeline_json
from packets.builders.typesetting import PICTURE_BUDGET
from packets.builders.verifier import VERIFIER, verifier_app

DESCRIPTION: Final = (
    "Kronologi kejadian, daftar bukti, berkas asli bukti, dan riwayat penanganannya; disusun oleh "
    "pelapor"
)


def write_packet(content: PacketContent, sink: Sink) -> PacketOutcome:
    """Streams the ZIP into `sink`; memory holds a chunk of it, the report's pictures and the log.

    Guarantees that the packet is a valid bag whatever its sources do, and that each item whose
    original is damaged or missing is named in it and in the outcome. Raises NotMade when there
    is no report, OriginalChanged when an original stops opening half-way, and what `sink` raises;
    nothing written until then is a packet.
    """
    with Bag(sink, packet_folder(content), content.made_at) as bag:
        written = _write_items(bag, content.evidence)
        bag.add("data/timeline.json", timeline_json(content))
        bag.add("data/timeline.csv", timeline_csv(content))
        write_custody(bag, content)
        write_anchors(bag, content)
        bag.add("data/report.pdf", report_pdf(content, written))
        for name, text in tag_texts(content, written).items():
            bag.add(name, text)
        bag.add_deflated(VERIFIER, verifier_app())
        bytes_written, zip_sha256 = bag.finish(_info(content, written), content.sign)
    return PacketOutcome(
        damaged=_labels(written, Condition.DAMAGED),
        missing=_labels(written, Condition.MISSING),
        left_out=_labels(written, Condition.LEFT_OUT),
        withheld=_labels(written, Condition.WITHHELD),
        rolled_back=content.rolled_back,
        bytes_written=bytes_written,
        zip_sha256=zip_sha256,
        covered=_labels(written, Condition.COVERED),
        wordless=content.wordless,
    )


def _write_items(bag: Bag, items: Iterable[PacketEvidence]) -> list[WrittenItem]:
    """Every item in order; views are kept for the report until its budget is spent."""
    written, left = [], PICTURE_BUDGET
    for item in items:
        each = write_item(bag, item)
        left -= len(each.view)
        written.append(each if left >= 0 else replace(each, view=b""))
    return written


def _info(content: PacketContent, written: Sequence[WrittenItem]) -> dict[str, str]:
    return _source(content) | {
        "External-Description": DESCRIPTION,
        "External-Identifier": packet_number(content),
        "Case": content.case_ref,
        "Bagging-Date": f"{content.made_at.astimezone(WIB):%Y-%m-%d}",
        "Bag-Software-Agent": f"kbgo {content.app_version}",
        "Packet-Kind": KIND,
        "Packet-Made-At": stamp(content.made_at),
        "Language": content.language,
        "Instance": content.instance_id,
        "Log-Entries": str(len(content.log)),
        "Log-Head": content.log_head,
        "Anchoring": content.anchoring.value,
        "Damaged": ", ".join(_labels(written, Condition.DAMAGED)) or "none",
        "Missing": ", ".join(_labels(written, Condition.MISSING)) or "none",
        "Left-Out": ", ".join(_labels(written, Condition.LEFT_OUT)) or "none",
        "Covered": ", ".join(_labels(written, Condition.COVERED)) or "none",
        "Withheld": ", ".join(_labels(written, Condition.WITHHELD)) or "none",
        "Withdrawn": ", ".join(content.withdrawn) or "none",
        "Rolled-Back": ", ".join(map(str, content.rolled_back)) or "none",
        "Words-Left-Out": ", ".join(map(str, content.wordless)) or "none",
    }


def _source(content: PacketContent) -> dict[str, str]:
    """Who made the bag and whom to ask, as far as that is known."""
    contact = content.contact
    told = {
        "Source-Organization": content.asked_by or contact.name,
        "Organization-Address": "" if content.asked_by else contact.address,
        "Contact-Name": contact.person or contact.name,
        "Contact-Phone": contact.phone,
        "Contact-Email": contact.email,
    }
    return {label: value for label, value in told.items() if value}


def _labels(written: Sequence[WrittenItem], condition: Condition) -> tuple[str, ...]:
    return tuple(each.item.label for each in written if each.condition is condition)
