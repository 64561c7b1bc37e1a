"""What holds of every case and its keys, checked without one."""

from collections.abc import Iterator
from uuid import UUID

from accounts.enums import MemberRole
from accounts.models import KeyPair
from cases.models import (
    Assignment,
    Case,
    CaseEpoch,
    CaseKeyWrap,
    CaseRecord,
    Draft,
    Grant,
    RecordRevision,
    ShareKeyWrap,
    ShredSecret,
)
from cases.sealing import draft_is_sealed_for, is_sealed_for
from core.clock import now
from core.invariants import Breach
from custody.models import CustodyLog


def breaches() -> Iterator[Breach]:
    yield from _secrets()
    yield from _logs()
    yield from _wraps()
    yield from _epochs()
    yield from _shares()
    yield from _records()
    for draft in Draft.objects.iterator():
        if not draft_is_sealed_for(draft):
            yield Breach("I1", "a draft is sealed for another case", draft.pk)


def _secrets() -> Iterator[Breach]:
    """K5. The cases are read once before the secrets and once after: what begins or ends in the
    meantime is no breach, nor is a case that is being erased."""
    before = set(
        Case.objects.for_upkeep().exclude(erase_at__lte=now()).values_list("id", flat=True)
    )
    secrets = set(ShredSecret.objects.values_list("case_id", flat=True))
    after = set(Case.objects.for_upkeep().values_list("id", flat=True))
    for case in sorted((before & after) - secrets):
        yield Breach("K5", "a case has no shred secret", case)
    for case in sorted(secrets - after - before):
        yield Breach("K5", "a shred secret belongs to no case", case)


def _logs() -> Iterator[Breach]:
    cases = set(Case.objects.for_upkeep().values_list("id", flat=True))
    logs = set(CustodyLog.objects.values_list("case_id", flat=True))
    for case in sorted(cases - logs):
        yield Breach("I3", "a case has no log", case)
    for case in sorted(logs - cases):
        yield Breach("I3", "a log belongs to no case", case)


def _wraps() -> Iterator[Breach]:
    """K1 the owner holds the live epoch's key · K2 nobody who left or was shut out holds any ·
    K3 nor does an admin."""
    cases = {case.id: case for case in Case.objects.for_upkeep().select_related("owner")}
    current = {case_id: False for case_id in cases}
    let_in = _let_in()
    for wrap in CaseKeyWrap.objects.select_related("holder__user__membership"):
        case = cases[wrap.case_id]
        if wrap.epoch > case.epoch:
            yield Breach("K2", "a wrap is of an epoch that has not begun", wrap.pk)
        if _is_admin(wrap.holder):
            yield Breach("K3", "an admin holds a case's key", wrap.pk)
        elif not _may_hold(wrap.holder, case, let_in):
            yield Breach("K2", "somebody who was not let in holds a case's key", wrap.pk)
        if wrap.epoch == case.epoch and wrap.holder.user_id == case.owner_id:
            current[case.id] = wrap.holder.retired_at is None
    for case_id, is_held in current.items():
        if not is_held:
            yield Breach("K1", "the owner does not hold her case's key", case_id)


def _epochs() -> Iterator[Breach]:
    """Each epoch's key was made here: without the certificate nobody opens it."""
    certified = set(CaseEpoch.objects.values_list("case_id", "epoch"))
    for case, newest in Case.objects.for_upkeep().values_list("id", "epoch"):
        for epoch in range(1, newest + 1):
            if (case, epoch) not in certified:
                yield Breach("K1", "an epoch's key is not certified", f"{case}/{epoch}")


def _shares() -> Iterator[Breach]:
    """A share's key is held by the organisation it was opened to, and by whom that assigned."""
    for wrap in ShareKeyWrap.objects.select_related("grant", "holder"):
        grant, holder = wrap.grant, wrap.holder
        assigned = grant.assignments.live().filter(membership__user=holder.user_id)
        is_let_in = holder.organization_id == grant.organization_id or assigned.exists()
        if grant.revoked_at is not None or holder.retired_at is not None or not is_let_in:
            yield Breach("K2", "somebody who was not let in holds a share's key", wrap.pk)


def _let_in() -> set[tuple[UUID, UUID]]:
    """Case and holder, for each live grant and for each live assignment under one."""
    grants = Grant.objects.live().of_whole_cases().filter(organization__is_active=True)
    organizations = set(grants.values_list("case_id", "organization_id"))
    assignments = Assignment.objects.live().filter(
        membership__is_active=True, membership__user__is_active=True, grant__isnull=True
    )
    members = assignments.values_list(
        "case_id", "membership__user_id", "membership__organization_id"
    )
    return organizations | {
        (case, user)
        for case, user, organization in members
        if (case, organization) in organizations
    }


def _may_hold(holder: KeyPair, case: Case, let_in: set[tuple[UUID, UUID]]) -> bool:
    if holder.retired_at is not None:
        return False
    return holder.user_id == case.owner_id or (case.id, holder.holder_id) in let_in


def _is_admin(holder: KeyPair) -> bool:
    if holder.user is None:
        return False
    member = getattr(holder.user, "membership", None)
    return holder.user.is_site_admin or bool(member and member.role == MemberRole.ORG_ADMIN)


def _records() -> Iterator[Breach]:
    present: set[tuple[UUID, int]] = set()
    for stored in RecordRevision.objects.select_related("record").iterator():
        present.add((stored.record_id, stored.revision))
        if not is_sealed_for(stored.record, stored):
            yield Breach("I1", "a revision is sealed for another record", stored.pk)
    for record, revision in CaseRecord.objects.within().values_list("id", "revision"):
        if (record, revision) not in present:
            yield Breach("I1", "a record has no present revision", record)
