"""Notes that begin together with their words, and words given anew."""

from dataclasses import dataclass

from django.db import transaction

from accounts import services as accounts
from accounts import throttling
from accounts.actors import Actor, InHand, actor_for
from accounts.services import Enrolment, Unlocked
from cases.details import AnswersDetails
from cases.models import Case
from cases.sealing import keys_that_open
from cases.services.opening import open_case
from custody.enums import CustodyAction
from custody.services import record


@dataclass(frozen=True, slots=True, repr=False)
class Beginning:
    """A new owner with her first case; words and code leave the server once."""

    enrolment: Enrolment
    code: str
    case: Case


def begin_notes(gate: AnswersDetails, client: str) -> Beginning:
    """An account, its recovery code and its first case, all of them or none.

    From the sixth beginning in a day a client has to wait between one and the next: SlowDown.
    """
    name = f"beginning {client}"
    throttling.check_may_try(name)
    throttling.count_failure(name)
    return _begin(gate)


@transaction.atomic
def _begin(gate: AnswersDetails) -> Beginning:
    enrolment = accounts.enrol_owner()
    unlocked = enrolment.unlocked
    code = accounts.give_recovery_code(unlocked)
    keys = open_case(actor_for(unlocked.user, InHand(unlocked.key)), gate)
    return Beginning(enrolment, code, keys.case)


@transaction.atomic
def renew_credentials(actor: Actor, unlocked: Unlocked, words: tuple[str, ...]) -> str:
    """These words and a new recovery code in place of the old, which open nothing from now on.

    Writes `owner.credentials.renewed` into each of her cases. The code leaves this function once.
    """
    accounts.renew_words(unlocked, words)
    code = accounts.give_recovery_code(unlocked)
    for keys in keys_that_open(actor, Case.objects.of_owner(actor)).values():
        act = CustodyAction.CREDENTIALS_RENEWED
        record(keys.current_log, actor.for_log(), act, keys.case.id)
    return code
