"""What whoever writes to an instance can do behind our back, and what the check calls it."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from accounts.enums import MemberRole
from accounts.models import (
    KeyPair,
    Membership,
    OrganizationKeyWrap,
    RecoverySheets,
    SealedPreferences,
    SignIn,
    User,
)
from cases.details import HelpDetails
from cases.enums import Consent, GrantScope
from cases.models import (
    Assignment,
    CaseEpoch,
    CaseKeyWrap,
    CaseRecord,
    Draft,
    Grant,
    RecordRevision,
    ShareKeyWrap,
    ShredSecret,
)
from cases.services import print_sheets, share_items
from core.clock import now, today
from core.ids import new_id
from custody.models import (
    Checkpoint,
    CheckpointLeaf,
    CustodyErasure,
    CustodyEvent,
    CustodyLog,
)
from evidence.models import Derivative, EvidenceItem
from jobs.enums import JobState
from jobs.models import Job, JobGrant, WorkerKey
from packets.models import ReportPacket
from tests.cast import Cast
from tests.flushing import CHECKPOINTS, LOGS, unguarded
from tests.jobs.packetwork import blob_path
from vault.primitives import random_bytes


def item(cast: Cast) -> EvidenceItem:
    return EvidenceItem.objects.within(case=cast.case).get()


def items(cast: Cast) -> Any:
    return EvidenceItem.objects.within(case=cast.case)


def pictures(cast: Cast) -> Any:
    return Derivative.objects.within(item__case=cast.case)


def packets(cast: Cast) -> Any:
    return ReportPacket.objects.within(blob__isnull=False)


def cut(name: str) -> None:
    path = blob_path(name)
    path.write_bytes(path.read_bytes()[:-1])


def swap_headers(name: str) -> None:
    path = blob_path(name)
    data = bytearray(path.read_bytes())
    data[30] ^= 1
    path.write_bytes(data)


def leave_orphan(cast: Cast) -> None:
    path = blob_path("ab/" + "ab" * 16)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    old = (now() - timedelta(hours=2)).timestamp()
    os.utime(path, (old, old))


def pair_of(user: User) -> KeyPair:
    return KeyPair.objects.current().get(user=user)


def wrap_to(cast: Cast, holder: KeyPair, epoch: int = 1) -> None:
    CaseKeyWrap.objects.create(case=cast.case, epoch=epoch, holder=holder, wrapped=b"w")


def change_log(cast: Cast, change: Callable[[Any], object]) -> None:
    with unguarded(LOGS):
        change(CustodyEvent.objects.filter(log__case_id=cast.case.id))


def move_entry(events: Any) -> None:
    """The last entry's sealed parts stand where the first one's were."""
    last = events.order_by("seq").last()
    events.filter(seq=1).update(sealed_entry=last.sealed_entry)


def make_lead(cast: Cast) -> None:
    Membership.objects.filter(user=cast.lina.user).update(role=MemberRole.PARALEGAL)


def give_share_key_to_stranger(cast: Cast) -> None:
    asked = HelpDetails(
        organization=str(cast.dua.id),
        extent=GrantScope.ITEMS.value,
        items=(item(cast).ref,),
        consents=(Consent.SEEN.value,),
    )
    grant = share_items(cast.ani.actor, cast.ani.keys(cast.case), cast.dua, asked)
    ShareKeyWrap.objects.create(grant=grant, holder=pair_of(cast.citra.user), wrapped=b"w")


def leave_old_sheets(cast: Cast) -> None:
    print_sheets(cast.lina.actor)
    RecoverySheets.objects.update(certificate=bytes(64))


def change_checkpoints(change: Callable[[], object]) -> None:
    with unguarded(CHECKPOINTS):
        change()


BREACHES: dict[str, tuple[str, Callable[[Cast], object]]] = {
    "an item without its blob": (
        "I1 an item has no blob",
        lambda cast: blob_path(item(cast).blob).unlink(),
    ),
    "a cut blob": ("I1 an item has another's blob", lambda cast: cut(item(cast).blob)),
    "another's blob": (
        "I1 an item has another's blob",
        lambda cast: swap_headers(item(cast).blob),
    ),
    "another size": (
        "I1 an item has another's blob",
        lambda cast: items(cast).update(blob_bytes=1),
    ),
    "another epoch of the blob": (
        "I1 an item has another's blob",
        lambda cast: items(cast).update(blob_epoch=7),
    ),
    "details set back": (
        "I1 an item's details are sealed for another",
        lambda cast: items(cast).update(details_revision=1),
    ),
    "no number": ("I1 a number is given twice", lambda cast: items(cast).update(number=0)),
    "a file key of an old epoch": (
        "K6 a file key is not under the present epoch, of item",
        lambda cast: items(cast).update(key_epoch=0),
    ),
    "a picture's key of an old epoch": (
        "K6 a file key is not under the present epoch, of derivative",
        lambda cast: pictures(cast).update(key_epoch=0),
    ),
    "a picture without its blob": (
        "I1 a derivative has no blob",
        lambda cast: blob_path(pictures(cast).first().blob).unlink(),
    ),
    "a cut picture": (
        "I1 a derivative has another's blob",
        lambda cast: cut(pictures(cast).first().blob),
    ),
    "an orphan": ("I1 a blob belongs to no row", leave_orphan),
    "a packet without its blob": (
        "I4 a packet has no blob",
        lambda cast: blob_path(packets(cast).get().blob).unlink(),
    ),
    "a cut packet": (
        "I4 a packet has another's blob",
        lambda cast: cut(packets(cast).get().blob),
    ),
    "a packet without end": (
        "I4 a packet is built and has no key",
        lambda cast: packets(cast).update(expires_at=None),
    ),
    "a gap in a log": (
        "I3 a log has a gap before",
        lambda cast: change_log(cast, lambda events: events.filter(seq=2).delete()),
    ),
    "a log cut short": (
        "I3 a log does not end where its row says",
        lambda cast: change_log(cast, lambda events: events.order_by("seq").last().delete()),
    ),
    "a head set back": (
        "I3 a log does not end where its row says",
        lambda cast: CustodyLog.objects.filter(case_id=cast.case.id).update(head=b"h" * 32),
    ),
    "a forged signature": (
        "I3 an entry is not signed by this instance",
        lambda cast: change_log(cast, lambda e: e.filter(seq=3).update(signature=b"s" * 64)),
    ),
    "an entry moved": (
        "I3 an entry is sealed for another place",
        lambda cast: change_log(cast, move_entry),
    ),
    "a log open to erasure": (
        "I3 a log is open to being erased",
        lambda cast: CustodyErasure.objects.create(log_id=new_id()),
    ),
    "a case without log": (
        "I3 a case has no log",
        lambda cast: CustodyLog.objects.filter(case_id=cast.case.id).update(case_id=new_id()),
    ),
    "a log without case": (
        "I3 a log belongs to no case",
        lambda cast: CustodyLog.objects.create(case_id=new_id(), head=bytes(32)),
    ),
    "a case without secret": (
        "K5 a case has no shred secret",
        lambda cast: ShredSecret.objects.filter(case_id=cast.case.id).delete(),
    ),
    "a stray secret": (
        "K5 a shred secret belongs to no case",
        lambda cast: ShredSecret.objects.create(case_id=new_id(), secret=random_bytes(32)),
    ),
    "an owner without her key": (
        "K1 the owner does not hold her case's key",
        lambda cast: CaseKeyWrap.objects.filter(holder__user=cast.ani.user).delete(),
    ),
    "an owner with an old pair": (
        "K1 the owner does not hold her case's key",
        lambda cast: KeyPair.objects.filter(user=cast.ani.user).update(retired_at=now()),
    ),
    "a wrap for a member of nobody's choice": (
        "K2 somebody who was not let in holds a case's key",
        lambda cast: wrap_to(cast, pair_of(cast.citra.user)),
    ),
    "a wrap after the assignment ended": (
        "K2 somebody who was not let in holds a case's key",
        lambda cast: Assignment.objects.update(ended_at=now()),
    ),
    "a wrap after the grant was taken back": (
        "K2 somebody who was not let in holds a case's key",
        lambda cast: Grant.objects.update(revoked_at=now()),
    ),
    "a wrap of a member who left": (
        "K2 somebody who was not let in holds a case's key",
        lambda cast: Membership.objects.filter(user=cast.budi.user).update(is_active=False),
    ),
    "a wrap of an account that ended": (
        "K2 somebody who was not let in holds a case's key",
        lambda cast: User.objects.filter(pk=cast.budi.user.pk).update(is_active=False),
    ),
    "a wrap to a retired pair": (
        "K2 somebody who was not let in holds a case's key",
        lambda cast: KeyPair.objects.filter(user=cast.budi.user).update(retired_at=now()),
    ),
    "a wrap of a later epoch": (
        "K2 a wrap is of an epoch that has not begun",
        lambda cast: wrap_to(cast, pair_of(cast.ani.user), epoch=9),
    ),
    "a wrap for a site admin": (
        "K3 an admin holds a case's key",
        lambda cast: wrap_to(cast, pair_of(cast.eko.user)),
    ),
    "a wrap for an organisation admin": (
        "K3 an admin holds a case's key",
        lambda cast: wrap_to(cast, pair_of(cast.oka.user)),
    ),
    "an organisation's key with somebody who is no lead": (
        "K2 an organisation's key is wrapped to somebody who is no lead",
        make_lead,
    ),
    "an organisation's key with a paralegal": (
        "K2 an organisation's key is wrapped to somebody who is no lead",
        lambda cast: OrganizationKeyWrap.objects.create(
            key_pair=KeyPair.objects.current().get(organization=cast.satu),
            holder=pair_of(cast.budi.user),
            wrapped=b"w",
        ),
    ),
    "a swapped public key": (
        "K2 a public key is not certified by this instance",
        lambda cast: KeyPair.objects.filter(user=cast.budi.user).update(
            public_key=pair_of(cast.eko.user).public_key
        ),
    ),
    "a private key moved to another sign-in": (
        "K2 a private key is sealed for another sign-in",
        lambda cast: SignIn.objects.filter(user=cast.budi.user).update(
            sealed_private_key=SignIn.objects.get(user=cast.eko.user).sealed_private_key
        ),
    ),
    "a swapped worker key": (
        "K2 a worker's key is not certified by this instance",
        lambda cast: WorkerKey.objects.update(public_key=pair_of(cast.eko.user).public_key),
    ),
    "a draft of another case": (
        "I1 a draft is sealed for another case",
        lambda cast: Draft.objects.create(
            case=cast.case, epoch=1, written_on=today(), sealed=bytes(128)
        ),
    ),
    "preferences of another account": (
        "K2 preferences are sealed for another account",
        lambda cast: SealedPreferences.objects.create(user=cast.ani.user, sealed=bytes(128)),
    ),
    "a grant past its time": (
        "I5 a grant outlived its time",
        lambda cast: JobGrant.objects.update(expires_at=now() - timedelta(minutes=2)),
    ),
    "a grant of a finished job": (
        "I5 a grant outlived its job",
        lambda cast: Job.objects.update(state=JobState.FAILED),
    ),
    "a job without lease": (
        "I9 a lease and a job's state do not fit together",
        lambda cast: Job.objects.unfinished().update(state=JobState.BUILDING),
    ),
    "a lease without job": (
        "I9 a lease and a job's state do not fit together",
        lambda cast: Job.objects.update(lease=new_id()),
    ),
    "an epoch without its certificate": (
        "K1 an epoch's key is not certified",
        lambda cast: CaseEpoch.objects.all().delete(),
    ),
    "a share's key with a stranger": (
        "K2 somebody who was not let in holds a share's key",
        give_share_key_to_stranger,
    ),
    "sheets of a pair that is gone": (
        "K2 recovery sheets open no present key",
        leave_old_sheets,
    ),
    "a leaf that says otherwise than its log": (
        "I3 a log is not what a checkpoint says of it",
        lambda cast: change_checkpoints(lambda: CheckpointLeaf.objects.update(length=1)),
    ),
    "a checkpoint that says otherwise": (
        "I3 a checkpoint is not what was signed",
        lambda cast: change_checkpoints(lambda: Checkpoint.objects.update(tree_size=9, note="")),
    ),
    "a lease for ever": (
        "I9 a lease lasts longer than any work",
        lambda cast: Job.objects.update(due_at=now() + timedelta(days=1)),
    ),
    "a record without its revision": (
        "I1 a record has no present revision",
        lambda cast: RecordRevision.objects.filter(record__case=cast.case).first().delete(),
    ),
    "a record set to a revision that is not there": (
        "I1 a record has no present revision",
        lambda cast: CaseRecord.objects.within(case=cast.case).update(revision=9),
    ),
    "a revision of another record": (
        "I1 a revision is sealed for another record",
        lambda cast: RecordRevision.objects.filter(record__case=cast.case).update(epoch=5),
    ),
}
