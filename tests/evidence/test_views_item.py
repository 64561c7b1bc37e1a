import pytest
from django.urls import reverse

from cases.services import remove_record
from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from jobs.enums import JobState
from jobs.models import Job, WorkerKey
from jobs.services import make_worker_key
from tests.evidence.owned import Owned
from tests.evidence.test_views_chronology import keep_for_incident
from tests.jobs.casework import keep_file, run_jobs


@pytest.fixture
def picture(hers: Owned) -> EvidenceItem:
    make_worker_key()
    return keep_file(hers.person, hers.case)


@pytest.fixture
def waiting(hers: Owned) -> EvidenceItem:
    """A picture that was kept while no worker lived."""
    WorkerKey.objects.all().delete()
    return keep_file(hers.person, hers.case)


def test_the_page_says_what_is_kept(hers: Owned) -> None:
    page = hers.text(hers.item_page("item"))
    for text in ("B-01", "catatan.txt", "Yang terlihat", "WIB", "Fingerprint (SHA-256)"):
        assert text in page


def test_her_picture_is_shown_once_when_she_asks(hers: Owned, picture: EvidenceItem) -> None:
    where = hers.item_page("item", picture)
    assert "data:image" not in hers.text(where)
    assert hers.client.post(hers.item_page("reveal", picture))["Location"] == where
    assert '<img class="view" src="data:image/jpeg;base64,' in hers.text(where)
    assert "data:image" not in hers.text(where)


def test_her_own_look_stands_in_her_own_log(hers: Owned, picture: EvidenceItem) -> None:
    hers.client.post(hers.item_page("reveal", picture))
    (event,) = hers.log(CustodyAction.ITEM_REVEALED)
    assert (event.obj, event.role.value) == (picture.id, "owner")


def test_what_has_no_picture_is_not_logged_as_seen(hers: Owned) -> None:
    assert hers.client.post(hers.item_page("reveal")).status_code == 409
    assert hers.log(CustodyAction.ITEM_REVEALED) == []


def test_a_damaged_file_can_be_added_again_where_it_belongs(hers: Owned) -> None:
    item = keep_for_incident(hers)
    EvidenceItem.objects.within(pk=item.pk).update(state="damaged")
    page = hers.text(hers.item_page("item", item))
    again = reverse("evidence:add-to", args=[hers.case.ref, hers.incident.ref])
    assert f'href="{again}">Add it again' in page
    assert "Download the original" not in page


def test_it_leads_back_to_what_it_proves_until_that_is_taken_out(hers: Owned) -> None:
    item = keep_for_incident(hers)
    where = reverse("cases:incident-check", args=[hers.case.ref, hers.incident.ref])
    assert f'href="{where}"' in hers.text(hers.item_page("item", item))
    remove_record(hers.person.actor, hers.person.keys(hers.case), hers.incident)
    assert f'href="{where}"' not in hers.text(hers.item_page("item", item))


def test_a_file_without_a_safe_picture_is_kept_all_the_same(hers: Owned) -> None:
    EvidenceItem.objects.within(pk=hers.item.pk).update(state="held")
    assert "kept exactly as it is, and cannot be shown" in hers.text(hers.item_page("item"))


@pytest.mark.parametrize("state", ["queued", "building"])
def test_a_job_on_its_way_needs_nothing_from_her(
    hers: Owned, waiting: EvidenceItem, state: str
) -> None:
    Job.objects.update(state=state)
    page = hers.text(hers.item_page("item", waiting))
    assert "is being made" in page
    assert f'action="{hers.item_page("continue", waiting)}"' not in page


@pytest.mark.parametrize("state", ["needs_owner", "failed", None])
def test_a_job_that_stands_offers_her_to_continue(
    hers: Owned, waiting: EvidenceItem, state: str | None
) -> None:
    if state:
        Job.objects.update(state=state)
    else:
        Job.objects.all().delete()
    page = hers.text(hers.item_page("item", waiting))
    assert f'action="{hers.item_page("continue", waiting)}"' in page
    assert page.count('class="btn"') == 1


def test_to_continue_gives_the_job_a_new_grant_and_it_ends(
    hers: Owned, waiting: EvidenceItem
) -> None:
    assert Job.objects.get().state == JobState.NEEDS_OWNER
    make_worker_key()
    answer = hers.client.post(hers.item_page("continue", waiting))
    assert answer["Location"] == hers.item_page("item", waiting)
    run_jobs(waiting.id)
    assert Job.objects.get().state == JobState.READY
    assert "Look at it" in hers.text(hers.item_page("item", waiting))
    assert hers.log(CustodyAction.ITEM_DERIVED)


def test_there_is_nothing_to_continue_for_a_finished_item(hers: Owned) -> None:
    hers.client.post(hers.item_page("continue"))
    assert not Job.objects.exists()
