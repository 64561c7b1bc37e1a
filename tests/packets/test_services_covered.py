"""What was covered stays covered in packets, unless its owner says otherwise."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from cases.details import IncidentDetails, Quote, ReportDetails
from cases.enums import RecordKind
from cases.models import CaseRecord
from cases.redaction import BAR
from cases.services import save_record
from core.exceptions import NotPermitted
from custody.enums import CustodyAction
from evidence.covers import EVERYTHING, Box
from evidence.models import EvidenceItem
from evidence.sealing import open_details, seal_details
from evidence.services import redact_item
from jobs.enums import JobState
from jobs.sealing import open_grant, own_worker_key
from packets.enums import PacketKind
from packets.models import ReportPacket
from packets.services import continue_packet, outcome_of, request_packet
from tests import sample_files
from tests.cases.pages import make_record
from tests.cast import Cast
from tests.jobs.casework import PICTURE, keep_file, run_jobs
from tests.jobs.packetwork import (
    Downloaded,
    ask,
    build,
    download,
    hers,
    job_of,
    log_of_case,
    packet_in_hand,
)

pytestmark = pytest.mark.django_db

BOXES = (Box(1000, 1000, 4000, 4000),)
FOLDER = "data/evidence/001"
COPY = f"{FOLDER}/derived/redacted.jpg"


def keep_covered(cast: Cast, *, is_made: bool = True, is_intimate: bool = False) -> EvidenceItem:
    item = keep_file(cast.ani, cast.case, is_intimate=is_intimate)
    redact_item(cast.ani.actor, cast.ani.keys(cast.case), item, BOXES)
    if is_made:
        run_jobs(item.id)
    return item


def with_originals(cast: Cast) -> ReportPacket:
    keys = cast.ani.keys(cast.case)
    return request_packet(cast.ani.actor, keys, PacketKind.POLICE, uses_originals=True)


def in_folder(got: Downloaded) -> list[str]:
    return sorted(name.removeprefix(f"{FOLDER}/") for name in got.names() if FOLDER in name)


@pytest.mark.parametrize("name", ["ani", "budi"])
def test_the_covered_copy_goes_in_place_of_the_original(
    name: str, cast: Cast, tmp_path: Path
) -> None:
    keep_covered(cast)
    got = packet_in_hand(cast.everybody[name], cast.case, tmp_path)
    assert in_folder(got) == ["derived/redacted.jpg", "meta.json"]
    assert PICTURE[-200:-100] not in got.everything
    assert got.read(COPY).startswith(b"\xff\xd8")
    status, told = got.verified()
    assert status == 0, told
    assert "covered, originals left out: B-01" in told


def test_the_outcome_and_the_texts_name_what_is_covered(cast: Cast, tmp_path: Path) -> None:
    keep_covered(cast)
    packet = ask(cast.ani, cast.case)
    build(packet)
    assert outcome_of(cast.ani.keys(cast.case), hers(cast.ani, packet)).covered == ("B-01",)
    got = download(cast.ani, packet, tmp_path)
    assert b"B-01: partly covered by its owner" in got.read("README.txt")
    assert b"Covered: B-01" in got.read("bag-info.txt")


def test_the_grant_holds_the_copy_and_no_picture_of_what_it_covers(cast: Cast) -> None:
    item = keep_covered(cast)
    job, own = job_of(ask(cast.ani, cast.case)), own_worker_key()
    assert own is not None
    granted = open_grant(job.grants.select_related("job").get(), own[1]).files
    pictures = {row.kind for row in item.derivatives.all() if row.id in granted}
    assert pictures == {"redacted"}


def test_her_tick_takes_the_originals_and_the_log_tells(cast: Cast, tmp_path: Path) -> None:
    keep_covered(cast)
    packet = with_originals(cast)
    assert build(packet) == JobState.READY
    got = download(cast.ani, packet, tmp_path)
    assert in_folder(got) == ["meta.json", "original.png", "preview.jpg"]
    assert got.verified()[0] == 0
    asked = [e for e in log_of_case(cast.ani, cast.case) if e.act == CustodyAction.PACKET_REQUESTED]
    assert asked[-1].details["originals"] == "yes"


def test_nobody_else_takes_them(cast: Cast) -> None:
    keys = cast.budi.keys(cast.case)
    with pytest.raises(NotPermitted):
        request_packet(cast.budi.actor, keys, PacketKind.POLICE, uses_originals=True)


def test_the_same_picture_kept_twice_is_covered_twice(cast: Cast, tmp_path: Path) -> None:
    keep_covered(cast)
    keep_file(cast.ani, cast.case)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert (got.originals, b"Covered: B-01, B-02" in got.read("bag-info.txt")) == ([], True)
    assert not [name for name in got.names() if name.endswith("preview.jpg")]
    assert got.verified()[0] == 0


def test_an_intimate_item_stays_out_with_its_copy(cast: Cast, tmp_path: Path) -> None:
    keep_covered(cast, is_intimate=True)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert in_folder(got) == ["meta.json"]
    assert got.json(f"{FOLDER}/meta.json")["original"] == "left_out"
    assert got.verified()[0] == 0


def test_until_the_copy_is_made_nothing_of_the_picture_goes_in(cast: Cast, tmp_path: Path) -> None:
    keep_covered(cast, is_made=False)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert in_folder(got) == ["meta.json"]
    assert got.json(f"{FOLDER}/meta.json")["original"] == "covered"
    assert got.verified()[0] == 0


def test_what_is_covered_while_a_packet_waits_is_covered_in_it(cast: Cast) -> None:
    item = keep_file(cast.ani, cast.case)
    packet = ask(cast.ani, cast.case)
    redact_item(cast.ani.actor, cast.ani.keys(cast.case), item, (EVERYTHING,))
    assert build(packet) == JobState.NEEDS_OWNER


def test_details_set_back_to_before_uncover_nothing(cast: Cast, tmp_path: Path) -> None:
    """Whoever writes to the database can put an older row back, yet not shorten the log."""
    item, keys = keep_file(cast.ani, cast.case), cast.ani.keys(cast.case)
    older, revision = open_details(keys, item), item.details_revision
    redact_item(cast.ani.actor, keys, item, BOXES)
    run_jobs(item.id)
    item.details_revision = revision
    sealed = seal_details(keys, item, older)
    rows = EvidenceItem.objects.within(pk=item.pk)
    rows.update(details_revision=revision, sealed_details=sealed)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert (got.originals, got.verified()[0]) == ([], 0)


def test_a_copy_that_is_not_the_one_of_the_log_stays_out(cast: Cast, tmp_path: Path) -> None:
    item = keep_covered(cast)
    row = item.derivatives.get(kind="redacted")
    other = keep_file(cast.ani, cast.case, sample_files.png(seed=4)).derivatives.get(kind="view")
    item.derivatives.filter(pk=row.pk).update(blob=f"{other.blob}x", blob_bytes=other.blob_bytes)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert in_folder(got) == ["meta.json"]
    assert got.verified()[0] == 0


def test_texts_leave_with_bars(cast: Cast, tmp_path: Path) -> None:
    details = IncidentDetails(
        note="Rina menulis dari @rina",
        respondent="Rina",
        accounts=("@lain",),
        addresses=("https://t.me/rina",),
        covered=("rina",),
        covered_fields=("account:@lain",),
    )
    make_record(owner=cast.ani, case=cast.case, details=details)
    report = ReportDetails(platform="telegram", addresses=("https://t.me/rina",), ticket="TK-1")
    make_record(owner=cast.ani, case=cast.case, details=report)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    timeline = got.json("data/timeline.json")
    [told] = timeline["incidents"]
    assert (told["note"], told["respondent"]) == (f"{BAR} menulis dari @{BAR}", BAR)
    assert (told["accounts"], told["addresses"]) == ([BAR], [f"https://t.me/{BAR}"])
    assert timeline["platform_reports"][0]["addresses"] == [f"https://t.me/{BAR}"]
    assert b"rina" not in got.read("data/timeline.csv").lower()
    assert got.verified()[0] == 0


def test_texts_leave_whole_with_the_originals(cast: Cast, tmp_path: Path) -> None:
    details = IncidentDetails(note="Rina menulis", covered=("rina",))
    make_record(owner=cast.ani, case=cast.case, details=details)
    packet = with_originals(cast)
    build(packet)
    assert download(cast.ani, packet, tmp_path).notes == ["Rina menulis"]


NAMED = "Chat WhatsApp dengan Rina.txt"
QUOTE = Quote(
    member=NAMED, line_from=3, line_to=3, raw_sha256="ab" * 32, sender="Rina", text="halo"
)


def test_a_covered_name_leaves_with_no_file_called_after_it(cast: Cast, tmp_path: Path) -> None:
    content = b"21/07/26 03.15 - Rina: halo\n"
    item = keep_file(cast.ani, cast.case, content, name=NAMED)
    quote = replace(QUOTE, item=str(item.id), sha256=sha256(content).hexdigest())
    details = IncidentDetails(note="Rina", quotes=(quote,), covered=("rina",))
    make_record(owner=cast.ani, case=cast.case, details=details)
    report = ReportDetails(platform="telegram", ticket="dari Rina")
    make_record(owner=cast.ani, case=cast.case, details=report)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert b"rina" not in got.everything.lower()
    assert got.json(f"{FOLDER}/meta.json")["name"] == f"Chat WhatsApp dengan {BAR}.txt"
    status, told = got.verified()
    # Its admission names it, so that those details stay out, and the verifier says so.
    assert (status, "does not show this item's details: B-01" in told) == (2, True), told


def test_the_digest_of_a_covered_line_does_not_leave(cast: Cast, tmp_path: Path) -> None:
    """Whoever knows all of a line but a number tries the numbers."""
    details = IncidentDetails(quotes=(QUOTE, replace(QUOTE, sender="Andi", member="")))
    make_record(owner=cast.ani, case=cast.case, details=replace(details, covered=("rina",)))
    [incident] = packet_in_hand(cast.ani, cast.case, tmp_path).json("data/timeline.json")[
        "incidents"
    ]
    assert [quote["raw_sha256"] for quote in incident["quotes"]] == ["", "ab" * 32]


def cover_later(cast: Cast) -> CaseRecord:
    plain = IncidentDetails(note="Rina menulis")
    row = make_record(owner=cast.ani, case=cast.case, details=plain)
    covered = replace(plain, covered=("rina",))
    save_record(cast.ani.actor, cast.ani.keys(cast.case), RecordKind.INCIDENT, covered, row)
    return row


def test_words_covered_while_a_packet_waits_are_covered_in_it(cast: Cast, tmp_path: Path) -> None:
    plain = IncidentDetails(note="Rina menulis")
    row = make_record(owner=cast.ani, case=cast.case, details=plain)
    packet, covered = ask(cast.ani, cast.case), replace(plain, covered=("rina",))
    save_record(cast.ani.actor, cast.ani.keys(cast.case), RecordKind.INCIDENT, covered, row)
    build(packet)
    assert download(cast.ani, packet, tmp_path).notes == [f"{BAR} menulis"]


def test_words_covered_in_one_note_are_covered_in_the_others(cast: Cast, tmp_path: Path) -> None:
    quote = replace(QUOTE, member="", text="kata Rina")
    for details in (
        IncidentDetails(accounts=("@rina",), covered_fields=("account:@rina",)),
        IncidentDetails(note="Rina, lalu @rina", quotes=(quote,)),
        IncidentDetails(addresses=("https://t.me/@rina",), covered=("Rina",)),
    ):
        make_record(owner=cast.ani, case=cast.case, details=details)
    got = packet_in_hand(cast.ani, cast.case, tmp_path)
    assert b"rina" not in got.read("data/timeline.json").lower()
    assert b"rina" not in got.read("data/timeline.csv").lower()


def test_a_picture_covered_since_stays_so_when_its_row_is_set_back(
    cast: Cast, tmp_path: Path
) -> None:
    item, keys = keep_file(cast.ani, cast.case), cast.ani.keys(cast.case)
    packet, older = ask(cast.ani, cast.case), open_details(keys, item)
    redact_item(cast.ani.actor, keys, item, BOXES)
    item.refresh_from_db()
    sealed = seal_details(keys, item, older)
    EvidenceItem.objects.within(pk=item.pk).update(sealed_details=sealed)
    continue_packet(cast.ani.actor, keys, hers(cast.ani, packet))
    assert build(packet) == JobState.READY
    assert in_folder(download(cast.ani, packet, tmp_path)) == ["meta.json"]


def test_words_uncovered_before_are_told(cast: Cast, tmp_path: Path) -> None:
    row, plain = cover_later(cast), IncidentDetails(note="Rina menulis")
    row.refresh_from_db()
    save_record(cast.ani.actor, cast.ani.keys(cast.case), RecordKind.INCIDENT, plain, row)
    assert packet_in_hand(cast.ani, cast.case, tmp_path).notes == ["Rina menulis"]
