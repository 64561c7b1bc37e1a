"""A case begins with its gate answered."""

from django.db import transaction

from accounts.actors import Actor
from accounts.models import KeyPair
from cases.details import AnswersDetails
from cases.enums import RecordKind
from cases.models import Case
from cases.sealing import HeldKeys, create_case_keys
from cases.services.records import save_record
from core.clock import today
from custody.enums import CustodyAction
from custody.services import open_log, record


@transaction.atomic
def open_case(actor: Actor, gate: AnswersDetails) -> HeldKeys:
    """A case for this owner with fresh keys, its chain begun and her first answers sealed."""
    pair = KeyPair.objects.current().get(user=actor.user)
    keys = create_case_keys(Case(owner_id=actor.user_id, created_on=today()), pair)
    open_log(keys.case.id)
    record(keys.current_log, actor.for_log(), CustodyAction.CASE_CREATED, keys.case.id)
    save_record(actor, keys, RecordKind.GATE, gate)
    return keys
