import pytest
from django.urls import reverse

from cases.models import Grant
from cases.sealing import keys_of
from cases.services import grant_access
from custody.enums import CustodyAction
from evidence.models import PendingKey, Rekeying
from jobs.models import Job, WorkerKey
from jobs.services import make_worker_key
from tests import cast
from tests.cases.pages import query_count
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file, run_jobs


@pytest.fixture(autouse=True)
def worker(db: None) -> WorkerKey:
    return make_worker_key()


def begin(hers: Owned) -> str:
    """She presses the button, and is led to the page that tells how far it is."""
    page = hers.page("rekeying")
    assert hers.client.post(hers.page("rekey"))["Location"] == page
    return page


def share(hers: Owned) -> Grant:
    organization = cast.make_organization(name="LBH Satu", lead=cast.make_staff(name="Lina"))
    keys = keys_of(hers.person.actor, hers.case)
    return grant_access(hers.person.actor, keys, organization, may_build_packets=False)


def test_it_says_what_it_does_before_it_begins(hers: Owned) -> None:
    page = hers.text(hers.page("rekey"))
    for told in ("It can take a while", "stored again under a new key", "stays with them"):
        assert told in page
    assert not PendingKey.objects.exists()


def test_it_asks_for_her_words_again(hers: Owned, settings: object) -> None:
    settings.REENTRY_SECONDS = -1
    for answer in (hers.client.get(hers.page("rekey")), hers.client.post(hers.page("rekey"))):
        assert answer["Location"] == reverse("accounts:reenter")
    assert hers.log(CustodyAction.REKEYING_ASKED) == []


def test_she_sees_how_far_it_is_and_that_it_is_done(hers: Owned) -> None:
    page = begin(hers)
    shown = hers.text(page)
    assert "0 of 1 stored files" in shown
    assert "Check again" in shown
    run_jobs(Rekeying.objects.for_job(newest(hers)).get().id)
    assert "open none of the files stored now" in hers.text(page)


def newest(hers: Owned) -> object:
    return hers.case.rekeyings.get().pk


@pytest.mark.parametrize(
    ("state", "text", "button"),
    [
        ("needs_owner", "Press continue", ">Continue</button>"),
        ("failed", "could not be done", ">Try again</button>"),
        ("queued", "Waiting", "Check again"),
        ("building", "Being made", "Check again"),
    ],
)
def test_each_state_is_told_in_words(hers: Owned, state: str, text: str, button: str) -> None:
    page = begin(hers)
    Job.objects.update(state=state)
    shown = hers.text(page)
    assert text in shown
    assert button in shown


def test_one_press_continues_what_stood_still(hers: Owned, settings: object) -> None:
    """Without the words: the keys it lends were lent before."""
    WorkerKey.objects.all().delete()
    page = begin(hers)
    make_worker_key()
    settings.REENTRY_SECONDS = -1
    assert hers.client.post(page)["Location"] == page
    run_jobs(newest(hers))
    assert hers.case.rekeyings.get().ended_at


def test_before_the_first_one_there_is_nothing_to_continue(hers: Owned) -> None:
    page = hers.page("rekeying")
    assert "the keys they were stored with" in hers.text(page)
    assert hers.client.post(page)["Location"] == page
    assert not hers.case.rekeyings.exists()


def test_it_is_offered_where_she_shares_and_after_taking_back(hers: Owned) -> None:
    grant = share(hers)
    sharing = reverse("cases:sharing", args=[hers.case.ref])
    assert hers.page("rekeying") in hers.text(sharing)
    take_back = reverse("cases:take-back", args=[hers.case.ref, grant.ref])
    assert hers.client.post(take_back, {"save": "1"})["Location"] == hers.page("rekey")
    assert sharing in hers.text(hers.page("rekey"))


def test_without_files_it_is_not_offered(hers: Owned) -> None:
    hers.case.items.all().delete()
    sharing = reverse("cases:sharing", args=[hers.case.ref])
    assert hers.page("rekeying") not in hers.text(sharing)
    assert hers.client.post(hers.page("rekey")).status_code == 409


def test_many_files_cost_no_more_queries_to_watch(hers: Owned) -> None:
    page = begin(hers)
    at_one = query_count(hers.client, page)
    WorkerKey.objects.all().delete()
    for number in range(5):
        keep_file(hers.person, hers.case, f"{number}\n".encode(), name="lain.txt")
    hers.case.rekeyings.all().delete()
    assert "0 of 6 stored files" in hers.text(begin(hers))
    assert query_count(hers.client, page) == at_one
