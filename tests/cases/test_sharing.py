"""Letting in and taking back: who holds what afterwards, and what old keys are good for."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from accounts.enums import MemberRole
from accounts.models import Organization
from cases import services
from cases.details import IncidentDetails
from cases.enums import RecordKind
from cases.exceptions import NoKey
from cases.models import Assignment, Case, CaseKeyWrap, Grant
from cases.reading import incidents_of
from cases.sealing import HeldKeys, keys_of
from core.exceptions import NotOpened, NotPermitted, PolicyRefused
from custody.enums import CustodyAction
from custody.models import CustodyLog
from custody.reading import check_chain_holds, opened_events
from evidence.models import Derivative, EvidenceItem
from evidence.storage import read_blob
from jobs.models import WorkerKey
from jobs.services import make_worker_key
from tests.cast import Cast, Person, make_case, make_cast, make_member, share
from tests.jobs.casework import keep_file, original, write_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    """Whatever a test does to the case, its keys are in order at the end."""
    people = make_cast()
    yield people
    check_keys_are_in_order(people)


@pytest.fixture
def worker() -> WorkerKey:
    return make_worker_key()


def fresh(case: Case) -> Case:
    return Case.objects.for_job(case.pk).get()


def check_keys_are_in_order(people: Cast) -> None:
    """Every epoch is wrapped to the owner, the present one to who is let in, none to others."""
    case = fresh(people.case)
    wraps = CaseKeyWrap.objects.filter(case=case)
    hers = wraps.filter(holder__user=people.ani.user).values_list("epoch", flat=True)
    assert sorted(hers) == list(range(1, case.epoch + 1))
    organizations = set(case.grants.live().values_list("organization_id", flat=True))
    members = set(case.assignments.live().values_list("membership__user_id", flat=True))
    let_in = organizations | members | {people.ani.user.pk}
    for epoch in range(1, case.epoch + 1):
        assert {wrap.holder.holder_id for wrap in wraps.filter(epoch=epoch)} == let_in
    files = [*EvidenceItem.objects.within(case=case), *Derivative.objects.within(item__case=case)]
    assert {file.key_epoch for file in files} <= {case.epoch}
    keys = people.ani.keys(case)
    assert check_chain_holds(case.id, keys.logs) == CustodyLog.objects.get(case_id=case.id).length


def revoke(people: Cast, organization: Organization) -> None:
    grant = Grant.objects.live().get(case=people.case, organization=organization)
    services.revoke_grant(people.ani.actor, people.ani.keys(people.case), grant)


def unassign(people: Cast, person: Person) -> None:
    row = Assignment.objects.live().get(case=people.case, membership=person.membership)
    services.unassign_case(people.lina.actor, people.lina.keys(people.case), row)


def acts_of(people: Cast) -> list[CustodyAction]:
    keys = people.ani.keys(people.case)
    return [event.act for event in opened_events(people.case.id, keys.logs)]


def tried_with(old: HeldKeys) -> HeldKeys:
    """What was held before, tried on everything that came after."""
    case = fresh(old.case)
    inner = next(iter(old.inner.values()))
    return HeldKeys(case, dict.fromkeys(range(1, case.epoch + 1), inner), old._shred_secret)


def test_sharing_opens_every_epoch_so_far(cast: Cast) -> None:
    write_note(cast.ani, cast.case, "lama")
    unassign(cast, cast.budi)
    write_note(cast.ani, cast.case, "baru")
    share(owner=cast.ani, case=cast.case, organization=cast.dua)
    keys = cast.dewi.keys(cast.case)
    assert keys.epochs == (1, 2)
    assert [opened.details.note for opened in incidents_of(keys)] == ["lama", "baru"]


def test_a_second_grant_is_the_first(cast: Cast) -> None:
    before = acts_of(cast)
    share(owner=cast.ani, case=cast.case, organization=cast.satu)
    assert Grant.objects.filter(case=cast.case).count() == 1
    assert acts_of(cast) == before


def test_a_second_assignment_is_the_first(cast: Cast) -> None:
    before = acts_of(cast)
    services.assign_case(cast.lina.actor, cast.lina.keys(cast.case), cast.budi.membership)
    assert Assignment.objects.filter(case=cast.case).count() == 1
    assert acts_of(cast) == before


@pytest.mark.parametrize("name", ["lina", "budi"])
def test_revoking_takes_the_key_from_lead_and_member(name: str, cast: Cast) -> None:
    revoke(cast, cast.satu)
    person = cast.everybody[name]
    assert not Case.objects.visible_to(person.actor).exists()
    with pytest.raises(NoKey):
        keys_of(person.actor, fresh(cast.case))
    assert not Assignment.objects.live().filter(case=cast.case).exists()


@pytest.mark.parametrize("name", ["lina", "budi"])
def test_what_a_revoked_holder_kept_opens_nothing_new(
    name: str, cast: Cast, worker: WorkerKey
) -> None:
    item = keep_file(cast.ani, cast.case)
    kept = cast.everybody[name].keys(cast.case)
    assert original(kept, item)
    revoke(cast, cast.satu)
    write_note(cast.ani, cast.case, "sesudahnya")
    item = EvidenceItem.objects.visible_to(cast.ani.actor).get(pk=item.pk)
    for keys in (kept, tried_with(kept)):
        with pytest.raises(NotOpened):
            incidents_of(keys)
        with pytest.raises(NotOpened):
            keys.file(item.id, item)
        with pytest.raises(NotOpened):
            list(opened_events(cast.case.id, {2: keys.log(2)}))


def test_a_new_epoch_seals_file_keys_again_and_leaves_the_files(
    cast: Cast, worker: WorkerKey
) -> None:
    item = keep_file(cast.ani, cast.case)
    rows: list[EvidenceItem | Derivative] = [item, *item.derivatives.all()]
    before = {row.pk: (bytes(row.sealed_key), b"".join(read_blob(row.blob or ""))) for row in rows}
    seen = original(cast.ani.keys(cast.case), item)
    revoke(cast, cast.satu)
    for row in rows:
        blob, blob_epoch = row.blob, row.blob_epoch
        row.refresh_from_db()
        sealed_key, sealed_file = before[row.pk]
        assert bytes(row.sealed_key) != sealed_key
        assert (row.key_epoch, row.blob, row.blob_epoch) == (2, blob, blob_epoch)
        assert b"".join(read_blob(row.blob or "")) == sealed_file
    assert original(cast.ani.keys(cast.case), item) == seen


def test_the_owner_reads_on_across_epochs(cast: Cast) -> None:
    write_note(cast.ani, cast.case, "lama")
    revoke(cast, cast.satu)
    write_note(cast.ani, cast.case, "baru")
    keys = cast.ani.keys(cast.case)
    assert keys.epochs == (1, 2)
    assert [opened.details.note for opened in incidents_of(keys)] == ["lama", "baru"]


def test_revoking_one_organisation_leaves_the_other_in(cast: Cast) -> None:
    share(owner=cast.ani, case=cast.case, organization=cast.dua)
    revoke(cast, cast.satu)
    write_note(cast.ani, cast.case, "baru")
    keys = cast.dewi.keys(cast.case)
    assert keys.epochs == (1, 2)
    assert [opened.details.note for opened in incidents_of(keys)] == ["baru"]


def test_an_organisation_may_be_let_in_again(cast: Cast) -> None:
    revoke(cast, cast.satu)
    share(owner=cast.ani, case=cast.case, organization=cast.satu)
    assert cast.lina.keys(cast.case).epochs == (1, 2)
    with pytest.raises(NoKey):
        keys_of(cast.budi.actor, fresh(cast.case))


def test_unassigning_takes_the_key_from_the_member_alone(cast: Cast) -> None:
    kept = cast.budi.keys(cast.case)
    unassign(cast, cast.budi)
    write_note(cast.ani, cast.case, "sesudahnya")
    with pytest.raises(NoKey):
        keys_of(cast.budi.actor, fresh(cast.case))
    with pytest.raises(NotOpened):
        incidents_of(tried_with(kept))
    for person in (cast.ani, cast.lina):
        notes = incidents_of(person.keys(cast.case))
        assert [opened.details.note for opened in notes] == ["sesudahnya"]


def test_unassigning_one_member_leaves_the_other_in(cast: Cast) -> None:
    services.assign_case(cast.lina.actor, cast.lina.keys(cast.case), cast.citra.membership)
    unassign(cast, cast.budi)
    assert cast.citra.keys(cast.case).epochs == (1, 2)


def test_the_log_tells_of_each_step(cast: Cast) -> None:
    unassign(cast, cast.budi)
    revoke(cast, cast.satu)
    assert acts_of(cast)[2:] == [
        CustodyAction.CASE_GRANT_CREATED,
        CustodyAction.CASE_ASSIGNED,
        CustodyAction.CASE_UNASSIGNED,
        CustodyAction.CASE_EPOCH_STARTED,
        CustodyAction.CASE_GRANT_REVOKED,
        CustodyAction.CASE_EPOCH_STARTED,
    ]


def test_taking_back_twice_changes_nothing_more(cast: Cast) -> None:
    grant, row = Grant.objects.get(case=cast.case), Assignment.objects.get(case=cast.case)
    services.unassign_case(cast.lina.actor, cast.lina.keys(cast.case), row)
    services.unassign_case(cast.lina.actor, cast.lina.keys(cast.case), row)
    services.revoke_grant(cast.ani.actor, cast.ani.keys(cast.case), grant)
    services.revoke_grant(cast.ani.actor, cast.ani.keys(cast.case), grant)
    assert fresh(cast.case).epoch == 3
    assert acts_of(cast).count(CustodyAction.CASE_EPOCH_STARTED) == 2


def test_a_revocation_that_fails_leaves_everything_as_it_was(cast: Cast, worker: WorkerKey) -> None:
    item = keep_file(cast.ani, cast.case)
    wraps = set(CaseKeyWrap.objects.values_list("pk", flat=True))
    with transaction.atomic():
        revoke(cast, cast.satu)
        transaction.set_rollback(True)
    assert fresh(cast.case).epoch == 1
    assert set(CaseKeyWrap.objects.values_list("pk", flat=True)) == wraps
    assert original(cast.budi.keys(cast.case), item)


Change = Callable[[Cast, HeldKeys], object]
NOTE = IncidentDetails(note="terlambat")
CHANGES: dict[str, tuple[str, Change]] = {
    "revoke": (
        "ani",
        lambda people, keys: services.revoke_grant(
            people.ani.actor, keys, Grant.objects.live().get(organization=people.dua)
        ),
    ),
    "share": (
        "ani",
        lambda people, keys: services.grant_access(
            people.ani.actor, keys, people.satu, may_build_packets=True
        ),
    ),
    "write": (
        "ani",
        lambda people, keys: services.save_record(
            people.ani.actor, keys, RecordKind.INCIDENT, NOTE
        ),
    ),
    "assign": (
        "dewi",
        lambda people, keys: services.assign_case(
            people.dewi.actor, keys, make_member(name="Fitri", organization=people.dua).membership
        ),
    ),
    "open": ("dewi", lambda people, keys: services.note_opening(people.dewi.actor, keys)),
}


@pytest.mark.parametrize(("name", "change"), CHANGES.values(), ids=CHANGES)
def test_keys_from_before_a_new_epoch_change_nothing(name: str, change: Change, cast: Cast) -> None:
    """Two sessions at once: the second would make other keys under the same number."""
    share(owner=cast.ani, case=cast.case, organization=cast.dua)
    outdated = cast.everybody[name].keys(cast.case)
    revoke(cast, cast.satu)
    before = acts_of(cast)
    with pytest.raises(PolicyRefused):
        change(cast, outdated)
    assert (acts_of(cast), fresh(cast.case).epoch) == (before, 2)


def test_only_her_own_case_is_taken_back(cast: Cast) -> None:
    other = make_case(owner=cast.ani)
    share(owner=cast.ani, case=other, organization=cast.dua)
    grant = Grant.objects.get(case=other)
    services.revoke_grant(cast.ani.actor, cast.ani.keys(cast.case), grant)
    assert Grant.objects.live().filter(pk=grant.pk).exists()
    assert fresh(cast.case).epoch == fresh(other).epoch == 1


@pytest.mark.parametrize("name", ["lina", "budi", "dewi", "eko"])
def test_only_the_owner_lets_in_and_takes_back(name: str, cast: Cast) -> None:
    actor, keys = cast.everybody[name].actor, cast.ani.keys(cast.case)
    with pytest.raises(NotPermitted):
        services.grant_access(actor, keys, cast.dua, may_build_packets=True)
    with pytest.raises(NotPermitted):
        services.revoke_grant(actor, keys, Grant.objects.get(case=cast.case))
    assert Grant.objects.live().count() == 1


@pytest.mark.parametrize("name", ["ani", "budi", "citra", "oka", "dewi", "eko"])
def test_only_a_lead_who_was_let_in_assigns(name: str, cast: Cast) -> None:
    actor, keys = cast.everybody[name].actor, cast.lina.keys(cast.case)
    with pytest.raises(NotPermitted):
        services.assign_case(actor, keys, cast.citra.membership)
    with pytest.raises(NotPermitted):
        services.unassign_case(actor, keys, Assignment.objects.get(case=cast.case))
    assert Assignment.objects.live().count() == 1


def test_a_lead_does_not_unassign_anothers_member(cast: Cast) -> None:
    share(owner=cast.ani, case=cast.case, organization=cast.dua)
    row = Assignment.objects.get(case=cast.case)
    services.unassign_case(cast.dewi.actor, cast.dewi.keys(cast.case), row)
    assert Assignment.objects.live().filter(pk=row.pk).exists()
    assert cast.budi.keys(cast.case).epochs == (1,)


@pytest.mark.parametrize("name", ["oka", "dewi"])
def test_neither_an_admin_nor_anothers_member_is_assigned(name: str, cast: Cast) -> None:
    member = cast.everybody[name].membership
    with pytest.raises(PolicyRefused):
        services.assign_case(cast.lina.actor, cast.lina.keys(cast.case), member)


@pytest.mark.parametrize("role", [MemberRole.PARALEGAL, MemberRole.LAWYER])
def test_a_member_who_left_is_not_assigned(role: MemberRole, cast: Cast) -> None:
    person = make_member(name="Gita", organization=cast.satu, role=role)
    member = person.membership
    member.is_active = False
    with pytest.raises(PolicyRefused):
        services.assign_case(cast.lina.actor, cast.lina.keys(cast.case), member)


def test_an_organisation_that_closed_is_not_let_in(cast: Cast) -> None:
    cast.dua.is_active = False
    with pytest.raises(PolicyRefused):
        share(owner=cast.ani, case=cast.case, organization=cast.dua)
