import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.samples import KEY, address, forge
from vault.envelope import ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.header import plaintext_size_of
from vault.padding import bucket, padme, trailer, unpad, zeros
from vault.stream import open_chunks

BY_BUCKET = (ObjectType.FIELD, ObjectType.LOG_PAYLOAD, ObjectType.SESSION)
BY_PADME = (
    ObjectType.FILE,
    ObjectType.DERIVATIVE,
    ObjectType.PACKET,
    ObjectType.UPLOAD_PART,
    ObjectType.BACKUP,
)


@pytest.mark.parametrize(
    ("length", "padded"),
    [(0, 64), (56, 64), (57, 128), (120, 128), (121, 256), (1000, 1024), (1017, 2048)],
)
@pytest.mark.parametrize("kind", BY_BUCKET)
def test_fields_fill_buckets_of_64_times_a_power_of_two(
    kind: ObjectType, length: int, padded: int
) -> None:
    assert address(type=kind, padded=True).plaintext_size(length) == padded


@pytest.mark.parametrize(
    ("length", "padded"),
    [(0, 0), (1, 1), (8, 8), (9, 10), (100, 104), (1000, 1024), (1_000_000, 1_015_808)],
)
def test_padme_rounds_as_its_paper_says(length: int, padded: int) -> None:
    assert padme(length) == padded


@pytest.mark.parametrize("kind", BY_PADME)
def test_files_are_padded_by_padme_with_room_for_the_trailer(kind: ObjectType) -> None:
    assert address(type=kind, padded=True).plaintext_size(992) == 1024


@given(st.integers(1, 2**50))
def test_padme_grows_by_twelve_percent_at_most(length: int) -> None:
    assert length <= padme(length) <= length * 1.12
    assert padme(padme(length)) == padme(length)


@given(st.integers(1, 2**40))
def test_a_bucket_is_less_than_twice_as_large(length: int) -> None:
    assert length <= bucket(length) <= max(64, 2 * length - 1)


def test_lengths_of_one_bucket_look_the_same_outside() -> None:
    where = address(type=ObjectType.FIELD, padded=True)
    sizes = {len(seal(KEY, where, bytes(length))) for length in range(57)}
    assert sizes == {64 + 56 + 64 + 16}


@given(st.integers(0, 200_000), st.booleans())
def test_sealed_size_and_plaintext_size_agree(length: int, padded: bool) -> None:
    where = address(padded=padded)
    assert plaintext_size_of(where.sealed_size(length)) == where.plaintext_size(length)


@given(st.integers(0, 200_000))
def test_a_size_that_opens_is_a_size_that_is_sealed(size: int) -> None:
    try:
        length = plaintext_size_of(size)
    except VaultError:
        return
    assert address().sealed_size(length) == size


def test_negative_length_is_refused() -> None:
    with pytest.raises(VaultError):
        address().sealed_size(-1)


def test_zeros_come_in_pieces_that_add_up() -> None:
    for count in (0, 1, 2**20, 2**20 + 5):
        assert b"".join(zeros(count)) == bytes(count)


@pytest.mark.parametrize("padded", [b"", b"1234567", trailer(1), trailer(2**64 - 1)])
def test_padding_without_room_for_its_length_is_refused(padded: bytes) -> None:
    with pytest.raises(VaultError):
        unpad(padded)


@pytest.mark.parametrize(
    "plaintext",
    [
        b"isi" + bytes(52) + b"\x01" + trailer(3),
        b"isi" + b"\x01" + bytes(52) + trailer(3),
        b"isi" + bytes(53) + trailer(2),
        b"isi" + bytes(53) + trailer(57),
        b"isi" + bytes(54) + trailer(3),
        b"isi" + bytes(117) + trailer(3),
        b"isi" + trailer(3),
        b"isi",
        b"",
    ],
    ids=["last", "first", "shorter", "beyond", "uneven", "bucket", "none", "bare", "empty"],
)
def test_padding_that_no_sealer_writes_is_refused(plaintext: bytes) -> None:
    where = address(type=ObjectType.FIELD, padded=True)
    sealed = forge(where, plaintext)
    with pytest.raises(VaultError):
        open_sealed(KEY, where, sealed)
    with pytest.raises(VaultError):
        list(open_chunks(KEY, where, [sealed], 3))


def test_padding_as_a_sealer_writes_it_opens() -> None:
    where = address(type=ObjectType.FIELD, padded=True)
    sealed = forge(where, b"isi" + bytes(53) + trailer(3))
    assert open_sealed(KEY, where, sealed) == b"isi"
    assert b"".join(open_chunks(KEY, where, [sealed], 3)) == b"isi"
