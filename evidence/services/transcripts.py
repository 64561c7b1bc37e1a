"""Reads an exported chat in confinement, in the keyed job of its derivatives."""

from dataclasses import replace

from cases.sealing import GrantedKeys
from evidence.chats.messages import NotRead
from evidence.chats.transcript import Summary
from evidence.details import ChatFacts, ItemDetails
from evidence.enums import ItemState
from evidence.models import Derivative
from evidence.sandbox.chats import Transcript, read_chat
from evidence.sealing import open_original, seal_derivative
from evidence.services.finishing import Outcome, finish_item
from evidence.storage import delete_blob, read_blob, write_blob
from jobs.services import Lease


def make_transcript(lease: Lease, keys: GrantedKeys, row: Derivative, details: ItemDetails) -> None:
    """What was read is sealed under the row's own key; the export stays as it is.

    Idempotent: only the lease's holder names the blob. An export that no parser reads is kept with
    the reason and without a transcript. NotOpened and NotMade are the caller's to answer.
    """
    item, chat = row.item, details.chat or ChatFacts()
    pieces = open_original(keys, item, details.size, read_blob(item.blob))
    try:
        transcript = read_chat(details.name, pieces, chat.thread)
    except NotRead as error:
        facts = ChatFacts(zone=chat.zone, thread=chat.thread, unreadable=error.reason.value)
        unread = replace(details, chat=facts)
        finish_item(lease, keys, item, Outcome(ItemState.READY, unread))
        return
    lease.beat()
    _store(lease, keys, row, replace(details, chat=_read(chat, transcript.summary)), transcript)


def _read(chat: ChatFacts, summary: Summary) -> ChatFacts:
    return replace(
        chat,
        thread_count=summary.thread_count,
        reader=reader_of(summary),
        message_count=summary.message_count,
        unread_line_count=summary.unread_line_count,
        unreadable="",
    )


def reader_of(summary: Summary) -> str:
    """Which parser read a chat, and in which version."""
    return f"{summary.format}/{summary.version}"


def _store(
    lease: Lease,
    keys: GrantedKeys,
    row: Derivative,
    details: ItemDetails,
    transcript: Transcript,
) -> None:
    sealed = seal_derivative(keys, row, transcript.data)
    row.blob, row.blob_bytes, row.true_bytes = write_blob(sealed), len(sealed), len(transcript.data)
    try:
        finish_item(lease, keys, row.item, Outcome(ItemState.READY, details, [row]))
    except BaseException:
        delete_blob(row.blob)
        raise
