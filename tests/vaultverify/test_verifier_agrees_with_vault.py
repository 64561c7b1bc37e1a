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
from vault import chain, signing, timestamps
from vault import labels as vault_labels
from vault import merkle as vault_merkle
from vault.errors import VaultError
from vault.notes import CheckpointBody, signed_note
from vaultverify import custody, labels, merkle, tokens
from vaultverify.bag import SMALL
from vaultverify.canonical import canonical, parse
from vaultverify.errors import Failed
from vaultverify.notes import read_note
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
    assert labels.CHECKPOINT == vault_labels.CHECKPOINT
    assert labels.LOG_HEAD == vault_labels.LOG_HEAD
    assert custody.ENTRY_KEYS == chain.ENTRY_KEYS
    assert custody.GENESIS == chain.GENESIS


def test_both_take_as_many_roots() -> None:
    assert (tokens.MOST_ROOTS, SMALL) == (timestamps.MOST_ROOTS, timestamps.MOST_PEM_BYTES)


def test_no_label_begins_like_another() -> None:
    mine = {value for value in vars(labels).values() if isinstance(value, bytes)}
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


hashes = st.binary(min_size=32, max_size=32)


@given(hashes, st.integers(-1, 40), st.integers(-1, 40), st.lists(hashes, max_size=7))
def test_a_proof_leads_to_the_same_root_or_to_none(
    leaf: bytes, index: int, size: int, path: list[bytes]
) -> None:
    try:
        expected = vault_merkle.root_from_proof(leaf, index, size, path)
    except VaultError:
        with pytest.raises(Failed):
            merkle.root_from_proof(leaf, index, size, path)
    else:
        assert merkle.root_from_proof(leaf, index, size, path) == expected


@given(st.integers(1, 70), st.data())
def test_a_real_proof_leads_to_its_root(size: int, data: st.DataObject) -> None:
    leaves = [vault_merkle.leaf_hash(bytes([each])) for each in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path = vault_merkle.inclusion_proof(leaves, index)
    assert merkle.root_from_proof(leaves[index], index, size, path) == vault_merkle.root(leaves)


@given(st.integers(1, 10**6), hashes)
def test_a_logs_leaf_is_the_same(length: int, head: bytes) -> None:
    log = "ab" * 16
    assert merkle.head_leaf(log, length, head.hex()) == chain.head_leaf(log, length, head)


@given(st.integers(1, 10**8), st.integers(1, 10**8), hashes, hashes)
def test_a_note_is_read_as_it_was_written(number: int, size: int, root: bytes, prev: bytes) -> None:
    body = CheckpointBody(number, "2026-11-26T15:00:00.000Z", size, root, prev)
    note = read_note(signed_note(KEY, body), KEY.verify_key, "")
    assert (note.number, note.at, note.size) == (number, body.at, size)
    assert (note.root, note.prev) == (root, prev.hex())
