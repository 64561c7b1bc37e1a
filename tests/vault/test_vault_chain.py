import math
from types import MappingProxyType

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from vault.chain import ENTRY_KEYS, GENESIS, canonical, commit, entry_hash
from vault.errors import VaultError
from vault.primitives import sha256

ENTRY = dict.fromkeys(ENTRY_KEYS, "x") | {"v": "1", "seq": "1", "prev": GENESIS}
SALT = bytes(range(32))


def test_entry_hash_follows_its_formula() -> None:
    assert entry_hash(ENTRY) == sha256(b"kbgo/v1/entry" + canonical(ENTRY))
    assert len(entry_hash(ENTRY)) == 32


def test_order_of_keys_does_not_count() -> None:
    assert entry_hash(dict(reversed(ENTRY.items()))) == entry_hash(ENTRY)


@pytest.mark.parametrize("key", sorted(ENTRY_KEYS))
def test_every_field_of_an_entry_counts(key: str) -> None:
    assert entry_hash(ENTRY | {key: "y"}) != entry_hash(ENTRY)


@pytest.mark.parametrize("key", sorted(ENTRY_KEYS))
def test_missing_key_is_refused(key: str) -> None:
    with pytest.raises(VaultError):
        entry_hash({name: value for name, value in ENTRY.items() if name != key})


def test_unknown_key_is_refused() -> None:
    with pytest.raises(VaultError):
        entry_hash(ENTRY | {"note": "x"})


@pytest.mark.parametrize("value", [1, None, b"x", 1.5, ["x"], True])
def test_entry_holds_text_only(value: str) -> None:
    with pytest.raises(VaultError):
        entry_hash(ENTRY | {"seq": value})


def test_genesis_is_64_zeros() -> None:
    assert GENESIS == "0" * 64


def test_commitment_follows_its_formula() -> None:
    details = {"size": "12", "name": "foto.jpg", "parts": ["a", None, True], "in": {"x": "1"}}
    assert commit(SALT, details) == sha256(SALT + canonical(details))


def test_salt_and_details_count() -> None:
    assert commit(SALT, {"a": "1"}) != commit(bytes(32), {"a": "1"})
    assert commit(SALT, {"a": "1"}) != commit(SALT, {"a": "2"})


@pytest.mark.parametrize("salt", [b"", bytes(16), bytes(33)])
def test_salt_of_another_length_is_refused(salt: bytes) -> None:
    with pytest.raises(VaultError):
        commit(salt, {"a": "1"})


@pytest.mark.parametrize("value", [1, 1.0, [1], {"b": 1}, [["x", {"c": 0.5}]]])
def test_numbers_in_details_are_refused(value: object) -> None:
    with pytest.raises(VaultError, match="number"):
        commit(SALT, {"a": value})


@pytest.mark.parametrize(
    "value",
    [b"x", {1: "x"}, {"a": {None: "x"}}, math.nan, math.inf, 2**53, -(2**53), {"x"}, "\ud800"],
    ids=repr,
)
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(VaultError):
        canonical({"a": value})
    with pytest.raises(VaultError):
        commit(SALT, {"a": value})


def test_nesting_without_end_is_refused() -> None:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(VaultError):
        canonical(nested)


def test_any_mapping_and_tuple_read_like_dict_and_list() -> None:
    assert canonical(MappingProxyType({"b": ("x", "y"), "a": "z"})) == b'{"a":"z","b":["x","y"]}'


def test_unicode_is_not_normalised() -> None:
    assert canonical("e\u0301") != canonical("\u00e9")


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.booleans()))
def test_order_of_insertion_never_counts(details: dict[str, bool]) -> None:
    assert canonical(dict(reversed(details.items()))) == canonical(details)


PLAIN = st.recursive(st.text(), lambda part: st.dictionaries(st.text(), part))


@given(st.dictionaries(st.text(), PLAIN))
def test_plain_text_is_written_as_the_library_writes_it(value: dict[str, object]) -> None:
    """Names and text of every alphabet, control characters and what needs escaping."""
    assert canonical(value) == rfc8785.dumps(value)
