"""Chosen items: what their holders open, what stays closed to them, and how it ends."""

from dataclasses import replace

import pytest

from accounts import services as accounts
from accounts.models import KeyPair
from cases import services
from cases.details import HelpDetails
from cases.enums import GrantScope, RecordKind
from cases.exceptions import NoKey
from cases.holders import live_holders
from cases.models import Assignment, Case, CaseKeyWrap, Grant, ShareKeyWrap, ShredSecret
from cases.reading import gate_of, incidents_of
from cases.sealing import HeldKeys, keys_of, open_request, share_keys_of
from core.exceptions import NotOpened, NotPermitted, PolicyRefused
from custody.enums import CustodyAction
from custody.models import CustodyEvent, CustodyLog
from custody.reading import check_chain_holds, opened_events
from evidence.models import EvidenceItem, SharedItem
from evidence.sealing import open_shared_details, open_shared_original
from evidence.services import download_shared
from evidence.storage import read_blob
from tests import cast
from tests.cases.shared import REASON, Shared, lay_out
from tests.jobs.casework import keep_file, write_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared() -> Shared:
    return lay_out()


def opened(shared: Shared, person: cast.Person, item: EvidenceItem) -> bytes:
    keys, row = person.share_keys(shared.grant), shared.row(item)
    size = open_shared_details(keys, row).size
    return b"".join(open_shared_original(keys, row, size, read_blob(item.blob)))


@pytest.mark.parametrize("name", ["dewi", "fitri"])
def test_lead_and_assigned_member_open_the_chosen_files(shared: Shared, name: str) -> None:
    person = shared.fitri if name == "fitri" else shared.people.dewi
    assert [opened(shared, person, item) for item in shared.chosen] == [
        b"baris satu\n",
        b"baris dua\n",
    ]
    assert open_request(person.share_keys(shared.grant)).alias == "Melati"


def test_they_see_no_case_and_hold_no_key_of_one(shared: Shared) -> None:
    for person in (shared.people.dewi, shared.fitri):
        assert not Case.objects.visible_to(person.actor).exists()
        assert not EvidenceItem.objects.visible_to(person.actor).exists()
        with pytest.raises(NoKey):
            keys_of(person.actor, Case.objects.for_job(shared.case.pk).get())
    held = CaseKeyWrap.objects.filter(case=shared.case)
    assert not held.filter(holder__organization=shared.people.dua).exists()
    assert not held.filter(holder__user=shared.fitri.user).exists()


def test_the_key_of_a_share_opens_nothing_else_of_the_case(shared: Shared) -> None:
    """Tried in the place of the case's own key, on files, notes, answers and log."""
    share = shared.fitri.share_keys(shared.grant)
    secret = bytes(ShredSecret.objects.get(pk=shared.case.pk).secret)
    tried = HeldKeys(Case.objects.for_job(shared.case.pk).get(), {1: share.inner}, secret)
    for attempt in (
        incidents_of,
        gate_of,
        lambda keys: list(opened_events(keys.case.id, keys.logs)),
    ):
        with pytest.raises(NotOpened):
            attempt(tried)
    for item in (*shared.chosen, shared.other):
        with pytest.raises(NotOpened):
            tried.file(item.id, item)
    with pytest.raises(NotOpened):
        share.file(shared.other.id, bytes(shared.other.sealed_key))


def test_nothing_kept_or_written_later_comes_under_the_share(shared: Shared) -> None:
    write_note(shared.people.ani, shared.case, "sesudahnya")
    keep_file(shared.people.ani, shared.case, b"baru\n", name="baru.txt")
    rows = SharedItem.objects.visible_to(shared.fitri.actor)
    assert {row.item_id for row in rows} == {item.id for item in shared.chosen}


def test_what_is_told_of_an_item_does_not_tell_of_the_note_it_proves(shared: Shared) -> None:
    share = shared.fitri.share_keys(shared.grant)
    details = open_shared_details(share, shared.row(shared.chosen[0]))
    assert (details.name, details.incident) == ("satu.txt", "")
    asked = open_request(share)
    assert (asked.items, asked.consents) == ((), ())


def test_rows_put_in_each_others_place_do_not_open(shared: Shared) -> None:
    one, two = (shared.row(item) for item in shared.chosen)
    keys = shared.fitri.share_keys(shared.grant)
    one.sealed_details, one.sealed_key = two.sealed_details, two.sealed_key
    with pytest.raises(NotOpened):
        open_shared_details(keys, one)
    with pytest.raises(NotOpened):
        keys.file(one.item_id, bytes(one.sealed_key))


@pytest.mark.parametrize("name", ["gita", "citra", "oka", "eko", "ani"])
def test_nobody_else_is_shown_the_share(shared: Shared, name: str) -> None:
    person = shared.gita if name == "gita" else shared.people.everybody[name]
    assert not Grant.objects.shared_with(person.actor).exists()
    assert not SharedItem.objects.visible_to(person.actor).exists()
    assert share_keys_of(person.actor, [shared.grant]) == {}


def test_the_log_is_whole_for_whoever_holds_the_case(shared: Shared) -> None:
    download_shared(
        shared.fitri.actor,
        shared.fitri.share_keys(shared.grant),
        shared.row(shared.chosen[0]),
        REASON,
    )
    length = CustodyLog.objects.get(case_id=shared.case.id).length
    for person in (shared.people.ani, shared.people.lina, shared.people.budi):
        assert check_chain_holds(shared.case.id, person.keys(shared.case).logs) == length
    told = shared.log(CustodyAction.ITEM_DOWNLOADED)
    assert [(event.who, event.details["reason"]) for event in told] == [("LBH Dua · Fitri", REASON)]


def test_a_holder_of_the_share_reads_what_was_done_with_it_and_nothing_else(shared: Shared) -> None:
    share = shared.fitri.share_keys(shared.grant)
    services.note_share_opening(shared.fitri.actor, share)
    acts = [event.act for event in opened_events(shared.case.id, share.logs)]
    assert acts == [CustodyAction.SHARE_ASSIGNED, CustodyAction.SHARE_OPENED]


def test_the_entries_of_a_share_belong_to_no_epoch(shared: Shared) -> None:
    stored = CustodyEvent.objects.filter(share=shared.grant.id)
    assert {event.epoch for event in stored} == {0}
    assert not CustodyEvent.objects.exclude(share=shared.grant.id).filter(epoch=0).exists()


def test_a_new_epoch_gives_the_share_no_key_and_leaves_it_open(shared: Shared) -> None:
    people, before = shared.people, bytes(shared.grant.sealed_key or b"")
    whole = Grant.objects.get(case=shared.case, scope=GrantScope.WHOLE)
    services.revoke_grant(people.ani.actor, people.ani.keys(shared.case), whole)
    row = Grant.objects.get(pk=shared.grant.pk)
    assert (row.key_epoch, bytes(row.sealed_key or b"") == before) == (2, False)
    assert {pair.user_id for pair in live_holders(people.ani.keys(shared.case))} == {
        people.ani.user.pk
    }
    assert opened(shared, shared.fitri, shared.chosen[0]) == b"baris satu\n"
    assert check_chain_holds(shared.case.id, people.ani.keys(shared.case).logs)


def test_a_share_made_whole_in_its_row_gets_no_key_of_the_case(shared: Shared) -> None:
    """The log tells of chosen items; the row alone says otherwise."""
    Grant.objects.filter(pk=shared.grant.pk).update(scope=GrantScope.WHOLE, sealed_key=None)
    Assignment.objects.filter(grant=shared.grant).update(grant=None)
    holders = live_holders(shared.people.ani.keys(shared.case))
    assert shared.people.dua.id not in {pair.organization_id for pair in holders}
    assert shared.fitri.user.pk not in {pair.user_id for pair in holders}


def test_a_planted_key_is_not_sealed_under(shared: Shared) -> None:
    """Whoever once held the case's key makes a key for the share, and waits for the next file."""
    keys, row = shared.people.lina.keys(shared.case), Grant.objects.get(pk=shared.grant.pk)
    row.case = keys.case
    planted = keys.new_share(row)
    Grant.objects.filter(pk=row.pk).update(sealed_key=row.sealed_key)
    with pytest.raises(NotOpened):
        shared.people.ani.keys(shared.case).share(Grant.objects.get(pk=row.pk))
    assert planted.inner != shared.fitri.share_keys(shared.grant).inner


def test_a_share_that_was_spoiled_keeps_nobody_from_being_shut_out(shared: Shared) -> None:
    ani = shared.people.ani
    Grant.objects.filter(pk=shared.grant.pk).update(sealed_key=b"x")
    for grant in Grant.objects.filter(case=shared.case):
        services.revoke_grant(ani.actor, ani.keys(shared.case), grant)
    assert Case.objects.for_job(shared.case.pk).get().epoch == 2
    assert not ShareKeyWrap.objects.filter(grant=shared.grant).exists()


def change(shared: Shared, *items: EvidenceItem) -> None:
    ani = shared.people.ani
    refs = [item.ref for item in items]
    services.change_shared_items(ani.actor, ani.keys(shared.case), shared.grant, refs)


def test_she_adds_and_takes_out_items(shared: Shared) -> None:
    _, two = shared.chosen
    change(shared, two, shared.other)
    rows = SharedItem.objects.visible_to(shared.fitri.actor)
    assert {row.item_id for row in rows} == {two.id, shared.other.id}
    assert opened(shared, shared.fitri, shared.other) == b"baris tiga\n"
    assert [event.act for event in shared.log()][-2:] == [
        CustodyAction.ITEM_UNSHARED,
        CustodyAction.ITEM_SHARED,
    ]


def test_a_grant_that_came_back_in_its_row_takes_no_more_items(shared: Shared) -> None:
    ani = shared.people.ani
    services.revoke_grant(ani.actor, ani.keys(shared.case), shared.grant)
    Grant.objects.filter(pk=shared.grant.pk).update(revoked_at=None)
    with pytest.raises(NotPermitted):
        change(shared, shared.other)
    assert not shared.grant.shared_items.exists()


def test_what_she_writes_anew_to_them_reaches_them(shared: Shared) -> None:
    ani = shared.people.ani
    told = HelpDetails(organization=str(shared.people.dua.id), extent="items", safe_way="Surat")
    services.save_record(ani.actor, ani.keys(shared.case), RecordKind.HELP_REQUEST, told)
    elsewhere = replace(told, organization=str(shared.people.satu.id), safe_way="Telepon")
    services.save_record(ani.actor, ani.keys(shared.case), RecordKind.HELP_REQUEST, elsewhere)
    assert open_request(shared.fitri.share_keys(shared.grant)).safe_way == "Surat"


def test_taking_back_leaves_no_wrap_no_item_and_no_assignment(shared: Shared) -> None:
    ani, kept = shared.people.ani, shared.fitri.share_keys(shared.grant)
    row = shared.row(shared.chosen[0])
    for _ in range(2):
        services.revoke_grant(ani.actor, ani.keys(shared.case), shared.grant)
    assert not ShareKeyWrap.objects.filter(grant=shared.grant).exists()
    assert not shared.grant.shared_items.exists()
    assert not Assignment.objects.live().filter(grant=shared.grant).exists()
    assert Case.objects.for_job(shared.case.pk).get().epoch == 1
    assert shared.log()[-1].act == CustodyAction.SHARE_REVOKED
    with pytest.raises(NotPermitted):
        download_shared(shared.fitri.actor, kept, row, REASON)


def test_the_owner_reads_what_a_taken_back_share_was_used_for(shared: Shared) -> None:
    ani = shared.people.ani
    services.note_share_opening(
        shared.people.dewi.actor, shared.people.dewi.share_keys(shared.grant), REASON
    )
    services.revoke_grant(ani.actor, ani.keys(shared.case), shared.grant)
    [told] = shared.log(CustodyAction.SHARE_OPENED)
    assert (told.who, told.details["reason"]) == ("LBH Dua · Dewi", REASON)
    assert check_chain_holds(shared.case.id, ani.keys(shared.case).logs) == len(shared.log())


def test_unassigning_takes_the_wrap_from_the_member_alone(shared: Shared) -> None:
    dewi = shared.people.dewi
    row = Assignment.objects.live().get(grant=shared.grant)
    for _ in range(2):
        services.unassign_share(dewi.actor, dewi.share_keys(shared.grant), row)
    assert not ShareKeyWrap.objects.filter(holder__user=shared.fitri.user).exists()
    assert not Grant.objects.shared_with(shared.fitri.actor).exists()
    assert opened(shared, dewi, shared.chosen[0])
    assert len(shared.log(CustodyAction.SHARE_UNASSIGNED)) == 1


@pytest.mark.parametrize("name", ["lina", "budi", "fitri", "oka", "ani"])
def test_only_the_lead_they_are_for_assigns(shared: Shared, name: str) -> None:
    person = shared.fitri if name == "fitri" else shared.people.everybody[name]
    keys = shared.people.dewi.share_keys(shared.grant)
    with pytest.raises(NotPermitted):
        services.assign_share(person.actor, keys, shared.gita.membership)
    with pytest.raises(NotPermitted):
        services.unassign_share(
            person.actor, keys, Assignment.objects.live().get(grant=shared.grant)
        )


def test_a_member_of_another_organisation_is_not_assigned(shared: Shared) -> None:
    dewi = shared.people.dewi
    with pytest.raises(PolicyRefused):
        services.assign_share(
            dewi.actor, dewi.share_keys(shared.grant), shared.people.citra.membership
        )


@pytest.mark.parametrize("name", ["lina", "dewi", "fitri"])
def test_only_the_owner_chooses(shared: Shared, name: str) -> None:
    person = shared.fitri if name == "fitri" else shared.people.everybody[name]
    keys = shared.people.ani.keys(shared.case)
    with pytest.raises(NotPermitted):
        services.change_shared_items(person.actor, keys, shared.grant, [shared.other.ref])
    with pytest.raises(NotPermitted):
        services.share_items(person.actor, keys, shared.people.dua, HelpDetails())


def test_a_second_grant_is_the_first(shared: Shared) -> None:
    ani, before = shared.people.ani, len(shared.log())
    again = cast.share_items(
        owner=ani, case=shared.case, organization=shared.people.dua, items=[shared.other]
    )
    cast.share(owner=ani, case=shared.case, organization=shared.people.dua)
    assert again == shared.grant
    assert len(shared.log()) == before
    assert not CaseKeyWrap.objects.filter(holder__organization=shared.people.dua).exists()


def test_a_member_who_leaves_holds_nothing_and_the_log_tells_it(shared: Shared) -> None:
    """Oka of LBH Dua would hold no key: the entry is written by whoever opens the share next."""
    services.end_membership(shared.people.dewi.actor, shared.fitri.membership)
    assert not ShareKeyWrap.objects.filter(holder__user=shared.fitri.user).exists()
    assert Grant.objects.get(pk=shared.grant.pk).endings_are_due
    for _ in range(2):
        services.note_endings_if_due(shared.people.dewi.share_keys(shared.grant))
    assert len(shared.log(CustodyAction.SHARE_UNASSIGNED)) == 1
    assert not Case.objects.for_job(shared.case.pk).get().epoch_is_due


def test_a_new_pair_of_the_organisation_gets_the_share(shared: Shared) -> None:
    dewi, dua = shared.people.dewi, shared.people.dua
    services.renew_organization_key(dewi.actor)
    current = KeyPair.objects.current().get(organization=dua)
    wraps = ShareKeyWrap.objects.filter(holder__organization=dua)
    assert [wrap.holder_id for wrap in wraps] == [current.pk]
    assert opened(shared, dewi, shared.chosen[0])
    assert opened(shared, shared.fitri, shared.chosen[0])
    assert shared.log()[-1].act == CustodyAction.CASE_KEY_RENEWED


def test_two_sheets_bring_the_share_back_and_the_owner_reads_it(shared: Shared) -> None:
    sheets = services.print_sheets(shared.people.dewi.actor)
    nina = cast.make_staff(name="Nina")
    services.recover_organization(shared.people.dua, (sheets[0], sheets[1]), nina.unlocked, "Nina")
    assert opened(shared, nina, shared.chosen[1])
    assert shared.log()[-1].act == CustodyAction.CASE_KEY_RECOVERED


def test_a_reset_member_is_assigned_anew(shared: Shared) -> None:
    dewi = shared.people.dewi
    code = services.reset_member(dewi.actor, shared.fitri.membership)
    unlocked = accounts.set_password_with_code(code, "kata sandi baru sekali", "192.0.2.1")
    fitri = replace(shared.fitri, unlocked=unlocked)
    assert not Grant.objects.shared_with(fitri.actor).exists()
    cast.assign_share(lead=dewi, grant=shared.grant, member=fitri)
    assert opened(shared, fitri, shared.chosen[0])


def test_without_its_shred_secret_a_share_opens_for_nobody(shared: Shared) -> None:
    ShredSecret.objects.filter(pk=shared.case.pk).delete()
    for person in (shared.people.dewi, shared.fitri):
        with pytest.raises(NotOpened):
            person.share_keys(shared.grant)


def test_a_wrap_opens_for_no_other_share(shared: Shared) -> None:
    other = cast.make_case(owner=shared.people.ani)
    item = keep_file(shared.people.ani, other, b"lain\n", name="lain.txt")
    second = cast.share_items(
        owner=shared.people.ani, case=other, organization=shared.people.dua, items=[item]
    )
    wrapped = ShareKeyWrap.objects.get(grant=second).wrapped
    held = ShareKeyWrap.objects.filter(grant=shared.grant)
    held.filter(holder__organization=shared.people.dua).update(wrapped=wrapped)
    with pytest.raises(NotOpened):
        shared.people.dewi.share_keys(shared.grant)
