"""Opens what was read of an exported chat, and makes notes of the messages that matter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from cases.details import Quote
from cases.enums import RecordKind
from cases.models import CaseRecord
from cases.permissions import check_user_can_write
from cases.reading import incidents_of
from cases.sealing import CaseKeys, HeldKeys
from cases.services import save_record
from core.exceptions import NotOpened, PolicyRefused
from evidence.chats.transcript import Transcript
from evidence.details import ChatFacts
from evidence.enums import DerivativeKind
from evidence.models import EvidenceItem
from evidence.picking import MOST_QUOTED
from evidence.quoting import PLATFORMS, notes_of, quote_of
from evidence.sealing import open_derivative
from evidence.selectors import derivative_of
from evidence.services.opening import open_checked
from evidence.services.transcripts import reader_of
from evidence.storage import read_blob


@dataclass(frozen=True, slots=True)
class ReadChat:
    """What was read of an exported chat, what is known of it, and its evidence."""

    transcript: Transcript
    facts: ChatFacts
    source: Quote


def chat_of(keys: HeldKeys, item: EvidenceItem) -> ReadChat | None:
    """None where the item is no chat, or is not read yet. NotOpened where what was read of it was
    changed, PolicyRefused where nobody may see it."""
    details, row = open_checked(keys, item), derivative_of(item, DerivativeKind.TRANSCRIPT)
    if details.chat is None or row is None or row.blob is None:
        return None
    try:
        transcript = Transcript(open_derivative(keys, row, b"".join(read_blob(row.blob))))
    except FileNotFoundError as error:
        raise NotOpened from error
    source = Quote(item=str(item.id), sha256=details.sha256, reader=reader_of(transcript.summary))
    return ReadChat(transcript, details.chat, source)


def quoted_lines(keys: CaseKeys, item: EvidenceItem) -> frozenset[tuple[str, int]]:
    """Member and first line of the messages that stand in a note already."""
    return frozenset(
        (quote.member, quote.line_from)
        for incident in incidents_of(keys)
        for quote in incident.details.quotes
        if quote.item == str(item.id)
    )


@transaction.atomic
def quote_messages(
    actor: Actor,
    keys: HeldKeys,
    item: EvidenceItem,
    numbers: Collection[int],
    *,
    each_alone: bool = False,
) -> list[CaseRecord]:
    """Notes with the messages at these places, word for word; each is written like any other note.

    The export stays as it is. Lets the owner alone. PolicyRefused for more than MOST_QUOTED, for
    none at all, and where the chat was not read.
    """
    check_user_can_write(actor, keys.case)
    chat = chat_of(keys, item)
    if chat is None:
        raise PolicyRefused(_("This chat is not read yet."))
    summary = chat.transcript.summary
    places = [one for one in sorted(numbers) if 1 <= one <= summary.message_count]
    _check_number(places)
    quotes = [
        quote_of(chat.transcript.message(one), chat.facts.zone, chat.source) for one in places
    ]
    platform = PLATFORMS.get(summary.format, "")
    return [
        save_record(actor, keys, RecordKind.INCIDENT, note)
        for note in notes_of(quotes, platform, each_alone=each_alone)
    ]


def _check_number(places: Sequence[int]) -> None:
    if not places:
        raise PolicyRefused(_("Choose at least one message."))
    if len(places) > MOST_QUOTED:
        raise PolicyRefused(_("Choose at most 200 messages at once. You can come back for more."))
