"""The smallest child module: proves that a child starts, is confined and answers."""


def answer(payload: bytes) -> bytes:
    return payload
