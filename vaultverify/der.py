"""Reads DER strictly and no deeper than asked: one value after another, nothing left over."""

from dataclasses import dataclass
from typing import Final

from vaultverify.errors import Failed

BOOLEAN, INTEGER, OCTETS, OID = 0x01, 0x02, 0x04, 0x06
TIME, SEQUENCE, SET = 0x18, 0x30, 0x31
EXPLICIT_0: Final = 0xA0

_BROKEN: Final = "a time stamp is broken"
_LONG: Final = 0x80
_HIGH_TAG: Final = 0x1F
_MOST_LENGTH_BYTES: Final = 3


@dataclass(frozen=True, slots=True)
class Value:
    tag: int
    content: bytes

    def inside(self, tag: int) -> list["Value"]:
        """The values in this one, which has to be of this kind."""
        return values(self.of(tag))

    def of(self, tag: int) -> bytes:
        if self.tag != tag:
            raise Failed(_BROKEN)
        return self.content


def single(data: bytes) -> Value:
    """The one value that fills the data to its end."""
    [value] = exactly(values(data), 1)
    return value


def exactly(found: list[Value], least: int, most: int | None = None) -> list[Value]:
    if not least <= len(found) <= (least if most is None else most):
        raise Failed(_BROKEN)
    return found


def values(data: bytes) -> list[Value]:
    found, at = [], 0
    while at < len(data):
        value, at = _value_at(data, at)
        found.append(value)
    return found


def _value_at(data: bytes, at: int) -> tuple[Value, int]:
    """Tags of one byte, lengths in the shortest form: everything else is not DER as used here."""
    head = data[at : at + 2]
    if len(head) < 2 or head[0] & _HIGH_TAG == _HIGH_TAG:
        raise Failed(_BROKEN)
    start, length = at + 2, head[1]
    if length >= _LONG:
        width = length - _LONG
        start += width
        length = int.from_bytes(data[start - width : start], "big")
        if not 1 <= width <= _MOST_LENGTH_BYTES or length < max(_LONG, 1 << 8 * (width - 1)):
            raise Failed(_BROKEN)
    if start + length > len(data):
        raise Failed(_BROKEN)
    return Value(head[0], data[start : start + length]), start + length
