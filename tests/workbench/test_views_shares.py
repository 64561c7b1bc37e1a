"""The pages about chosen items: what they show, to whom, and what the owner reads of it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases import services
from cases.models import Assignment, ShareKeyWrap
from custody.enums import CustodyAction
from evidence.models import EvidenceItem
from evidence.services import dispose_item
from jobs.services import make_worker_key
from resources.services import load_resources
from tests import cast
from tests.cases.pages import query_count
from tests.cases.shared import REASON, Shared, lay_out
from tests.jobs.casework import keep_file
from tests.workbench.desk import browser_of, text_of

QUEUE = reverse("workbench:queue")
NEW_MEMBERS = ("share-assign", "share-unassign")


@pytest.fixture
def shared(db: None) -> Shared:
    load_resources()
    return lay_out()


@pytest.fixture
def fitri(shared: Shared) -> Client:
    """The browser of the paralegal who works on the chosen files."""
    return browser_of(shared.fitri)


@pytest.fixture
def dewi(shared: Shared) -> Client:
    """The browser of the lead, to whom they are not assigned."""
    return browser_of(shared.people.dewi)


def page(shared: Shared, name: str = "share", *rest: object) -> str:
    return reverse(f"workbench:{name}", args=[shared.grant.ref, *rest])


def item_page(shared: Shared, name: str, item: EvidenceItem | None = None) -> str:
    return page(shared, name, (item or shared.chosen[0]).ref)


def open_with_reason(client: Client, shared: Shared) -> None:
    assert client.post(page(shared), {"reason": REASON}).status_code == 302


def test_the_page_shows_the_chosen_files_and_no_other(shared: Shared, fitri: Client) -> None:
    text = text_of(fitri, page(shared))
    assert re.findall(r">(B-\d\d)</span> · Text<", text) == ["B-01", "B-02"]
    assert "Lewat surel" in text
    assert "Dia mengancam" not in text
    assert shared.case.ref not in text


def test_a_file_that_was_given_up_is_not_there_any_more(shared: Shared, fitri: Client) -> None:
    ani = shared.people.ani
    dispose_item(ani.actor, ani.keys(shared.case), shared.chosen[0])
    assert re.findall(r">(B-\d\d)</span> · Text<", text_of(fitri, page(shared))) == ["B-02"]


def test_whoever_is_assigned_is_noted_once(shared: Shared, fitri: Client) -> None:
    for _ in range(2):
        text_of(fitri, page(shared))
    [told] = shared.log(CustodyAction.SHARE_OPENED)
    assert told.who == "LBH Dua · Fitri"


def test_a_lead_says_why_and_the_owner_reads_it(shared: Shared, dewi: Client) -> None:
    assert "Why do you open these files?" in text_of(dewi, page(shared))
    assert dewi.get(item_page(shared, "share-item"))["Location"] == page(shared)
    open_with_reason(dewi, shared)
    assert "B-02" in text_of(dewi, page(shared))
    owner = browser_of(shared.people.ani).get(reverse("cases:log", args=[shared.case.ref]))
    assert "LBH Dua · Dewi" in owner.content.decode()
    assert REASON in owner.content.decode()


def test_the_queue_lists_what_was_chosen_under_its_own_heading(
    shared: Shared, fitri: Client
) -> None:
    text = text_of(fitri, QUEUE)
    assert "<h2>Chosen files</h2>" in text
    assert "“Melati”" in text
    assert f'href="{page(shared)}"' in text
    assert "No case is waiting here." not in text
    assert "Chosen files" not in text_of(browser_of(shared.people.budi), QUEUE)


def test_a_share_that_does_not_open_takes_no_other_with_it(shared: Shared, dewi: Client) -> None:
    lost, spoiled = share_more(shared), share_more(shared)
    held = ShareKeyWrap.objects.filter(holder__organization=shared.people.dua)
    held.filter(grant__ref=lost).delete()
    held.filter(grant__ref=spoiled).update(wrapped=b"x")
    text = text_of(dewi, QUEUE)
    assert f'href="{page(shared)}"' in text
    assert f"<b>{lost}</b>" in text
    assert f"<b>{spoiled}</b>" in text


def share_more(shared: Shared) -> str:
    owner = cast.make_owner()
    case = cast.make_case(owner=owner)
    item = keep_file(owner, case, b"lain\n", name="lain.txt")
    dua = shared.people.dua
    return cast.share_items(owner=owner, case=case, organization=dua, items=[item]).ref


def test_many_shares_cost_the_queries_of_two(shared: Shared, dewi: Client) -> None:
    share_more(shared)
    before = query_count(dewi, QUEUE)
    for _ in range(4):
        share_more(shared)
    assert query_count(dewi, QUEUE) == before


def test_many_files_cost_the_queries_of_two(shared: Shared, fitri: Client) -> None:
    before = query_count(fitri, page(shared))
    ani = shared.people.ani
    more = [keep_file(ani, shared.case, b"%d\n" % n, name=f"{n}.txt") for n in range(6)]
    refs = [item.ref for item in (*shared.chosen, *more)]
    services.change_shared_items(ani.actor, ani.keys(shared.case), shared.grant, refs)
    assert query_count(fitri, page(shared)) == before


@pytest.fixture
def picture(shared: Shared) -> EvidenceItem:
    """A shared picture whose preview and view copy are made."""
    make_worker_key()
    ani = shared.people.ani
    item = keep_file(ani, shared.case, is_intimate=True)
    services.change_shared_items(ani.actor, ani.keys(shared.case), shared.grant, [item.ref])
    return item


def test_the_view_copy_is_shown_for_a_reason_and_once(
    shared: Shared, fitri: Client, picture: EvidenceItem
) -> None:
    assert "data:image/webp" in text_of(fitri, page(shared))
    where, reveal = (item_page(shared, f"share-{name}", picture) for name in ("item", "reveal"))
    assert "Write the reason" in fitri.post(reveal, {"reason": " "}).content.decode()
    assert "data:image" not in text_of(fitri, where)
    fitri.post(reveal, {"reason": REASON})
    assert 'src="data:image/jpeg' in text_of(fitri, where)
    assert "data:image" not in text_of(fitri, where)
    [told] = shared.log(CustodyAction.ITEM_REVEALED)
    assert (told.who, told.details["reason"]) == ("LBH Dua · Fitri", REASON)


def test_the_original_comes_for_a_reason_and_is_logged(shared: Shared, fitri: Client) -> None:
    where = item_page(shared, "share-download")
    assert "Why is the original downloaded?" in text_of(fitri, where)
    assert "Write the reason" in fitri.post(where, {"reason": ""}).content.decode()
    answer = fitri.post(where, {"reason": REASON})
    assert b"".join(answer.streaming_content) == b"baris satu\n"
    assert f"{shared.grant.ref}-b-01.txt" in answer["Content-Disposition"]
    [told] = shared.log(CustodyAction.ITEM_DOWNLOADED)
    assert told.obj == shared.chosen[0].id


@pytest.mark.parametrize("name", ["share-download", *NEW_MEMBERS])
def test_it_asks_for_the_password_again(
    shared: Shared, dewi: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_with_reason(dewi, shared)
    monkeypatch.setattr("django.conf.settings.REENTRY_SECONDS", -1)
    assert dewi.get(address(shared, name))["Location"] == reverse("accounts:reenter")


PAGES: dict[str, Callable[[Shared], tuple[object, ...]]] = {
    "share": lambda shared: (),
    "share-assign": lambda shared: (),
    "share-unassign": lambda shared: (Assignment.objects.get(grant=shared.grant).id,),
    "share-item": lambda shared: (shared.chosen[0].ref,),
    "share-reveal": lambda shared: (shared.chosen[0].ref,),
    "share-download": lambda shared: (shared.chosen[0].ref,),
}
ONLY_POST = {"share-reveal"}


def address(shared: Shared, name: str) -> str:
    return page(shared, name, *PAGES[name](shared))


def statuses(client: Client, shared: Shared, names: tuple[str, ...] = tuple(PAGES)) -> set[int]:
    return {
        (client.post if name in ONLY_POST else client.get)(address(shared, name)).status_code
        for name in names
    }


@pytest.mark.parametrize("who", ["gita", "lina", "budi", "oka", "eko", "ani"])
def test_who_was_not_let_in_gets_404(shared: Shared, who: str) -> None:
    person = shared.gita if who == "gita" else shared.people.everybody[who]
    assert statuses(browser_of(person), shared) == {404}


def test_an_assigned_paralegal_assigns_nobody(shared: Shared, fitri: Client) -> None:
    assert statuses(fitri, shared, NEW_MEMBERS) == {404}


def test_after_taking_back_the_next_request_is_404(
    shared: Shared, fitri: Client, dewi: Client
) -> None:
    assert fitri.get(page(shared)).status_code == 200
    ani = shared.people.ani
    services.revoke_grant(ani.actor, ani.keys(shared.case), shared.grant)
    for client in (fitri, dewi):
        assert statuses(client, shared) == {404}


def test_a_file_taken_out_is_404_on_the_next_request(shared: Shared, fitri: Client) -> None:
    ani, (one, two) = shared.people.ani, shared.chosen
    services.change_shared_items(ani.actor, ani.keys(shared.case), shared.grant, [two.ref])
    for item, status in ((one, 404), (two, 200), (shared.other, 404)):
        assert fitri.get(item_page(shared, "share-item", item)).status_code == status
        assert fitri.get(item_page(shared, "share-download", item)).status_code == status


def test_the_pages_of_a_whole_case_stay_closed(shared: Shared, fitri: Client, dewi: Client) -> None:
    where = [reverse("workbench:case", args=[ref]) for ref in (shared.case.ref, shared.grant.ref)]
    where += [reverse("packets:list-for-team", args=[shared.case.ref])]
    where += [reverse("workbench:log", args=[shared.case.ref])]
    for client in (fitri, dewi):
        assert {client.get(address).status_code for address in where} == {404}


def test_dewi_assigns_gita_and_ends_it(shared: Shared, dewi: Client) -> None:
    gita = shared.gita
    dewi.post(page(shared, "share-assign"), {"member": str(gita.membership.id)})
    browser = browser_of(gita)
    assert "B-01" in text_of(browser, page(shared))
    row = Assignment.objects.live().get(membership=gita.membership)
    assert "Gita" in text_of(dewi, page(shared, "share-unassign", row.id))
    dewi.post(page(shared, "share-unassign", row.id))
    assert browser.get(page(shared)).status_code == 404


def test_with_nobody_left_the_page_says_so(shared: Shared, dewi: Client) -> None:
    for person in (shared.gita, shared.people.dewi):
        cast.assign_share(lead=shared.people.dewi, grant=shared.grant, member=person)
    assert "There is nobody to assign" in text_of(dewi, page(shared, "share-assign"))


def test_the_first_to_open_after_a_leaving_writes_it_down(shared: Shared, dewi: Client) -> None:
    services.end_membership(shared.people.dewi.actor, shared.fitri.membership)
    open_with_reason(dewi, shared)
    acts = [event.act for event in shared.log()][-2:]
    assert acts == [CustodyAction.SHARE_UNASSIGNED, CustodyAction.SHARE_OPENED]


@pytest.mark.parametrize("name", PAGES)
def test_it_refuses_the_wrong_method(shared: Shared, dewi: Client, name: str) -> None:
    open_with_reason(dewi, shared)
    assert dewi.delete(address(shared, name)).status_code == 405
    if name in ONLY_POST:
        assert dewi.get(address(shared, name)).status_code == 405
