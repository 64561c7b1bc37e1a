"""Read the headers of one hostile mail, inside the sandbox: never its body, never what it carries.

The payload is the mail. Nothing behind its first empty line is even parsed.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from email.parser import BytesHeaderParser
from email.policy import default

from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.mail_answer import HEADERS, STEPS_MOST, Envelope, pack
from evidence.sandbox.picture_answer import TEXT_MAX_CHARS
from evidence.sandbox.read_out import kept

HEADERS_MOST = 1000
HEADERS_MAX_BYTES = 1024 * 1024
# Of one header, before anything in it is decoded: parsers of addresses are slow on long ones, and
# the longest text that is shown fits in here however it was encoded.
HEADER_MAX_CHARS = 8 * 1024
# Of headers that may stand in a mail once; a second one is worth seeing.
REPEATED_MOST = 3
BETWEEN = " / "
# In which names and words may be encoded. All others are told as they stand.
DECODED = frozenset({"from", "sender", "reply-to", "to", "cc", "subject"})
EMPTY_LINE = re.compile(rb"(?:\r\n|\n|\r(?!\n)){2}")
BLANKS = re.compile(r"[ \t\r\n]+")
SURROGATES = re.compile("[\ud800-\udfff]")
UNKNOWN_SHOWN = "\ufffd"
# Codecs are loaded when first used, and once confined nothing can be.
CHARSETS = (
    *("ascii", "utf-8", "utf-16", "utf-7", "latin-1", "iso-8859-2", "iso-8859-9", "iso-8859-15"),
    *("cp1250", "cp1251", "cp1252", "cp1254", "cp1256", "cp874", "koi8-r", "gb2312", "gbk"),
    *("gb18030", "big5", "shift_jis", "iso-2022-jp", "euc-jp", "euc-kr", "tis-620"),
)
for charset in CHARSETS:
    codecs.lookup(charset)


def answer(payload: bytes) -> bytes:
    """Raises NotMade: TOO_LARGE for headers without end, by their bytes or by their number."""
    return pack(envelope_of(payload))


def envelope_of(mail: bytes) -> Envelope:
    """A header that no parser makes sense of is told as it stands."""
    found = EMPTY_LINE.search(mail, 0, HEADERS_MAX_BYTES)
    if found is None and len(mail) > HEADERS_MAX_BYTES:
        raise NotMade(Reason.TOO_LARGE)
    head = mail[: found.end() if found else len(mail)]
    headers = list(BytesHeaderParser(policy=default).parsebytes(head).raw_items())
    if len(headers) > HEADERS_MOST:
        raise NotMade(Reason.TOO_LARGE)
    by_name: dict[str, list[str]] = {}
    for name, value in headers:
        by_name.setdefault(str(name).lower(), []).append(str(value))
    route = _texts("received", by_name.get("received", [])[:STEPS_MOST])
    return Envelope(kept(_told(by_name)), tuple(route))


def _told(by_name: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for header, name in HEADERS.items():
        values = by_name.get(header.lower(), [])[:REPEATED_MOST]
        yield name, BETWEEN.join(_texts(header.lower(), values))


def _texts(header: str, values: Iterable[str]) -> Iterator[str]:
    for value in values:
        if text := _text(header, value[:HEADER_MAX_CHARS]):
            yield text[:TEXT_MAX_CHARS]


def _text(header: str, value: str) -> str:
    """As it is meant to be read; as it stands where that makes no sense, or nothing is left."""
    raw = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    found = (_decoded(header, value) if header in DECODED else "") or raw
    return SURROGATES.sub(UNKNOWN_SHOWN, BLANKS.sub(" ", found)).strip(" ")


def _decoded(header: str, value: str) -> str:
    try:
        return str(default.header_fetch_parse(header, value))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the parsers of headers raise nearly everything
        return ""
