"""The answer of the child that reads mails: some headers as short texts, and the way a mail came.

`pack` runs in the child. `unpack` runs in the parent and takes nothing on trust.
"""

import json
from dataclasses import dataclass, field

from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.picture_answer import TEXT_MAX_CHARS

# The headers that are read out, and under which names.
HEADERS = {
    "From": "mail_from",
    "Sender": "mail_sender",
    "Reply-To": "mail_reply_to",
    "Return-Path": "mail_return_path",
    "To": "mail_to",
    "Cc": "mail_cc",
    "Date": "mail_date",
    "Subject": "mail_subject",
    "Message-ID": "mail_id",
}
NAMES = frozenset(HEADERS.values())
# The steps of a way, each with its own Received line; a mail rarely takes ten.
STEPS_MOST = 40
ANSWER_MAX_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the headers of a mail say. `route` is its Received lines as they stand, the newest
    first: they name computers and their addresses, and are shown to nobody unasked."""

    metadata: dict[str, str] = field(default_factory=dict)
    route: tuple[str, ...] = ()


def pack(envelope: Envelope) -> bytes:
    return json.dumps([envelope.metadata, envelope.route]).encode()


def unpack(body: bytes) -> Envelope:
    """The inverse of `pack`; NotMade(BAD_ANSWER) for anything `pack` could not have written."""
    try:
        return _unpack(body)
    except (ValueError, TypeError, RecursionError) as fault:
        raise NotMade(Reason.BAD_ANSWER) from fault


def _unpack(body: bytes) -> Envelope:
    metadata, route = json.loads(body)
    if type(metadata) is not dict or type(route) is not list:
        raise TypeError("neither headers nor a way")
    if not NAMES.issuperset(metadata) or len(route) > STEPS_MOST:
        raise ValueError("unknown names, or too many steps")
    texts = [*metadata.values(), *route]
    if not all(type(text) is str and 0 < len(text) <= TEXT_MAX_CHARS for text in texts):
        raise ValueError("texts")
    return Envelope(metadata, tuple(route))
