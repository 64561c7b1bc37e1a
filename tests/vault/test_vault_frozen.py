"""What the first release sealed, wrapped, signed and derived opens and verifies for ever."""

from typing import Any
from uuid import UUID

import pytest

from tests.vault.samples import load
from vault.chain import commit, entry_hash
from vault.credentials import Credential, from_password, from_recovery_code, from_words, lookup
from vault.envelope import Address, ObjectType, open_sealed
from vault.keys import PrivateKey, WrapContext, unwrap
from vault.primitives import DEFAULT, Argon2Parameters, sha256
from vault.signing import CertificateBody, SigningKey, check_certificate, key_id, verify
from vault.stream import open_chunks
from vault.tree import case_key, check_share, share_key
from vault.words import WORDS, fingerprint_words

FROZEN: dict[str, Any] = load("version-1.json")


def unhex(text: str) -> bytes:
    return bytes.fromhex(text)


def shown(credential: Credential) -> dict[str, str]:
    return {
        "sign_in_id": credential.sign_in_id.hex(),
        "kek": credential.kek.hex(),
        "lookup": lookup(credential).hex(),
    }


@pytest.mark.parametrize("frozen", FROZEN["sealed"], ids=lambda frozen: frozen["name"])
def test_sealed_object_opens_for_ever(frozen: dict[str, Any]) -> None:
    parts = frozen["address"] | {
        "type": ObjectType(frozen["address"]["type"]),
        "case": UUID(frozen["address"]["case"]),
        "item": UUID(frozen["address"]["item"]),
    }
    where, key, sealed = Address(**parts), unhex(frozen["key"]), unhex(frozen["sealed"])
    plaintext = unhex(frozen["unit"]) * frozen["times"]
    assert open_sealed(key, where, sealed) == plaintext
    assert b"".join(open_chunks(key, where, [sealed], len(plaintext))) == plaintext


@pytest.mark.parametrize("frozen", FROZEN["wraps"], ids=lambda frozen: frozen["purpose"])
def test_wrap_unwraps_for_ever(frozen: dict[str, Any]) -> None:
    key = PrivateKey.from_bytes(unhex(frozen["private"]))
    case = frozen["case"] and UUID(frozen["case"])
    to = UUID(frozen["to"])
    context = WrapContext(frozen["purpose"], case, frozen["epoch"], to, frozen["generation"])
    assert key.public.digest.hex() == frozen["pub_sha256"]
    assert unwrap(unhex(frozen["wrapped"]), key, context).hex() == frozen["secret"]


def test_signature_and_key_id_stay() -> None:
    frozen = FROZEN["signing"]
    key, label = SigningKey.from_bytes(unhex(frozen["private"])), frozen["label"].encode()
    assert key.verify_key.hex() == frozen["verify_key"]
    assert key_id(key.verify_key) == frozen["key_id"]
    verify(key.verify_key, unhex(frozen["signature"]), label, unhex(frozen["message"]))


def test_certificate_stays() -> None:
    frozen = FROZEN["certificate"]
    body = CertificateBody(
        frozen["kind"],
        UUID(frozen["holder"]),
        frozen["generation"],
        unhex(frozen["pub_sha256"]),
        frozen["not_before"],
    )
    check_certificate(unhex(FROZEN["signing"]["verify_key"]), body, unhex(frozen["signature"]))


def test_entry_hash_and_commitment_stay() -> None:
    entry, commitment = FROZEN["entry"], FROZEN["commitment"]
    assert entry_hash(entry["entry"]).hex() == entry["hash"]
    assert commit(unhex(commitment["salt"]), commitment["details"]).hex() == commitment["commit"]


def test_keys_of_a_case_stay() -> None:
    frozen = FROZEN["tree"]
    halves = unhex(frozen["ck_in"]), unhex(frozen["shred_secret"])
    tree = case_key(*halves, case=UUID(frozen["case"]), epoch=frozen["epoch"])
    assert frozen["keys"] == {
        "field 7": tree.field(7).hex(),
        "file_wrap": tree.file_wrap.hex(),
        "index": tree.index.hex(),
        "packet": tree.packet.hex(),
        "log": tree.log.hex(),
    }


def test_keys_of_a_share_stay() -> None:
    frozen = FROZEN["share"]
    case, grant, sk = UUID(frozen["case"]), UUID(frozen["grant"]), unhex(frozen["sk"])
    share = share_key(sk, unhex(frozen["shred_secret"]), case=case, grant=grant)
    assert frozen["keys"] == {
        "field 7": share.field(7).hex(),
        "file_wrap": share.file_wrap.hex(),
        "log": share.log.hex(),
    }
    verify_key = unhex(FROZEN["signing"]["verify_key"])
    check_share(verify_key, unhex(frozen["certificate"]), sk, case=case, grant=grant)


@pytest.mark.parametrize("cost", ["from_words", "from_words_default_cost"])
def test_words_give_the_same_credential_for_ever(cost: str) -> None:
    frozen = FROZEN["credentials"]
    cheap = Argon2Parameters(frozen["memory_kib"], frozen["iterations"], frozen["lanes"])
    credential = from_words(
        frozen["words"].split(),
        salt=unhex(frozen["salt"]),
        pepper=unhex(frozen["pepper"]),
        parameters=cheap if cost == "from_words" else DEFAULT,
    )
    assert shown(credential) == frozen[cost]


def test_code_and_password_give_the_same_credentials_for_ever() -> None:
    frozen = FROZEN["credentials"]
    salt, pepper = unhex(frozen["salt"]), unhex(frozen["pepper"])
    cheap = Argon2Parameters(frozen["memory_kib"], frozen["iterations"], frozen["lanes"])
    password = from_password(frozen["password"], salt=salt, pepper=pepper, parameters=cheap)
    assert shown(from_recovery_code(frozen["code"], pepper=pepper)) == frozen["from_recovery_code"]
    assert shown(password) == frozen["from_password"]


def test_word_list_and_fingerprints_stay() -> None:
    frozen = FROZEN["fingerprint"]
    assert sha256("\n".join(WORDS).encode()).hex() == FROZEN["word_list_sha256"]
    assert list(fingerprint_words(unhex(frozen["digest"]))) == frozen["words"]
