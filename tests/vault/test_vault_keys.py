from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.samples import CASE, ITEM, OTHER
from vault.errors import VaultError
from vault.keys import PRIVATE_BYTES, PUBLIC_BYTES, PrivateKey, PublicKey, WrapContext, unwrap, wrap
from vault.primitives import sha256

ANI = PrivateKey.from_bytes(bytes(range(96)))
BUDI = PrivateKey.from_bytes(bytes(range(1, 97)))
CONTEXT = WrapContext(purpose="case", case=CASE, epoch=3, to=ITEM, generation=2)
SECRET = bytes(range(32))


def test_wrapped_secret_unwraps() -> None:
    wrapped = wrap(SECRET, ANI.public, CONTEXT)
    assert wrapped[0] == 2
    assert len(wrapped) == 1 + 1120 + 32 + 16
    assert unwrap(wrapped, ANI, CONTEXT) == SECRET
    assert unwrap(wrapped, ANI, CONTEXT, length=32) == SECRET


@given(st.binary(max_size=2000))
def test_secret_of_any_length_unwraps(secret: bytes) -> None:
    assert unwrap(wrap(secret, ANI.public, CONTEXT), ANI, CONTEXT) == secret


def test_two_wraps_of_one_secret_differ() -> None:
    assert wrap(SECRET, ANI.public, CONTEXT) != wrap(SECRET, ANI.public, CONTEXT)


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "organization"},
        {"case": None},
        {"case": OTHER},
        {"epoch": 2},
        {"epoch": 4},
        {"to": OTHER},
        {"generation": 1},
        {"generation": 3},
    ],
)
def test_wrap_of_another_context_does_not_unwrap(change: dict[str, object]) -> None:
    wrapped = wrap(SECRET, ANI.public, CONTEXT)
    with pytest.raises(VaultError):
        unwrap(wrapped, ANI, replace(CONTEXT, **change))


def test_wrap_to_someone_else_does_not_unwrap() -> None:
    wrapped = wrap(SECRET, ANI.public, CONTEXT)
    with pytest.raises(VaultError):
        unwrap(wrapped, BUDI, CONTEXT)


@pytest.mark.parametrize("suite", [0, 1, 3, 255])
def test_every_suite_but_the_hybrid_is_refused(suite: int) -> None:
    wrapped = wrap(SECRET, ANI.public, CONTEXT)
    with pytest.raises(VaultError, match="suite"):
        unwrap(bytes([suite]) + wrapped[1:], ANI, CONTEXT)


@pytest.mark.parametrize("size", [0, 1, 1136])
def test_what_is_too_short_for_a_wrap_is_refused_first(size: int) -> None:
    with pytest.raises(VaultError, match="length"):
        unwrap(wrap(SECRET, ANI.public, CONTEXT)[:size], ANI, CONTEXT)


@pytest.mark.parametrize("length", [0, 31, 33, 96])
def test_another_length_than_the_known_one_is_refused_first(length: int) -> None:
    with pytest.raises(VaultError, match="length"):
        unwrap(wrap(SECRET, ANI.public, CONTEXT), ANI, CONTEXT, length=length)


@given(st.integers(0, (1 + 1120 + 48) * 8 - 1))
def test_any_flipped_bit_of_a_wrap_is_refused(bit: int) -> None:
    wrapped = bytearray(wrap(SECRET, ANI.public, CONTEXT))
    wrapped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(VaultError):
        unwrap(bytes(wrapped), ANI, CONTEXT)


@given(st.integers(0, 1168), st.binary(min_size=1, max_size=5))
def test_cut_and_extended_wraps_are_refused(end: int, more: bytes) -> None:
    wrapped = wrap(SECRET, ANI.public, CONTEXT)
    for damaged in (wrapped[:end], wrapped + more, more + wrapped):
        with pytest.raises(VaultError):
            unwrap(damaged, ANI, CONTEXT)


def test_keys_survive_their_bytes() -> None:
    raw = PrivateKey.generate().to_bytes()
    assert len(raw) == PRIVATE_BYTES
    again = PrivateKey.from_bytes(raw)
    assert again.to_bytes() == raw
    public = PublicKey.from_bytes(again.public.to_bytes())
    assert len(public.to_bytes()) == PUBLIC_BYTES
    assert unwrap(wrap(SECRET, public, CONTEXT), again, CONTEXT) == SECRET


def test_two_generated_keys_differ() -> None:
    assert PrivateKey.generate().to_bytes() != PrivateKey.generate().to_bytes()


def test_digest_names_the_public_bytes() -> None:
    assert ANI.public.digest == sha256(ANI.public.to_bytes())
    assert ANI.public.digest != BUDI.public.digest


@pytest.mark.parametrize("size", [0, 32, 64, 95, 97])
def test_private_key_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(VaultError):
        PrivateKey.from_bytes(bytes(size))


@pytest.mark.parametrize("raw", [b"", bytes(1215), bytes(1217), b"\xff" * 1216])
def test_public_key_of_another_length_or_out_of_range_is_refused(raw: bytes) -> None:
    with pytest.raises(VaultError):
        PublicKey.from_bytes(raw)


def test_public_key_with_a_point_of_low_order_is_never_wrapped_to() -> None:
    weak = PublicKey.from_bytes(ANI.public.to_bytes()[:1184] + bytes(32))
    with pytest.raises(VaultError):
        wrap(SECRET, weak, CONTEXT)


def test_context_is_canonical_json_under_its_label() -> None:
    digest = ANI.public.digest
    assert CONTEXT.info(digest) == (
        b'kbgo/v1/wrap{"case":"11111111-2222-4333-8444-555555555555","epoch":"3","gen":"2",'
        b'"pub_sha256":"' + digest.hex().encode() + b'","t":"case",'
        b'"to":"66666666-7777-4888-9999-aaaaaaaaaaaa"}'
    )


def test_no_secret_is_in_a_repr() -> None:
    assert repr(ANI) == "<PrivateKey redacted>"
    assert repr(ANI.public) == f"<PublicKey {ANI.public.digest.hex()[:16]}>"
