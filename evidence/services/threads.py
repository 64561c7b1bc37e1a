"""Chooses which chat of an export is read, where it holds several."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from cases.sealing import HeldKeys
from cases.services.holding import hold_case
from core.exceptions import NotPermitted, PolicyRefused
from evidence.details import ChatFacts
from evidence.enums import DerivativeKind, ItemState
from evidence.models import EvidenceItem
from evidence.permissions import check_user_can_admit
from evidence.policies import check_no_rekeying
from evidence.sealing import new_derivative, open_details, seal_details
from evidence.selectors import pending_rekeying
from evidence.services.derivatives import queue_derivatives
from evidence.services.dooming import delete_doomed_blobs, doom_blobs
from evidence.services.opening import open_checked
from evidence.services.quoting import chat_of
from jobs.enums import JobKind
from jobs.models import Job


@transaction.atomic
def choose_thread(actor: Actor, keys: HeldKeys, item: EvidenceItem, thread: str) -> None:
    """From now on this chat of the export is the one that is read, into a transcript made anew
    under a key of its own; the one of before goes. The export and all notes stay as they are.

    Lets the owner alone. PolicyRefused for a chat that the export did not tell of, where nobody may
    open it, and while files get new keys. The same chat again changes nothing. Where the one of
    before could not be read, "" has the export tell its chats once more.
    """
    check_user_can_admit(actor, keys.case)
    hold_case(keys)
    row = EvidenceItem.objects.within(pk=item.pk, case=keys.case).kept().select_for_update().first()
    if row is None:
        raise NotPermitted
    check_no_rekeying(pending_rekeying(keys.case) is not None)
    facts = open_checked(keys, row).chat
    if facts is None or thread not in _known(keys, row, facts):
        raise PolicyRefused(_("This chat is not in the file."))
    if facts.thread != thread:
        _read_again(keys, row, ChatFacts(zone=facts.zone, thread=thread))
        queue_derivatives(actor, keys, row)


def _known(keys: HeldKeys, row: EvidenceItem, facts: ChatFacts) -> list[str]:
    chat = chat_of(keys, row)
    if chat is None:
        return [""] if facts.thread and facts.unreadable else []
    return [told[0] for told in chat.transcript.summary.threads]


def _read_again(keys: HeldKeys, row: EvidenceItem, chat: ChatFacts) -> None:
    """With a row and a key for what will be read, in place of what was."""
    Job.objects.of(JobKind.DERIVATIVES, row.id).delete()
    read = row.derivatives.filter(kind=DerivativeKind.TRANSCRIPT)
    doom_blobs(read.values_list("blob", flat=True))
    transaction.on_commit(delete_doomed_blobs)
    read.delete()
    new_derivative(keys, row, DerivativeKind.TRANSCRIPT).save(force_insert=True)
    details = replace(open_details(keys, row), chat=chat)
    row.state = ItemState.RECEIVED
    row.details_revision += 1
    row.details_epoch = keys.case.epoch
    row.sealed_details = seal_details(keys, row, details)
    row.save(update_fields=("state", "details_revision", "details_epoch", "sealed_details"))
