"""Finds its way in DER, as far as one repair of an answer from outside needs it."""

from typing import Final, NamedTuple

from vault.errors import VaultError

SEQUENCE: Final = 0x30
EXPLICIT_0: Final = 0xA0


class Place(NamedTuple):
    """One value in a run of bytes: its tag, where it begins, where its content does, its end."""

    tag: int
    start: int
    content: int
    end: int


def places(data: bytes, start: int, end: int) -> list[Place]:
    """The values one after another between two places; VaultError where they do not fill it."""
    found = []
    while start < end:
        place = _place(data, start)
        if place.end > end:
            raise VaultError("not DER")
        found.append(place)
        start = place.end
    return found


def inside(data: bytes, place: Place, tag: int) -> list[Place]:
    """The values in one that has to be of this kind."""
    if place.tag != tag:
        raise VaultError("not DER")
    return places(data, place.content, place.end)


def _place(data: bytes, start: int) -> Place:
    """X.690 §8.1.3: a length below 128, or the number of bytes that hold it."""
    head = data[start : start + 2]
    if len(head) < 2:
        raise VaultError("not DER")
    wide = head[1] - 0x80 if head[1] & 0x80 else 0
    content = start + 2 + wide
    length = int.from_bytes(data[start + 2 : content], "big") if wide else head[1]
    return Place(head[0], start, content, content + length)
