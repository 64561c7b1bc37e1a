"""Read the headers of a mail without ever parsing it in this process."""

from collections.abc import Iterable

from evidence.sandbox.contract import MEBIBYTE, Limits
from evidence.sandbox.mail_answer import ANSWER_MAX_BYTES, Envelope, unpack
from evidence.sandbox.picture_answer import TEXT_MAX_CHARS
from evidence.sandbox.run import run_confined
from evidence.sniffing import show_controls

__all__ = ["Envelope", "read_mail"]

CHILD = "evidence.sandbox.mail_child"
LIMITS = Limits(
    memory_bytes=512 * MEBIBYTE, input_bytes=25 * MEBIBYTE, answer_bytes=ANSWER_MAX_BYTES
)


def read_mail(source: bytes | Iterable[bytes]) -> Envelope:
    """Who sent it to whom, when and about what, and the way it came: claims that anybody can write.

    The texts are made harmless, at most 500 characters of each. Nothing of the body is read. Raises
    NotMade, whose reason can be stored, and passes through what the source raises.
    """
    pieces = (source,) if isinstance(source, bytes) else source
    told = unpack(run_confined(CHILD, pieces, limits=LIMITS))
    return Envelope(
        metadata={name: _shown(text) for name, text in told.metadata.items()},
        route=tuple(map(_shown, told.route)),
    )


def _shown(text: str) -> str:
    return show_controls(text, TEXT_MAX_CHARS)
