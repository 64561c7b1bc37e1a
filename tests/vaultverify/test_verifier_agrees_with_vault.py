"""The verifier stands alone, so its arithmetic is compared with the vault's byte by byte."""

import hashlib
import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from custody import sealing
from tests.packets.making import KEY, LogMaker
from vault import chain, signing
from vault import labels as vault_labels
from vaultverify import custody, labels
from vaultverify.canonical import canonical, parse
from vaultverify.errors import Failed
from vaultverify.signing import check_signature, key_id

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    texts | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)


@given(values)
def test_canonical_json_is_that_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value) == chain.canonical(value)


def test_keys_are_ordered_by_their_utf_16_units() -> None:
    value = {"\ufb33": "", "\U0001f600": "", "\u20ac": "", "a": ""}
    assert canonical(value) == rfc8785.dumps(value)
    assert list(json.loads(canonical(value))) == ["a", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize("value", [1, 1.5, {"a": 1}, {1: "a"}, b"a", "\ud800", {"\ud800": ""}])
def test_what_the_log_never_holds_has_no_canonical_form(value: object) -> None:
    with pytest.raises(Failed):
        canonical(value)


@pytest.mark.parametrize("raw", [b"1", b'{"a":1.0}', b"NaN", b'{"a":"","a":""}', b"\xff", b"{"])
def test_what_the_log_never_holds_is_not_read(raw: bytes) -> None:
    with pytest.raises(Failed):
        parse(raw)


def test_labels_and_entry_keys_are_the_same() -> None:
    assert labels.ENTRY == vault_labels.ENTRY
    assert labels.LOG_ENTRY == sealing.SIGNATURE_LABEL
    assert custody.ENTRY_KEYS == chain.ENTRY_KEYS
    assert custody.GENESIS == chain.GENESIS


def test_no_label_begins_like_another() -> None:
    mine = {labels.ENTRY, labels.LOG_ENTRY, labels.PACKET_MANIFEST}
    known = {value for value in vars(vault_labels).values() if isinstance(value, bytes)}
    every = (mine | known) - {vault_labels.PREFIX}
    assert not [(a, b) for a in every for b in every if a != b and b.startswith(a)]


def test_an_entry_has_the_same_hash_and_signature() -> None:
    log = LogMaker()
    log.add("case.created", details={"who": "Pelapor"})
    entry = log.entries[0]
    digest = hashlib.sha256(labels.ENTRY + canonical(entry.entry)).digest()
    assert digest == chain.entry_hash(entry.entry)
    check_signature(KEY.verify_key, labels.LOG_ENTRY, digest, bytes.fromhex(entry.signature))
    signing.verify(KEY.verify_key, bytes.fromhex(entry.signature), labels.LOG_ENTRY, digest)


@given(st.dictionaries(texts, texts, max_size=5))
def test_a_commitment_is_the_same(details: dict[str, str]) -> None:
    salt = bytes(32)
    assert hashlib.sha256(salt + canonical(details)).digest() == chain.commit(salt, details)


def test_a_key_has_the_same_fingerprint() -> None:
    assert key_id(KEY.verify_key) == signing.key_id(KEY.verify_key)
