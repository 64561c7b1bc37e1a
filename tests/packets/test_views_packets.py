from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse

import packets.views
from cases.services import revoke_grant
from core.clock import now
from core.ids import new_id, new_ref
from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from jobs.enums import JobState
from jobs.models import Job, WorkerKey
from jobs.services import make_worker_key
from packets.models import ReportPacket
from packets.services import expire_packets
from tests.accounts.browsing import let_secret_grow_old
from tests.cases.pages import query_count
from tests.jobs.packetwork import ask, blob_path, build, damage, hers, job_of
from tests.packets.pages import Side


def stand_at(side: Side, state: JobState) -> None:
    Job.objects.filter(object_id=side.packet.id).update(state=state)


def let_expire(side: Side) -> None:
    rows = ReportPacket.objects.for_upkeep().filter(pk=side.packet.pk)
    rows.update(expires_at=now() - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("state", "sentence", "button"),
    [
        (JobState.QUEUED, "waits for its turn", "Check again"),
        (JobState.BUILDING, "is being made", "Check again"),
        (JobState.NEEDS_OWNER, "stopped before it was finished", "Continue"),
        (JobState.FAILED, "could not be made", "Try again"),
    ],
)
def test_an_unfinished_packet_says_where_it_stands(
    side: Side, state: JobState, sentence: str, button: str
) -> None:
    stand_at(side, state)
    page = side.text("packet")
    assert sentence in page
    assert button in page
    assert "Download" not in page


def test_her_tick_alone_takes_the_originals(side: Side) -> None:
    """Whoever else sends it gets a packet in which everything stays covered."""
    build(side.packet)
    side.client.post(side.page("request"), {"originals": "1"})
    asked = side.log(CustodyAction.PACKET_REQUESTED)[-1]
    assert ("originals" in asked.details) == (side.suffix == "")
    assert ('name="originals"' in side.text("request")) == (side.suffix == "")


def test_a_finished_packet_shows_the_digest_of_what_is_downloaded(side: Side) -> None:
    build(side.packet)
    page = side.text("packet")
    answer = side.client.post(side.page("download"))
    assert sha256(b"".join(answer.streaming_content)).hexdigest() in page
    assert "nothing was changed on the way" in page


def test_a_finished_packet_names_its_size_its_end_and_what_stayed_out(side: Side) -> None:
    assert build(side.packet) == JobState.READY
    page = side.text("packet")
    assert "one ZIP file of" in page
    assert 'only their fingerprints are in the packet: <span class="nr">B-02</span>' in page
    assert "WIB" in page
    assert "damaged" not in page


@pytest.mark.parametrize("harm", [damage, lambda item: blob_path(item.blob).unlink()])
def test_a_damaged_file_is_named(side: Side, harm: Callable[[EvidenceItem], None]) -> None:
    harm(EvidenceItem.objects.visible_to(side.people.ani.actor).get(number=1))
    assert build(side.packet) == JobState.READY
    page = side.text("packet")
    assert 'could not go in whole. The packet names them: <span class="nr">B-01</span>' in page


def test_a_packet_that_ends_while_its_page_is_made_is_shown_on_its_way(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(side.packet)
    monkeypatch.setattr(packets.views, "_packet", lambda *_: side.packet)
    page = side.text("packet")
    assert "is being made" in page
    assert "Download" not in page


def test_an_expired_packet_says_so_and_offers_a_new_one(side: Side) -> None:
    build(side.packet)
    let_expire(side)
    page = side.text("packet")
    assert "The packet has expired." in page
    assert f'href="{side.page("request")}"' in page
    assert "Expired" in side.text("list")
    answer = side.client.post(side.page("download"))
    assert answer.status_code == 409
    assert "The packet has expired." in answer.content.decode()


def test_a_packet_that_was_cleared_away_is_no_longer_there(side: Side) -> None:
    build(side.packet)
    let_expire(side)
    assert expire_packets() == 1
    assert side.client.get(side.page("packet")).status_code == 404


def test_it_comes_as_a_file_to_keep_and_its_coming_is_logged(side: Side) -> None:
    build(side.packet)
    answer = side.client.post(side.page("download"))
    content = b"".join(answer.streaming_content)
    assert content[:4] == b"PK\x03\x04"
    assert answer["Content-Length"] == str(len(content))
    assert answer["Content-Disposition"] == f'attachment; filename="catatan-{side.packet.ref}.zip"'
    assert answer["Content-Type"] == "application/octet-stream"
    (event,) = side.log(CustodyAction.PACKET_DOWNLOADED)
    assert event.obj == side.packet.id


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.NEEDS_OWNER])
def test_what_is_not_ready_cannot_be_downloaded(side: Side, state: JobState) -> None:
    stand_at(side, state)
    answer = side.client.post(side.page("download"))
    assert answer.status_code == 409
    assert side.log(CustodyAction.PACKET_DOWNLOADED) == []


def test_a_stored_packet_that_was_changed_gets_a_page(side: Side) -> None:
    build(side.packet)
    path = blob_path(hers(side.person, side.packet).blob)
    path.write_bytes(path.read_bytes()[:-1])
    assert side.client.post(side.page("download")).status_code == 503


def test_the_address_of_a_download_leads_to_the_packets_page(side: Side) -> None:
    assert side.client.get(side.page("download"))["Location"] == side.page("packet")


def test_to_continue_gives_a_packet_that_stands_a_new_grant(side: Side) -> None:
    WorkerKey.objects.all().delete()
    stand_at(side, JobState.NEEDS_OWNER)
    make_worker_key()
    assert side.client.post(side.page("continue"))["Location"] == side.page("packet")
    assert build(side.packet) == JobState.READY


def test_to_continue_a_finished_packet_changes_nothing(side: Side) -> None:
    build(side.packet)
    before = hers(side.person, side.packet).blob
    side.client.post(side.page("continue"))
    assert hers(side.person, side.packet).blob == before
    assert job_of(side.packet).state == JobState.READY


def test_before_it_is_asked_for_the_page_says_what_goes_in(side: Side) -> None:
    page = side.text("request")
    assert "2 files, each with its fingerprint." in page
    assert "Of these, 1 intimate file stays out" in page
    assert "It does not show that a post was real" in page
    assert len(side.log(CustodyAction.PACKET_REQUESTED)) == 1


def test_a_packet_is_asked_for_with_one_press(side: Side) -> None:
    answer = side.client.post(side.page("request"))
    newest = ReportPacket.objects.visible_to(side.person.actor).first()
    assert answer["Location"] == side.page("packet", newest)
    assert side.log(CustodyAction.PACKET_REQUESTED)[-1].obj == newest.id


@pytest.mark.parametrize("name", ["request", "download"])
def test_after_five_minutes_the_secret_is_asked_for_again(side: Side, name: str) -> None:
    build(side.packet)
    let_secret_grow_old(side.client)
    assert side.client.post(side.page(name))["Location"] == reverse("accounts:reenter")
    assert side.log(CustodyAction.PACKET_DOWNLOADED) == []


@pytest.mark.parametrize("side", ["team"], indirect=True)
def test_staff_make_no_packet_that_the_owner_did_not_allow(side: Side) -> None:
    side.case.grants.update(may_build_packets=False)
    assert "The owner has not allowed packets." in side.text("list")
    assert side.client.get(side.page("request")).status_code == 404
    assert side.client.post(side.page("request")).status_code == 404
    assert side.client.post(side.page("continue")).status_code == 404


@pytest.mark.parametrize("side", ["team"], indirect=True)
def test_a_packet_of_staff_ends_with_the_grant(side: Side) -> None:
    build(side.packet)
    ani = side.people.ani
    revoke_grant(ani.actor, ani.keys(side.case), side.case.grants.get())
    assert side.client.post(side.page("download")).status_code == 404


def test_the_list_shows_each_packet_with_its_state(side: Side) -> None:
    build(side.packet)
    ask(side.person, side.case)
    page = side.text("list")
    assert page.count('class="task"') == 2
    assert "Ready" in page
    assert "Waiting" in page


def test_a_packet_whose_job_was_tidied_away_is_what_its_row_says(side: Side) -> None:
    Job.objects.all().delete()
    assert "Press continue" in side.text("list")
    assert "Continue" in side.text("packet")


def test_a_long_list_costs_the_queries_of_a_short_one(side: Side) -> None:
    build(side.packet)
    before = query_count(side.client, side.page("list"))
    for number in range(19):
        row = hers(side.person, side.packet)
        row.pk, row.ref, row.blob = new_id(), new_ref(), f"salinan/{number}"
        row.save(force_insert=True)
    assert side.text("list").count('class="task"') == 20
    assert query_count(side.client, side.page("list")) == before
