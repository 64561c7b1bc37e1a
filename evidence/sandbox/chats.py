"""Read a chat export without ever parsing it in this process."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from evidence.chats.formats import ARCHIVE_START
from evidence.chats.messages import NotRead, Unreadable
from evidence.chats.transcript import Transcript
from evidence.sandbox.chat_answer import ANSWER_MAX_BYTES, unpack
from evidence.sandbox.contract import MEBIBYTE, Limits, NotMade, Reason
from evidence.sandbox.run import run_confined
from evidence.sniffing import clean_name

__all__ = ["Transcript", "payload_head", "read_chat"]

CHILD = "evidence.sandbox.chat_child"
# What is asked goes before the file.
ASKED_BYTES = 8 * 1024
TEXT_LIMITS = Limits(input_bytes=50 * MEBIBYTE + ASKED_BYTES, answer_bytes=ANSWER_MAX_BYTES)
ARCHIVE_LIMITS = replace(TEXT_LIMITS, input_bytes=300 * MEBIBYTE + ASKED_BYTES)


def read_chat(name: str, source: bytes | Iterable[bytes], thread: str = "") -> Transcript:
    """The messages of an export, and the lines that nobody could read; of several chats those of
    the one with this id, and without an id which chats there are.

    Its texts are a stranger's: without NUL and lone surrogates, otherwise as they were written,
    direction marks included. Raises NotRead for a file that is no chat we can read, NotMade where
    the sandbox failed; both reasons can be stored. What an iterated source raises passes through.
    """
    pieces = iter((source,) if isinstance(source, bytes) else source)
    first = next(pieces, b"")
    limits = ARCHIVE_LIMITS if first.startswith(ARCHIVE_START) else TEXT_LIMITS
    try:
        body = run_confined(CHILD, _payload(name, thread, chain((first,), pieces)), limits=limits)
    except NotMade as refusal:
        if refusal.reason == Reason.TOO_LARGE:
            raise NotRead(Unreadable.TOO_LARGE) from refusal
        raise
    return unpack(body)


def payload_head(name: str, thread: str) -> bytes:
    return json.dumps([clean_name(name), thread]).encode() + b"\n"


def _payload(name: str, thread: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield payload_head(name, thread)
    yield from pieces
