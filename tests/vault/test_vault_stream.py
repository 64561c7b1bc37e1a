import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.samples import (
    CASE,
    FIRST_CHUNK,
    KEY,
    OTHER,
    SEALED_CHUNK,
    SIZES,
    address,
    data,
    forge,
    pieces,
    split,
)
from vault.envelope import ObjectType, open_sealed, seal
from vault.errors import VaultError
from vault.padding import trailer
from vault.stream import Opener, Sealer, open_chunks, seal_chunks


@pytest.mark.parametrize("size", SIZES)
def test_stream_of_unknown_length_opens_whole_and_in_pieces(size: int) -> None:
    where = address(padded=True)
    sealed = b"".join(seal_chunks(KEY, where, pieces(data(size), 65_536)))
    assert open_sealed(KEY, where, sealed) == data(size)
    assert b"".join(open_chunks(KEY, where, pieces(sealed, 100_003), size)) == data(size)


@pytest.mark.parametrize("size", SIZES)
def test_stream_of_known_length_opens_whole_and_in_pieces(size: int) -> None:
    where = address()
    sealed = b"".join(seal_chunks(KEY, where, pieces(data(size), 65_536), size))
    assert open_sealed(KEY, where, sealed) == data(size)
    assert b"".join(open_chunks(KEY, where, pieces(sealed, 100_003), size)) == data(size)


@given(st.lists(st.binary(max_size=20_000), max_size=5), st.integers(1, 20_000), st.booleans())
def test_pieces_of_any_size_make_the_same_object(
    chunks: list[bytes], step: int, padded: bool
) -> None:
    where, whole = address(padded=padded), b"".join(chunks)
    sealed = b"".join(seal_chunks(KEY, where, chunks, len(whole)))
    assert b"".join(open_chunks(KEY, where, pieces(sealed, step), len(whole))) == whole


def test_bytes_one_at_a_time_open() -> None:
    sealed = seal(KEY, address(padded=True), b"satu per satu")
    opened = open_chunks(KEY, address(padded=True), pieces(sealed, 1), 13)
    assert b"".join(opened) == b"satu per satu"


def test_first_output_begins_with_the_header() -> None:
    assert Sealer(KEY, address(), 5).update(b"lima.")[:64] == address().header(5)
    assert Sealer(KEY, address(), 0).finalize()[:64] == address().header(0)


def test_unpadded_stream_needs_its_length_first() -> None:
    with pytest.raises(VaultError, match="length first"):
        Sealer(KEY, address())


@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize("announced", [4, 6])
def test_announced_length_is_kept(announced: int, padded: bool) -> None:
    sealer = Sealer(KEY, address(padded=padded), announced)
    sealer.update(b"lima.")
    with pytest.raises(VaultError, match="announced"):
        sealer.finalize()


def test_padding_of_a_large_stream_comes_in_small_pieces() -> None:
    where = address(padded=True)
    sealer = Sealer(KEY, where)
    for _ in range(80):
        sealer.update(bytes(2**20 + 16))
    rest = [len(piece) for piece in sealer.finish()]
    assert sum(rest) > 2**20
    assert max(rest) <= 2**20 + 66 * 16


def test_sealer_is_used_once() -> None:
    sealer = Sealer(KEY, address(padded=True))
    sealer.finalize()
    for again in (lambda: sealer.update(b"lagi"), sealer.finalize):
        with pytest.raises(VaultError, match="at its end"):
            again()


def test_sealer_stops_at_its_first_failure() -> None:
    sealer = Sealer(KEY, address(padded=True))
    with pytest.raises(VaultError):
        sealer.update("teks")  # type: ignore[arg-type]
    with pytest.raises(VaultError, match="at its end"):
        sealer.update(b"isi")


def test_opener_is_used_once() -> None:
    opener = Opener(KEY, address(), 3)
    opener.update(seal(KEY, address(), b"isi"))
    assert opener.finalize() == b"isi"
    for again in (lambda: opener.update(b""), opener.finalize):
        with pytest.raises(VaultError, match="at its end"):
            again()


def test_opener_stops_at_its_first_failure() -> None:
    sealed = seal(KEY, address(), data(100))
    opener = Opener(KEY, address(), 100)
    with pytest.raises(VaultError):
        opener.update(bytes(64))
    for again in (lambda: opener.update(sealed), opener.finalize):
        with pytest.raises(VaultError, match="at its end"):
            again()


@pytest.mark.parametrize("change", [{"case": OTHER}, {"item": CASE}, {"epoch": 4}, {"field": 8}])
def test_moved_object_gives_out_nothing(change: dict[str, object]) -> None:
    sealed = seal(KEY, address(), data(50_000))
    opener = Opener(KEY, address(**change), 50_000)
    with pytest.raises(VaultError, match="another address"):
        opener.update(sealed)


def test_another_key_gives_out_nothing() -> None:
    opener = Opener(bytes(32), address(), 50_000)
    with pytest.raises(VaultError, match="does not open"):
        opener.update(seal(KEY, address(), data(50_000)))


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_a_key_of_another_length_is_refused(key: bytes) -> None:
    with pytest.raises(VaultError):
        Opener(key, address(), 1)
    with pytest.raises(VaultError):
        Sealer(key, address(), 1)


@pytest.mark.parametrize("length", [-1, 0, 49_999, 50_001, 2**62])
@pytest.mark.parametrize("padded", [False, True])
def test_another_length_than_the_true_one_does_not_open(length: int, padded: bool) -> None:
    sealed = seal(KEY, address(padded=padded), data(50_000))
    with pytest.raises(VaultError):
        list(open_chunks(KEY, address(padded=padded), pieces(sealed, 4096), length))


@pytest.mark.parametrize("padded", [False, True])
def test_stream_cut_at_any_chunk_fails_at_its_end(padded: bool) -> None:
    sealed = seal(KEY, address(padded=padded), data(60_000))
    for end in range(FIRST_CHUNK, len(sealed), SEALED_CHUNK):
        opener = Opener(KEY, address(padded=padded), 60_000)
        assert data(60_000).startswith(opener.update(sealed[:end]))
        with pytest.raises(VaultError, match="shorter"):
            opener.finalize()


def test_extended_stream_fails_before_it_is_read() -> None:
    opener = Opener(KEY, address(), 3)
    with pytest.raises(VaultError, match="longer"):
        opener.update(seal(KEY, address(), b"isi") + b"\x00")


def test_swapped_dropped_and_repeated_chunks_do_not_open() -> None:
    first, (one, two, three, last) = split(seal(KEY, address(), data(60_000)))
    for order in (
        (two, one, three, last),
        (one, three, two, last),
        (one, two, last),
        (two, three, last),
        (one, one, two, three, last),
        (one, one, three, last),
        (one, two, three, last, last),
    ):
        damaged = first + b"".join(order)
        with pytest.raises(VaultError):
            open_sealed(KEY, address(), damaged)
        with pytest.raises(VaultError):
            list(open_chunks(KEY, address(), [damaged], 60_000))


def test_chunks_of_another_object_under_the_same_key_do_not_open() -> None:
    first, mine = split(seal(KEY, address(), data(40_000)))
    _, other = split(seal(KEY, address(), data(40_000)))
    with pytest.raises(VaultError):
        open_sealed(KEY, address(), first + mine[0] + other[1] + mine[2])


def test_opener_refuses_a_trailer_that_names_another_length() -> None:
    where = address(type=ObjectType.FIELD, padded=True)
    sealed = forge(where, b"isi" + bytes(53) + trailer(2))
    opener = Opener(KEY, where, 3)
    opener.update(sealed)
    with pytest.raises(VaultError, match="padding"):
        opener.finalize()


def test_stream_ends_without_content_in_its_repr() -> None:
    assert repr(Sealer(KEY, address(padded=True))) == "<Sealer redacted>"
    assert repr(Opener(KEY, address(), 1)) == "<Opener redacted>"
