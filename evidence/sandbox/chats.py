"""Read a chat export without ever parsing it in this process."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from evidence.chats.messages import NotRead, Unreadable
from evidence.chats.transcript import Transcript
from evidence.sandbox.chat_answer import ANSWER_MAX_BYTES, unpack
from evidence.sandbox.contract import MEBIBYTE, Limits, NotMade, Reason
from evidence.sandbox.run import run_confined
from evidence.sniffing import clean_name

__all__ = ["Transcript", "read_chat"]

CHILD = "evidence.sandbox.chat_child"
# The name goes before the file.
NAME_BYTES = 1024
TEXT_LIMITS = Limits(input_bytes=50 * MEBIBYTE + NAME_BYTES, answer_bytes=ANSWER_MAX_BYTES)
ARCHIVE_LIMITS = replace(TEXT_LIMITS, input_bytes=300 * MEBIBYTE + NAME_BYTES)
ARCHIVE_START = b"PK\x03\x04"


def read_chat(name: str, source: bytes | Iterable[bytes]) -> Transcript:
    """The messages of an export, and the lines that nobody could read.

    Its texts are a stranger's: without NUL and lone surrogates, otherwise as they were written,
    direction marks included. Raises NotRead for a file that is no chat we can read, NotMade where
    the sandbox failed; both reasons can be stored. What an iterated source raises passes through.
    """
    pieces = iter((source,) if isinstance(source, bytes) else source)
    first = next(pieces, b"")
    limits = ARCHIVE_LIMITS if first.startswith(ARCHIVE_START) else TEXT_LIMITS
    try:
        body = run_confined(CHILD, _payload(name, chain((first,), pieces)), limits=limits)
    except NotMade as refusal:
        if refusal.reason == Reason.TOO_LARGE:
            raise NotRead(Unreadable.TOO_LARGE) from refusal
        raise
    return unpack(body)


def _payload(name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield clean_name(name).encode() + b"\n"
    yield from pieces
