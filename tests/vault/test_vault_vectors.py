"""Vectors of others, through our functions where they are ours and through the primitives else."""

import hashlib
import json
import struct
import zlib
from typing import Any

import pytest
from cryptography.cobblestone import Cobblestone256Decryptor
from cryptography.exceptions import AlreadyFinalized, InvalidTag
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography_vectors import open_vector_file

from tests.vault.samples import VECTORS, load
from vault.chain import canonical
from vault.errors import VaultError
from vault.keys import ENC_BYTES, PrivateKey
from vault.primitives import Argon2Parameters, argon2id, hkdf, hmac_sha256
from vault.signing import SigningKey, verify_raw

NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


def wycheproof(name: str, count: int) -> list[dict[str, Any]]:
    """The tests of a file, each joined with what its group says."""
    groups = load(f"wycheproof/{name}_test.json")["testGroups"]
    found = [group | test for group in groups for test in group["tests"]]
    assert len(found) == count
    return found


def blocks(name: str, first: str, limit: int) -> list[dict[str, str]]:
    """The first records of a `key = value` file, each beginning with the key `first`."""
    found: list[dict[str, str]] = []
    with open_vector_file(name, "r") as lines:
        for line in lines:
            key, separator, value = (part.strip() for part in line.partition("="))
            if not separator or line.startswith("#"):
                continue
            if key == first and len(found) == limit:
                break
            if key == first:
                found.append({})
            if found:
                found[-1][key] = value
    return found


def unhex(text: str) -> bytes:
    return bytes.fromhex(text)


def opened(key: bytes, ctx: bytes, ciphertext: bytes) -> bytes:
    cipher = Cobblestone256Decryptor(key, ctx)
    return cipher.update(ciphertext) + cipher.finalize()


def test_cobblestone_opens_and_refuses_as_wycheproof_says() -> None:
    for test in wycheproof("c2sp_chunked_encryption_aes_256_gcm", 35):
        ciphertext = zlib.decompressobj().decompress(unhex(test["ct"]))
        key, ctx = unhex(test["key"]), unhex(test["ctx"])
        if test["result"] == "valid":
            clear = opened(key, ctx, ciphertext)
            assert hashlib.sha512(clear).hexdigest() == test["msgSha512"]
        else:
            with pytest.raises((InvalidTag, ValueError)):
                opened(key, ctx, ciphertext)


def test_cobblestone_fails_for_good() -> None:
    cipher = Cobblestone256Decryptor(bytes(32), b"")
    with pytest.raises(InvalidTag):
        cipher.update(bytes(100))
    with pytest.raises(AlreadyFinalized):
        cipher.finalize()


def test_ed25519_verifies_as_wycheproof_says() -> None:
    for test in wycheproof("ed25519", 151):
        key, signature = unhex(test["publicKey"]["pk"]), unhex(test["sig"])
        if test["result"] == "valid":
            verify_raw(key, signature, unhex(test["msg"]))
        else:
            with pytest.raises(VaultError):
                verify_raw(key, signature, unhex(test["msg"]))


def test_ed25519_keys_and_signatures_are_those_of_the_reference() -> None:
    with open_vector_file("asymmetric/Ed25519/sign.input", "r") as lines:
        for line in list(lines)[:200]:
            secret, public, message, signed = map(unhex, line.strip().split(":")[:4])
            assert SigningKey.from_bytes(secret[:32]).verify_key == public
            verify_raw(public, signed[:64], message)


def test_hkdf_gives_what_wycheproof_says() -> None:
    for test in wycheproof("hkdf_sha256", 86):
        ikm, salt, info = (unhex(test[name]) for name in ("ikm", "salt", "info"))
        if test["result"] == "valid":
            assert hkdf(ikm, salt=salt, info=info, length=test["size"]).hex() == test["okm"]
        else:
            with pytest.raises(VaultError):
                hkdf(ikm, salt=salt, info=info, length=test["size"])


def test_hkdf_gives_what_rfc_5869_says() -> None:
    tests = blocks("KDF/rfc-5869-HKDF-SHA256.txt", "COUNT", 9)
    assert len(tests) == 3
    for test in tests:
        ikm, salt, info = (unhex(test[name]) for name in ("IKM", "salt", "info"))
        assert hkdf(ikm, salt=salt, info=info, length=int(test["L"])).hex() == test["OKM"]


def test_hmac_gives_what_wycheproof_says() -> None:
    for test in wycheproof("hmac_sha256", 174):
        tag = hmac_sha256(unhex(test["key"]), unhex(test["msg"]))
        same = tag[: test["tagSize"] // 8].hex() == test["tag"]
        assert same is (test["result"] == "valid")


def test_argon2id_gives_what_its_vectors_say() -> None:
    tests = [test for test in blocks("KDF/argon2id.txt", "COUNT", 9) if "ad" not in test]
    assert len(tests) == 5
    for test in tests:
        cost = Argon2Parameters(int(test["memcost"]), int(test["iter"]), int(test["lanes"]))
        derived = argon2id(
            unhex(test["pass"]),
            salt=unhex(test["salt"]),
            pepper=unhex(test.get("secret", "")),
            parameters=cost,
            length=int(test["length"]),
        )
        assert derived.hex() == test["output"]


def test_x25519_agrees_with_wycheproof() -> None:
    for test in wycheproof("x25519", 518):
        secret = X25519PrivateKey.from_private_bytes(unhex(test["private"]))
        public = X25519PublicKey.from_public_bytes(unhex(test["public"]))
        if set(test["shared"]) == {"0"}:
            with pytest.raises(ValueError, match="shared key"):
                secret.exchange(public)
        else:
            assert secret.exchange(public).hex() == test["shared"]


def test_x25519_agrees_with_rfc_7748() -> None:
    tests = blocks("asymmetric/X25519/rfc7748.txt", "COUNT", 9)
    assert len(tests) >= 2
    for test in tests[:2]:
        secret = X25519PrivateKey.from_private_bytes(unhex(test["INPUT_SCALAR"]))
        public = X25519PublicKey.from_public_bytes(unhex(test["INPUT_U"]))
        assert secret.exchange(public).hex() == test["OUTPUT_U"]


def test_ml_kem_makes_and_opens_what_its_known_answers_say() -> None:
    tests = blocks("asymmetric/MLKEM/kat_MLKEM_768.rsp", "count", 100)
    assert len(tests) == 100
    for test in tests:
        seed = unhex(test["d"]) + unhex(test["z"])
        assert PrivateKey.from_bytes(seed + bytes(32)).public.to_bytes()[:1184].hex() == test["pk"]
        key = MLKEM768PrivateKey.from_seed_bytes(seed)
        assert key.decapsulate(unhex(test["ct"])).hex() == test["ss"]
        assert key.decapsulate(unhex(test["ct_n"])).hex() == test["ss_n"]


def test_aes_gcm_agrees_with_wycheproof_for_the_nonces_it_takes() -> None:
    for test in wycheproof("aes_gcm", 316):
        key, iv, aad = (unhex(test[name]) for name in ("key", "iv", "aad"))
        sealed = unhex(test["ct"]) + unhex(test["tag"])
        if test["result"] == "valid" and 8 <= len(iv) <= 128:
            assert AESGCM(key).decrypt(iv, sealed, aad).hex() == test["msg"]
        else:
            with pytest.raises((InvalidTag, ValueError)):
                AESGCM(key).decrypt(iv, sealed, aad)


def hpke_first(test: dict[str, Any], suite: hpke.Suite, key: Any) -> bytes:
    """Open a vector's first message; all vectors have an aad, which only the tests may use."""
    first = test["encryptions"][0]
    sealed = unhex(test["enc"]) + unhex(first["ct"])
    info, aad = unhex(test["info"]), unhex(first["aad"])
    return openssl.hpke._decrypt_with_aad(suite, sealed, key, info=info, aad=aad)


def test_hybrid_keys_have_the_bytes_of_the_hpke_pq_draft() -> None:
    kdfs = {1: hpke.KDF.HKDF_SHA256, 17: hpke.KDF.SHAKE256}
    with open_vector_file("HPKE/hpke-pq-test-vectors.json", "r") as lines:
        tests = [test for test in json.load(lines) if test["kem_id"] == 0x647A]
    assert len(tests) == 2
    for test in tests:
        raw = hashlib.shake_256(unhex(test["skRm"])).digest(96)
        key = PrivateKey.from_bytes(raw)
        assert key.public.to_bytes().hex() == test["pkRm"]
        assert len(unhex(test["enc"])) == ENC_BYTES
        suite = hpke.Suite(
            hpke.KEM.MLKEM768_X25519, kdfs[test["kdf_id"]], hpke.AEAD.CHACHA20_POLY1305
        )
        assert hpke_first(test, suite, key._hybrid).hex() == test["encryptions"][0]["pt"]


def test_hpke_opens_what_rfc_9180_sealed() -> None:
    kdfs = {1: hpke.KDF.HKDF_SHA256, 3: hpke.KDF.HKDF_SHA512}
    aeads = {1: hpke.AEAD.AES_128_GCM, 2: hpke.AEAD.AES_256_GCM, 3: hpke.AEAD.CHACHA20_POLY1305}
    with open_vector_file("HPKE/test-vectors.json", "r") as lines:
        every = [test for test in json.load(lines) if test["mode"] == 0 and test["kem_id"] == 32]
    tests = [test for test in every if test["aead_id"] in aeads]
    assert len(tests) == 6
    for test in tests:
        suite = hpke.Suite(hpke.KEM.X25519, kdfs[test["kdf_id"]], aeads[test["aead_id"]])
        key = X25519PrivateKey.from_private_bytes(unhex(test["skRm"]))
        assert hpke_first(test, suite, key).hex() == test["encryptions"][0]["pt"]


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_canonical_json_is_that_of_the_reference(name: str) -> None:
    expected = (VECTORS / f"jcs/{name}.out.json").read_bytes()
    assert canonical(load(f"jcs/{name}.in.json")) == expected


def test_canonical_numbers_are_those_of_rfc_8785_appendix_b() -> None:
    for bits, text in NUMBERS.items():
        (number,) = struct.unpack(">d", unhex(bits))
        assert canonical(number) == text.encode()
    for bits in ("7fffffffffffffff", "7ff0000000000000"):
        with pytest.raises(VaultError):
            canonical(struct.unpack(">d", unhex(bits))[0])
