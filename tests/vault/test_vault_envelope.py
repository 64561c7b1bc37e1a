import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.samples import CASE, ITEM, KEY, OTHER, SIZES, address, data, forge
from vault.envelope import ZERO, Address, ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.header import HEADER_BYTES
from vault.stream import Sealer

KEYS = (ObjectType.PRIVATE_KEY, ObjectType.FILE_KEY)
GRAFTS = (
    {"type": ObjectType.DERIVATIVE},
    {"case": OTHER},
    {"case": ZERO},
    {"item": OTHER},
    {"epoch": 4},
    {"field": 8},
    {"revision": 1},
    {"revision": 3},
    {"padded": True},
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("padded", [False, True])
def test_what_was_sealed_opens_to_the_same_bytes(size: int, padded: bool) -> None:
    where = address(padded=padded)
    sealed = seal(KEY, where, data(size))
    assert len(sealed) == where.sealed_size(size)
    assert open_sealed(KEY, where, sealed) == data(size)


@pytest.mark.parametrize("kind", ObjectType)
def test_every_type_opens_again(kind: ObjectType) -> None:
    for padded in (False,) if kind in KEYS else (False, True):
        where = address(type=kind, padded=padded)
        assert open_sealed(KEY, where, seal(KEY, where, b"isi")) == b"isi"


@pytest.mark.parametrize("kind", KEYS)
def test_keys_are_never_padded(kind: ObjectType) -> None:
    where = address(type=kind, padded=True)
    with pytest.raises(VaultError, match="not padded"):
        seal(KEY, where, bytes(32))
    with pytest.raises(VaultError, match="not padded"):
        Sealer(KEY, where)
    with pytest.raises(VaultError, match="not padded"):
        open_sealed(KEY, where, forge(where, bytes(56) + bytes(7) + b"\x20"))


def test_header_has_every_field_at_its_place() -> None:
    header = seal(KEY, address(), bytes(0x0102))[:HEADER_BYTES]
    assert header[:8] == b"KVL1\x01\x01\x01\x00"
    assert header[8:40] == CASE.bytes + ITEM.bytes
    assert header[40:48] == bytes([0, 0, 0, 3, 0, 7, 0, 0])
    assert header[48:] == bytes([0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 2])


def test_what_an_address_does_not_name_is_zero() -> None:
    assert Address(ObjectType.SESSION).header(0) == b"KVL1\x01\x01\x06\x00" + bytes(56)


def test_padded_header_hides_the_length() -> None:
    header = seal(KEY, address(padded=True), b"rahasia")[:HEADER_BYTES]
    assert header[7] == 1
    assert header[56:] == b"\xff" * 8


def test_a_private_key_in_a_session_has_232_bytes() -> None:
    assert len(seal(KEY, address(type=ObjectType.SESSION), bytes(96))) == 232


def test_two_seals_of_the_same_bytes_differ() -> None:
    first, second = (seal(KEY, address(), b"sama") for _ in range(2))
    assert first[:HEADER_BYTES] == second[:HEADER_BYTES]
    assert first[HEADER_BYTES:] != second[HEADER_BYTES:]


@pytest.mark.parametrize("change", GRAFTS)
def test_object_moved_elsewhere_does_not_open(change: dict[str, object]) -> None:
    sealed = seal(KEY, address(), data(100))
    with pytest.raises(VaultError, match="another address"):
        open_sealed(KEY, address(**change), sealed)


@pytest.mark.parametrize("change", GRAFTS)
def test_object_moved_with_a_matching_header_does_not_open(change: dict[str, object]) -> None:
    sealed = seal(KEY, address(), data(100))
    elsewhere = address(**change)
    moved = elsewhere.header(100) + sealed[HEADER_BYTES:]
    with pytest.raises(VaultError, match="does not open"):
        open_sealed(KEY, elsewhere, moved)


@pytest.mark.parametrize("offset", range(HEADER_BYTES))
def test_every_byte_of_the_header_counts(offset: int) -> None:
    sealed = bytearray(seal(KEY, address(), data(100)))
    sealed[offset] ^= 0x80
    with pytest.raises(VaultError, match="another address"):
        open_sealed(KEY, address(), sealed)


def test_another_key_does_not_open() -> None:
    sealed = seal(KEY, address(), b"isi")
    with pytest.raises(VaultError):
        open_sealed(bytes(32), address(), sealed)


@pytest.mark.parametrize("key", [b"", bytes(16), bytes(31), bytes(33), "k" * 32, None])
def test_a_key_of_another_length_or_kind_is_refused(key: bytes) -> None:
    sealed = seal(KEY, address(), b"isi")
    with pytest.raises(VaultError):
        seal(key, address(), b"isi")
    with pytest.raises(VaultError):
        open_sealed(key, address(), sealed)


@pytest.mark.parametrize("size", [0, 1, 63, 64, 119, 120, 135])
def test_what_is_too_short_to_be_sealed_is_refused(size: int) -> None:
    whole = seal(KEY, address(), b"")
    assert len(whole) == 136
    with pytest.raises(VaultError):
        open_sealed(KEY, address(), whole[:size])


@pytest.mark.parametrize(
    "change",
    [
        {"type": 0},
        {"type": 11},
        {"epoch": -1},
        {"epoch": 2**32},
        {"field": -1},
        {"field": 2**16},
        {"revision": -1},
        {"revision": 2**64},
    ],
)
def test_impossible_address_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(VaultError):
        seal(KEY, address(**change), b"isi")


def test_plaintext_that_is_not_bytes_is_refused() -> None:
    with pytest.raises(VaultError):
        seal(KEY, address(), "teks")  # type: ignore[arg-type]
    with pytest.raises(VaultError):
        open_sealed(KEY, address(), "teks")  # type: ignore[arg-type]


def test_views_and_bytearrays_seal_like_bytes() -> None:
    for given_as in (bytearray(b"isi"), memoryview(b"isi")):
        assert open_sealed(KEY, address(), seal(KEY, address(), given_as)) == b"isi"


@given(st.binary(max_size=3000), st.sampled_from(list(ObjectType)), st.booleans())
def test_any_bytes_survive(plaintext: bytes, kind: ObjectType, padded: bool) -> None:
    where = address(type=kind, padded=padded and kind not in KEYS)
    assert open_sealed(KEY, where, seal(KEY, where, plaintext)) == plaintext


@given(
    st.builds(
        Address,
        type=st.sampled_from(list(ObjectType)),
        case=st.uuids(),
        item=st.uuids(),
        epoch=st.integers(0, 2**32 - 1),
        field=st.integers(0, 2**16 - 1),
        revision=st.integers(0, 2**64 - 1),
    )
)
def test_any_address_is_told_from_any_other(where: Address) -> None:
    sealed = seal(KEY, where, b"isi")
    assert open_sealed(KEY, where, sealed) == b"isi"
    with pytest.raises(VaultError):
        open_sealed(KEY, address(), sealed)


def test_errors_hold_no_content() -> None:
    sealed = seal(KEY, address(), b"isi")
    with pytest.raises(VaultError) as caught:
        open_sealed(KEY, address(), sealed[:-1] + b"x")
    assert str(caught.value) == "does not open"
    assert caught.value.__suppress_context__
