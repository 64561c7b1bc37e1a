"""Canonical JSON, commitments and entry hashes: the arithmetic of the custody log."""

import json
from collections.abc import Mapping
from typing import Final, TypeAlias

import rfc8785

from vault import labels
from vault.errors import VaultError, guarded
from vault.merkle import leaf_hash
from vault.primitives import sha256

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

SALT_BYTES: Final = 32
GENESIS: Final = "0" * 64
_KEYS: Final = "v log seq prev ts actor role act obj commit payload app instance"
ENTRY_KEYS: Final = frozenset(_KEYS.split())


def canonical(obj: object) -> bytes:
    """`JCS(obj)`, RFC 8785. Unicode is not normalised: the caller decides what she means.

    Bytes, NaN, integers above 2^53 - 1, lone surrogates and keys that are not text are refused.
    """
    with guarded("not canonical JSON"):
        return _canonical(_json(obj))


def _canonical(value: Json) -> bytes:
    """Text under ASCII names, which is all that a log holds, is written by the C encoder: it
    escapes as RFC 8785 §3.2.2.2 says, and ASCII sorts alike in every encoding."""
    if _is_plain(value):
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return text.encode()
    return rfc8785.dumps(value)


def _is_plain(value: Json) -> bool:
    if isinstance(value, dict):
        names_are_ascii = all(isinstance(name, str) and name.isascii() for name in value)
        return names_are_ascii and all(map(_is_plain, value.values()))
    return isinstance(value, str)


def entry_hash(entry: Mapping[str, str]) -> bytes:
    """`SHA-256(label ‖ JCS(entry))` of exactly the known keys, all text.

    The next entry carries it in `prev` as lower-case hex; the first carries `GENESIS`.
    """
    if entry.keys() != ENTRY_KEYS:
        raise VaultError("an entry has exactly the known keys")
    if not all(isinstance(value, str) for value in entry.values()):
        raise VaultError("an entry holds text only")
    return sha256(labels.ENTRY + canonical(entry))


def head_leaf(log: str, seq: int, head: bytes) -> bytes:
    """`SHA-256(0x00 ‖ label ‖ JCS{log, seq, head})`: the leaf of a log that is `seq` entries long.

    `head` is the hash of its last entry; nobody who does not know it learns anything from the leaf.
    """
    told = {"log": log, "seq": str(seq), "head": head.hex()}
    return leaf_hash(labels.LOG_HEAD + canonical(told))


def commit(salt: bytes, details: Mapping[str, object]) -> bytes:
    """`SHA-256(salt ‖ JCS(details))`: fixes the details and hides them until salt is shown.

    Without 32 fresh random bytes whoever has a file could test the log for it. Numbers are
    written as text, so that every reader canonicalises alike.
    """
    if len(salt) != SALT_BYTES:
        raise VaultError("a salt is 32 bytes long")
    with guarded("not canonical JSON"):
        plain = _json(details)
        _refuse_numbers(plain)
        return sha256(salt + _canonical(plain))


def _json(value: object) -> Json:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _json(item) for key, item in value.items()}
    raise VaultError("not canonical JSON")


def _refuse_numbers(value: Json) -> None:
    if isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            _refuse_numbers(item)
    elif value is not None and not isinstance(value, bool | str):
        raise VaultError("a number in details is written as text")
