"""Somebody writes to the main database and reads the shred database, and holds no key of the case.

What she plants is not believed: an epoch's key without the instance's certificate, an entry of the
log without its signature, an epoch set back, a wrap put where ours belongs.
"""

import pytest

from accounts.models import KeyPair
from cases import services
from cases.exceptions import NoKey
from cases.holders import live_holders
from cases.models import Case, CaseEpoch, CaseKeyWrap, Grant
from cases.sealing import keys_of
from core.clock import now, stamp
from core.exceptions import NotOpened
from core.ids import new_id
from custody.models import CustodyEvent, CustodyLog
from custody.sealing import LogKey, actor_mark, instance_id, seal_event
from tests.cast import Cast, make_organization, make_staff, share
from tests.jobs.casework import write_note
from vault.keys import PublicKey, WrapContext, wrap

PLANTED = b"A" * 32


def plant_epoch(cast: Cast) -> int:
    """A key of her own choice, wrapped to everybody whom the case knows."""
    epoch = Case.objects.for_job(cast.case.pk).get().epoch + 1
    for pair in KeyPair.objects.filter(case_wraps__case=cast.case).distinct():
        context = WrapContext("case", cast.case.id, epoch, pair.holder_id, pair.generation)
        wrapped = wrap(PLANTED, PublicKey.from_bytes(bytes(pair.public_key)), context)
        CaseKeyWrap.objects.create(case=cast.case, epoch=epoch, holder=pair, wrapped=wrapped)
    Case.objects.for_job(cast.case.pk).update(epoch=epoch)
    return epoch


def test_a_planted_key_is_not_written_under(cast: Cast) -> None:
    plant_epoch(cast)
    with pytest.raises(NotOpened):
        cast.ani.keys(cast.case)


def test_a_certificate_of_another_epoch_or_case_does_not_help(cast: Cast) -> None:
    epoch = plant_epoch(cast)
    certificate = CaseEpoch.objects.get(case=cast.case).certificate
    CaseEpoch.objects.create(case=cast.case, epoch=epoch, certificate=certificate)
    with pytest.raises(NotOpened):
        cast.ani.keys(cast.case)


def test_an_epoch_set_back_behind_the_log_takes_no_more_writing(cast: Cast) -> None:
    grant = Grant.objects.live().get(case=cast.case)
    services.revoke_grant(cast.ani.actor, cast.ani.keys(cast.case), grant)
    CaseKeyWrap.objects.filter(case=cast.case, epoch=2).delete()
    Case.objects.for_job(cast.case.pk).update(epoch=1)
    with pytest.raises(NotOpened):
        write_note(cast.ani, cast.case, "Untuk siapa saja.")


def test_a_wrap_in_the_place_of_ours_is_replaced(cast: Cast) -> None:
    citra = KeyPair.objects.current().get(user=cast.citra.user)
    CaseKeyWrap.objects.create(case=cast.case, epoch=1, holder=citra, wrapped=b"nothing")
    services.assign_case(cast.lina.actor, cast.lina.keys(cast.case), cast.citra.membership)
    assert cast.citra.keys(cast.case).epochs == (1,)


def forge_entry(cast: Cast, old_key: bytes, grant: Grant) -> None:
    """An entry that opens with a key she once held, and that nobody signed."""
    log = CustodyLog.objects.get(case_id=cast.case.id)
    entry = {
        "v": "1",
        "log": log.id.hex,
        "seq": str(log.length + 1),
        "prev": bytes(log.head).hex(),
        "ts": stamp(now()),
        "actor": actor_mark(new_id()),
        "role": "owner",
        "act": "case.grant.created",
        "obj": str(grant.id),
        "app": "0",
        "instance": instance_id(),
    }
    told = {"who": "", "organization": "LBH Tiga"}
    sealed = seal_event(LogKey(cast.case.id, 1, old_key), log.id, log.length + 1, entry, told)
    CustodyEvent.objects.create(
        log=log,
        seq=log.length + 1,
        at=now(),
        hash=sealed.hash,
        signature=bytes(64),
        epoch=1,
        sealed_entry=sealed.sealed_entry,
        sealed_details=sealed.sealed_details,
    )
    CustodyLog.objects.filter(pk=log.pk).update(length=log.length + 1, head=sealed.hash)


@pytest.mark.usefixtures("db")
def test_who_was_shut_out_does_not_come_back_by_an_unsigned_entry(cast: Cast) -> None:
    tuti = make_staff(name="Tuti")
    tiga = make_organization(name="LBH Tiga", lead=tuti)
    share(owner=cast.ani, case=cast.case, organization=tiga)
    old = tuti.keys(cast.case).derived(1).log
    services.revoke_grant(
        cast.ani.actor, cast.ani.keys(cast.case), Grant.objects.get(organization=tiga)
    )
    grant = Grant.objects.create(case=cast.case, organization=tiga, granted_at=now())
    forge_entry(cast, old, grant)
    holders = live_holders(cast.ani.keys(cast.case))
    assert [pair.user_id for pair in holders] == [cast.ani.user.pk]
    with pytest.raises(NoKey):
        keys_of(tuti.actor, Case.objects.for_job(cast.case.pk).get())
