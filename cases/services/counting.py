"""Cases counted in numbers that name nobody: allowed by their owner, and noted in her log."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from cases.details import HelpDetails
from cases.enums import Consent, GrantScope, RecordKind
from cases.models import Grant
from cases.permissions import check_user_can_count, check_user_can_share
from cases.reading import opened_all
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from cases.services.records import save_record
from core.clock import today
from core.exceptions import NotOpened, NotPermitted, PolicyRefused
from core.quarters import next_quarter
from custody.enums import CustodyAction
from custody.services import record


@transaction.atomic
def allow_counting(actor: Actor, keys: HeldKeys, grant: Grant, *, is_allowed: bool) -> None:
    """Gives or takes back, by itself, the yes to being counted by an organisation.

    A yes counts from the next quarter on, a no at once. Her sealed request to the organisation says
    the same as the row. The same answer twice changes nothing. Writes `case.counting.allowed` or
    `case.counting.forbidden`.
    """
    check_user_can_share(actor, keys.case)
    hold_case(keys)
    live = Grant.objects.live().of_whole_cases().filter(pk=grant.pk, case=keys.case)
    changed = live.filter(counted_from__isnull=is_allowed)
    if not changed.update(counted_from=next_quarter(today()) if is_allowed else None):
        return
    _say_so_in_requests(actor, keys, grant, is_allowed=is_allowed)
    told = {"organization": grant.organization.name}
    act = CustodyAction.COUNTING_ALLOWED if is_allowed else CustodyAction.COUNTING_FORBIDDEN
    record(keys.current_log, actor.for_log(), act, grant.id, told)


def _say_so_in_requests(actor: Actor, keys: HeldKeys, grant: Grant, *, is_allowed: bool) -> None:
    """In every one to this organisation; a yes only where she asked it to read everything."""
    requests = keys.case.records.of_kind(RecordKind.HELP_REQUEST)
    for one in opened_all(keys, requests, HelpDetails):
        if one.details.organization == str(grant.organization_id):
            details = _with_answer(one.details, is_allowed=is_allowed)
            if details != one.details:
                save_record(actor, keys, RecordKind.HELP_REQUEST, details, one.record)


def _with_answer(asked: HelpDetails, *, is_allowed: bool) -> HelpDetails:
    others = tuple(one for one in asked.consents if one != Consent.STATISTICS)
    is_yes = is_allowed and asked.extent == GrantScope.WHOLE
    return replace(asked, consents=(*others, Consent.STATISTICS.value) if is_yes else others)


@transaction.atomic
def note_counted(actor: Actor, held: Mapping[UUID, HeldKeys]) -> set[UUID]:
    """Writes `case.counted` into each case that its owner still lets be counted, and returns those.

    A case that was taken back, is to be erased or has new keys by now is left out. Nothing of what
    was counted may leave before this is committed.
    """
    check_user_can_count(actor)
    let = _still_let(actor, _held_now(held))
    for case_id in sorted(let):
        keys = held[case_id]
        record(keys.current_log, actor.for_log(), CustodyAction.CASE_COUNTED, case_id)
    return let


def _held_now(held: Mapping[UUID, HeldKeys]) -> Iterable[UUID]:
    """In one order, so that two who count at once wait for each other and do not block."""
    for case_id in sorted(held):
        with suppress(PolicyRefused, NotPermitted, NotOpened):
            hold_case(held[case_id])
            yield case_id


def _still_let(actor: Actor, cases: Iterable[UUID]) -> set[UUID]:
    """Read anew under the locks."""
    held = list(cases)
    rows = Grant.objects.to_count(actor, today()).filter(case__in=held)
    return set(rows.values_list("case_id", flat=True))
