"""The third gate: who holds a case's key, and what is closed without it."""

from uuid import UUID

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from accounts.actors import ANONYMOUS
from cases.exceptions import NoKey
from cases.models import Case, CaseKeyWrap, RecordRevision, ShredSecret
from cases.reading import incidents_of
from cases.sealing import GrantedKeys, HeldKeys, keys_of, keys_of_all
from core.exceptions import NotOpened
from evidence.models import EvidenceItem
from evidence.sealing import open_details
from tests.cast import Cast, Person, make_case, make_cast, make_owner, share
from tests.jobs.casework import keep_file, original, write_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def held(person: Person, case: Case) -> HeldKeys:
    """As if every other gate were open: the row is handed over without asking who sees it."""
    return keys_of(person.actor, Case.objects.for_job(case.pk).get())


@pytest.mark.parametrize("name", ["ani", "lina", "budi"])
def test_owner_lead_and_assigned_member_hold_the_same_key(name: str, cast: Cast) -> None:
    keys = held(cast.everybody[name], cast.case)
    assert keys.inner == held(cast.ani, cast.case).inner
    assert keys.epochs == (1,)


@pytest.mark.parametrize("name", ["citra", "oka", "dewi", "eko"])
def test_everybody_else_holds_none(name: str, cast: Cast) -> None:
    with pytest.raises(NoKey):
        held(cast.everybody[name], cast.case)


def test_nobody_holds_none(cast: Cast) -> None:
    with pytest.raises(NoKey):
        keys_of(ANONYMOUS, Case.objects.for_job(cast.case.pk).get())


def test_another_owner_holds_none(cast: Cast) -> None:
    with pytest.raises(NoKey):
        held(make_owner(name="Nia"), cast.case)


def test_a_wrap_opens_for_nobody_it_was_not_made_for(cast: Cast) -> None:
    wraps = CaseKeyWrap.objects.filter(case=cast.case)
    hers = wraps.get(holder__user=cast.ani.user).wrapped
    wraps.filter(holder__user=cast.budi.user).update(wrapped=hers)
    with pytest.raises(NotOpened):
        held(cast.budi, cast.case)


def test_a_wrap_opens_for_no_other_case(cast: Cast) -> None:
    second = make_case(owner=cast.ani)
    other = CaseKeyWrap.objects.get(case=second)
    CaseKeyWrap.objects.filter(case=cast.case, holder__user=cast.ani.user).update(
        wrapped=other.wrapped
    )
    with pytest.raises(NotOpened):
        held(cast.ani, cast.case)


def test_a_wrap_opens_for_no_other_epoch(cast: Cast) -> None:
    CaseKeyWrap.objects.filter(case=cast.case).update(epoch=2)
    Case.objects.for_job(cast.case.pk).update(epoch=2)
    with pytest.raises(NotOpened):
        held(cast.ani, cast.case)


def test_who_lacks_the_present_epoch_holds_nothing(cast: Cast) -> None:
    Case.objects.for_job(cast.case.pk).update(epoch=2)
    with pytest.raises(NoKey):
        held(cast.budi, cast.case)


def test_no_key_stands_in_the_rows(cast: Cast) -> None:
    inner = held(cast.ani, cast.case).inner[1]
    wraps = CaseKeyWrap.objects.filter(case=cast.case)
    assert wraps.count() == 3
    assert all(inner not in bytes(wrap.wrapped) for wrap in wraps)


def test_without_its_shred_secret_a_case_opens_for_nobody(cast: Cast) -> None:
    write_note(cast.ani, cast.case, "catatan")
    ShredSecret.objects.get(case_id=cast.case.id).delete()
    for person in (cast.ani, cast.lina, cast.budi):
        with pytest.raises(NotOpened):
            held(person, cast.case)


def test_another_secret_in_its_place_opens_nothing(cast: Cast) -> None:
    write_note(cast.ani, cast.case, "catatan")
    item = keep_file(cast.ani, cast.case)
    ShredSecret.objects.filter(case_id=cast.case.id).update(secret=bytes(32))
    keys = held(cast.ani, cast.case)
    for reading in (
        lambda: incidents_of(keys),
        lambda: open_details(keys, item),
        lambda: original(keys, item),
    ):
        with pytest.raises(NotOpened):
            reading()


def test_the_secret_lies_in_the_other_database(cast: Cast) -> None:
    tables = {
        alias: set(connections[alias].introspection.table_names()) for alias in ("default", "shred")
    }
    assert "shred_secret" not in tables["default"]
    assert "shred_secret" in tables["shred"]
    assert not {"case", "case_key_wrap", "custody_log"} & tables["shred"]


def test_a_revision_opens_in_its_own_place_only(cast: Cast) -> None:
    one, other = (write_note(cast.ani, cast.case, note) for note in ("satu", "dua"))
    sealed = RecordRevision.objects.get(record=one).sealed
    RecordRevision.objects.filter(record=other).update(sealed=sealed)
    with pytest.raises(NotOpened):
        incidents_of(held(cast.budi, cast.case))


@pytest.mark.parametrize("name", ["ani", "lina"])
def test_many_cases_take_as_many_queries_as_one(name: str, cast: Cast) -> None:
    def queries(cases: list[Case]) -> int:
        actor, count = cast.everybody[name].actor, 0
        with (
            CaptureQueriesContext(connections["default"]) as main,
            CaptureQueriesContext(connections["shred"]) as shred,
        ):
            count = len(keys_of_all(actor, cases))
        assert count == len(cases)
        return len(main) + len(shred)

    one = queries([cast.case])
    more = [make_case(owner=cast.ani) for _ in range(6)]
    for case in more:
        share(owner=cast.ani, case=case, organization=cast.satu)
    assert queries([cast.case, *more]) == one


def test_of_several_cases_all_or_none_are_opened(cast: Cast) -> None:
    strange = make_case(owner=make_owner(name="Nia"))
    with pytest.raises(NoKey):
        keys_of_all(cast.lina.actor, [cast.case, strange])


def test_granted_keys_open_what_was_granted_and_nothing_else(cast: Cast) -> None:
    keys = held(cast.ani, cast.case)
    item = keep_file(cast.ani, cast.case)
    granted = GrantedKeys(
        cast.case, keys.access((20,), {item.id: keys.file(item.id, item)}, written_in=1)
    )
    assert granted.field(1, 20) == keys.field(1, 20)
    assert granted.file(item.id, item) == keys.file(item.id, item)
    assert granted.current_log.key == keys.current_log.key
    for closed in (
        lambda: granted.field(1, 2),
        lambda: granted.field(2, 20),
        lambda: granted.log(2),
        lambda: granted.file(item.id, EvidenceItem(id=UUID(int=1))),
    ):
        with pytest.raises(NotOpened):
            closed()
