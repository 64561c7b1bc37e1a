"""Canonical JSON without numbers (RFC 8785), and its strict reading."""

import json
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from vaultverify.errors import Failed

Json: TypeAlias = bool | str | list["Json"] | dict[str, "Json"] | None

_NESTING = 32


def canonical(value: object) -> bytes:
    """`JCS(value)`, RFC 8785: keys in the order of their UTF-16 code units, no white space.

    The log writes numbers as text, so numbers are refused here rather than formatted.
    """
    try:
        return (_flat(value) or _written(value, 0)).encode()
    except UnicodeEncodeError:
        raise Failed("not canonical JSON") from None


def parse(raw: bytes) -> Json:
    """The value in `raw`; Failed for anything but JSON without numbers and without twin keys."""
    try:
        value: Json = _READER.decode(raw.decode())
    except (ValueError, RecursionError):
        raise Failed("not JSON") from None
    return value


def parse_object(raw: bytes) -> dict[str, Json]:
    value = parse(raw)
    if not isinstance(value, dict):
        raise Failed("not JSON")
    return value


def _flat(value: object) -> str:
    """An entry of the log in one call; empty for what is not text under plain names."""
    if not isinstance(value, dict) or not all(
        isinstance(key, str) and key.isascii() and isinstance(text, str)
        for key, text in value.items()
    ):
        return ""
    return _WRITER.encode(value)


def _written(value: object, depth: int) -> str:
    if depth > _NESTING:
        raise Failed("not canonical JSON")
    if isinstance(value, str | bool) or value is None:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return "[" + ",".join(_written(item, depth + 1) for item in value) + "]"
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return "{" + ",".join(_member(value, key, depth) for key in _sorted(value)) + "}"
    raise Failed("not canonical JSON")


def _member(value: Mapping[str, object], key: str, depth: int) -> str:
    return json.dumps(key, ensure_ascii=False) + ":" + _written(value[key], depth + 1)


def _sorted(keys: Iterable[str]) -> list[str]:
    return sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))


def unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """An object as it stands in a file; ValueError where it says a thing twice."""
    if len(pairs) != len({key for key, _ in pairs}):
        raise ValueError
    return dict(pairs)


def _refuse(text: str) -> Json:
    raise ValueError


# Made once: a log has many lines.
_READER: Final = json.JSONDecoder(
    object_pairs_hook=unique,
    parse_int=_refuse,
    parse_float=_refuse,
    parse_constant=_refuse,
)
_WRITER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
