"""A packet: frozen when it is asked for, built from a grant, for its requester and for a day."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cases import services as cases
from cases.details import IncidentDetails
from cases.enums import RecordKind
from cases.models import Assignment, CaseRecord, Grant
from core.exceptions import NotOpened, NotPermitted
from custody.enums import CustodyAction, CustodyRole
from custody.reading import check_chain_holds
from evidence.sealing import open_details, seal_details
from evidence.storage import blob_exists, read_blob
from jobs.enums import JobState
from jobs.models import Job
from jobs.sealing import open_grant, own_worker_key
from packets.enums import PacketKind
from packets.models import ReportPacket
from packets.sealing import open_packet
from packets.services import (
    continue_packet,
    outcome_of,
    request_packet,
)
from tests import sample_files
from tests.cast import Cast, share
from tests.jobs.casework import keep_file, write_note
from tests.jobs.packetwork import (
    ALIAS,
    acts_of,
    ask,
    build,
    download,
    hers,
    job_of,
    log_of_case,
    revoke_first,
)

pytestmark = pytest.mark.django_db

NOTE = "Dia mengancam akan menyebarkan foto saya"


def unassign(cast: Cast) -> None:
    assignment = Assignment.objects.live().get(case=cast.case)
    cases.unassign_case(cast.lina.actor, cast.lina.keys(cast.case), assignment)


def test_new_keys_leave_a_lead_her_packet(cast: Cast, tmp_path: Path) -> None:
    """She is assigned to nothing: she opens the case by her organisation's pair."""
    packets = {name: ask(cast.everybody[name], cast.case) for name in ("ani", "lina", "budi")}
    for packet in packets.values():
        build(packet)
    unassign(cast)
    left = set(ReportPacket.objects.for_upkeep().values_list("pk", flat=True))
    assert left == {packets["ani"].pk, packets["lina"].pk}
    assert download(cast.lina, packets["lina"], tmp_path).verified()[0] == 0


def test_a_lead_whose_organisation_is_out_loses_it(cast: Cast) -> None:
    build(ask(cast.lina, cast.case))
    revoke_first(cast)
    assert not ReportPacket.objects.for_upkeep().exists()


@pytest.mark.parametrize("name", ["ani", "lina", "budi"])
def test_whoever_may_ask_gets_a_packet_that_verifies(name: str, cast: Cast, tmp_path: Path) -> None:
    person = cast.everybody[name]
    write_note(cast.ani, cast.case, NOTE)
    keep_file(cast.ani, cast.case)
    packet = ask(person, cast.case)
    assert build(packet) == JobState.READY
    got = download(person, packet, tmp_path)
    status, told = got.verified()
    assert (status, got.notes, got.originals) == (0, [NOTE], ["001"]), told
    assert got.json("data/timeline.json")["alias"] == ALIAS


def test_the_original_is_in_it_bit_by_bit(cast: Cast, tmp_path: Path) -> None:
    data = sample_files.jpeg(seed=3)
    keep_file(cast.ani, cast.case, data, name="tangkapan.jpg")
    packet = ask(cast.ani, cast.case)
    build(packet)
    assert download(cast.ani, packet, tmp_path).read("data/evidence/001/original.jpg") == data


def test_each_step_has_its_entry(cast: Cast, tmp_path: Path) -> None:
    packet = ask(cast.budi, cast.case)
    build(packet)
    download(cast.budi, packet, tmp_path)
    steps = [event for event in log_of_case(cast.ani, cast.case) if event.obj == packet.id]
    assert [(event.act, event.role) for event in steps] == [
        (CustodyAction.PACKET_REQUESTED, CustodyRole.PARALEGAL),
        (CustodyAction.PACKET_BUILT, CustodyRole.WORKER),
        (CustodyAction.PACKET_DOWNLOADED, CustodyRole.PARALEGAL),
    ]
    assert check_chain_holds(cast.case.id, cast.ani.keys(cast.case).logs) == len(
        acts_of(cast.ani, cast.case)
    )


def test_its_digest_stands_in_the_log(cast: Cast, tmp_path: Path) -> None:
    packet = ask(cast.ani, cast.case)
    build(packet)
    content = download(cast.ani, packet, tmp_path).path.read_bytes()
    [built] = [
        event
        for event in log_of_case(cast.ani, cast.case)
        if event.act == CustodyAction.PACKET_BUILT
    ]
    assert built.details["sha256"] == sha256(content).hexdigest()
    assert built.details["size"] == str(len(content))


def test_what_is_added_after_the_request_is_not_inside(cast: Cast, tmp_path: Path) -> None:
    write_note(cast.ani, cast.case, NOTE)
    keep_file(cast.ani, cast.case)
    packet = ask(cast.ani, cast.case)
    write_note(cast.ani, cast.case, "Catatan sesudahnya")
    keep_file(cast.ani, cast.case, sample_files.png(seed=5), name="sesudahnya.png")
    build(packet)
    got = download(cast.ani, packet, tmp_path)
    assert (got.notes, got.originals, got.verified()[0]) == ([NOTE], ["001"], 0)
    assert b"sesudahnya" not in got.everything


def revise(cast: Cast, row: CaseRecord) -> None:
    keys, details = cast.ani.keys(cast.case), IncidentDetails(note="Diubah sesudahnya")
    cases.save_record(cast.ani.actor, keys, RecordKind.INCIDENT, details, row)


def remove(cast: Cast, row: CaseRecord) -> None:
    cases.remove_record(cast.ani.actor, cast.ani.keys(cast.case), row)


@pytest.mark.parametrize("change", [revise, remove])
def test_what_is_changed_after_the_request_is_inside_as_it_was(
    change: Callable[[Cast, CaseRecord], None], cast: Cast, tmp_path: Path
) -> None:
    row = write_note(cast.ani, cast.case, NOTE)
    packet = ask(cast.ani, cast.case)
    change(cast, row)
    build(packet)
    got = download(cast.ani, packet, tmp_path)
    assert (got.notes, got.verified()[0]) == ([NOTE], 0)


@pytest.mark.parametrize("change", [revise, remove])
def test_what_was_changed_before_is_inside_as_it_is(
    change: Callable[[Cast, CaseRecord], None], cast: Cast, tmp_path: Path
) -> None:
    change(cast, write_note(cast.ani, cast.case, NOTE))
    packet = ask(cast.ani, cast.case)
    build(packet)
    assert NOTE not in download(cast.ani, packet, tmp_path).notes


def test_the_log_inside_ends_with_the_request(cast: Cast, tmp_path: Path) -> None:
    packet = ask(cast.ani, cast.case)
    entries = len(acts_of(cast.ani, cast.case))
    write_note(cast.ani, cast.case, NOTE)
    build(packet)
    lines = download(cast.ani, packet, tmp_path).read("data/custody/log.jsonl").splitlines()
    assert len(lines) == entries
    assert CustodyAction.PACKET_REQUESTED.value.encode() in lines[-1]


def test_new_keys_end_its_grant_and_she_continues_what_was_frozen(
    cast: Cast, tmp_path: Path
) -> None:
    keep_file(cast.ani, cast.case)
    packet = ask(cast.ani, cast.case)
    revoke_first(cast)
    assert (build(packet), job_of(packet).grants.count()) == (JobState.NEEDS_OWNER, 0)
    keep_file(cast.ani, cast.case, sample_files.png(seed=5))
    continue_packet(cast.ani.actor, cast.ani.keys(cast.case), packet)
    assert build(packet) == JobState.READY
    got = download(cast.ani, packet, tmp_path)
    assert (got.originals, got.verified()[0]) == (["001"], 0)
    assert check_chain_holds(cast.case.id, cast.ani.keys(cast.case).logs) == len(
        acts_of(cast.ani, cast.case)
    )


def test_of_an_intimate_item_neither_bytes_nor_pictures_leave(cast: Cast, tmp_path: Path) -> None:
    plain, intimate = sample_files.png(seed=1), sample_files.png(seed=2)
    shown = keep_file(cast.ani, cast.case, plain)
    hidden = keep_file(cast.ani, cast.case, intimate, is_intimate=True)
    packet, own = ask(cast.ani, cast.case), own_worker_key()
    assert own is not None
    granted = open_grant(job_of(packet).grants.select_related("job").get(), own[1])
    pictures = {row.id for row in hidden.derivatives.all()}
    assert {shown.id, hidden.id} <= set(granted.files)
    assert not pictures & set(granted.files)
    build(packet)
    got = download(cast.ani, packet, tmp_path)
    assert (got.originals, got.verified()[0]) == (["001"], 0)
    assert [name for name in got.names() if "evidence/002/" in name] == [
        "data/evidence/002/meta.json"
    ]
    assert intimate[-200:-100] not in got.everything
    assert plain[-200:-100] in got.everything
    assert outcome_of(cast.ani.keys(cast.case), hers(cast.ani, packet)).left_out == ("B-02",)


def test_the_place_a_file_tells_is_named_nowhere_in_a_packet(cast: Cast, tmp_path: Path) -> None:
    keep_file(cast.ani, cast.case, sample_files.jpeg(), name="foto.jpg")
    packet = ask(cast.ani, cast.case)
    build(packet)
    got = download(cast.ani, packet, tmp_path)
    meta = got.json("data/evidence/001/meta.json")
    assert (meta["has_location"], meta["metadata"]["camera"]) == (True, "Pabrik Uji Kamera Uji 7")
    assert b"106.8" not in got.everything


@pytest.mark.parametrize("was_intimate", [True, False])
def test_an_item_whose_mark_changed_after_the_request_stays_out_and_is_not_called_damaged(
    was_intimate: bool, cast: Cast, tmp_path: Path
) -> None:
    item = keep_file(cast.ani, cast.case, is_intimate=was_intimate)
    packet, keys = ask(cast.ani, cast.case), cast.ani.keys(cast.case)
    details = replace(open_details(keys, item), is_intimate=not was_intimate)
    item.details_revision += 1
    item.sealed_details = seal_details(keys, item, details)
    item.save()
    assert build(packet) == JobState.READY
    outcome = outcome_of(cast.ani.keys(cast.case), hers(cast.ani, packet))
    assert (outcome.damaged, outcome.left_out) == ((), ("B-01",))
    got = download(cast.ani, packet, tmp_path)
    assert (got.originals, got.verified()[0]) == ([], 0)


def test_the_grant_holds_no_key_of_what_a_packet_does_not_tell(cast: Cast) -> None:
    packet, own = ask(cast.ani, cast.case), own_worker_key()
    assert own is not None
    granted = open_grant(job_of(packet).grants.select_related("job").get(), own[1])
    kinds = {kind for _, kind in granted.fields}
    assert not {RecordKind.GATE, RecordKind.RISK_ASSESSMENT, RecordKind.HELP_REQUEST} & kinds
    assert not {RecordKind.CONTACT_PLAN, RecordKind.SAFETY_PLAN} & kinds


def test_nobody_else_sees_it(cast: Cast) -> None:
    packet = ask(cast.budi, cast.case)
    build(packet)
    for name, person in cast.everybody.items():
        found = ReportPacket.objects.visible_to(person.actor).filter(pk=packet.pk).exists()
        assert found == (name == "budi"), name


@pytest.mark.parametrize("name", ["ani", "lina", "dewi"])
def test_nobody_else_opens_it_even_with_the_row_in_hand(name: str, cast: Cast) -> None:
    packet = ask(cast.budi, cast.case)
    build(packet)
    row, actor = hers(cast.budi, packet), cast.everybody[name].actor
    size = outcome_of(cast.budi.keys(cast.case), row).size
    with pytest.raises(NotOpened):
        b"".join(open_packet(actor, row, size, read_blob(row.blob or "")))


def test_what_lies_in_the_store_is_sealed(cast: Cast) -> None:
    write_note(cast.ani, cast.case, NOTE)
    packet = ask(cast.ani, cast.case)
    build(packet)
    row = hers(cast.ani, packet)
    sealed = b"".join(read_blob(row.blob or ""))
    for plain in (b"PK\x03\x04", b"timeline.json", NOTE.encode(), ALIAS.encode()):
        assert plain not in sealed
        assert plain not in bytes(row.sealed_manifest) + bytes(row.sealed_outcome or b"")


@pytest.mark.parametrize("name", ["citra", "dewi", "oka", "eko"])
def test_who_may_not_see_the_case_may_not_ask(name: str, cast: Cast) -> None:
    actor, keys = cast.everybody[name].actor, cast.ani.keys(cast.case)
    with pytest.raises(NotPermitted):
        request_packet(actor, keys, PacketKind.POLICE, ALIAS)


def test_staff_ask_only_where_the_owner_allowed_it(cast: Cast) -> None:
    keys = cast.ani.keys(cast.case)
    cases.grant_access(cast.ani.actor, keys, cast.dua, may_build_packets=False)
    with pytest.raises(NotPermitted):
        ask(cast.dewi, cast.case)
    assert not ReportPacket.objects.for_upkeep().exists()


def test_the_permission_is_asked_again_for_a_new_grant(cast: Cast) -> None:
    packet = ask(cast.budi, cast.case)
    Job.objects.update(state=JobState.NEEDS_OWNER)
    Grant.objects.update(may_build_packets=False)
    with pytest.raises(NotPermitted):
        continue_packet(cast.budi.actor, cast.budi.keys(cast.case), packet)


@pytest.mark.parametrize("name", ["lina", "budi"])
def test_packets_of_who_is_no_longer_let_in_are_gone(
    name: str, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    person, hers_too = cast.everybody[name], ask(cast.ani, cast.case)
    packet = ask(person, cast.case)
    build(packet)
    unfinished = ask(person, cast.case)
    blob = hers(person, packet).blob or ""
    with django_capture_on_commit_callbacks(execute=True):
        revoke_first(cast)
    assert not blob_exists(blob)
    assert build(unfinished) == JobState.NEEDS_OWNER
    assert list(ReportPacket.objects.for_upkeep()) == [hers_too]
    share(owner=cast.ani, case=cast.case, organization=cast.satu)
    assert not ReportPacket.objects.visible_to(person.actor).exists()
