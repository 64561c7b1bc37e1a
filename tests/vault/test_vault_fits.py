"""What can be said of a sealed object without its key: whether it can be what an address names."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.samples import KEY, address
from vault.envelope import Address, ObjectType, seal

WHERE = address(type=ObjectType.FIELD, epoch=3, field=4, revision=5, padded=True)
OTHERS = [
    replace(WHERE, type=ObjectType.LOG_PAYLOAD),
    replace(WHERE, case=UUID(int=99)),
    replace(WHERE, item=UUID(int=99)),
    replace(WHERE, epoch=4),
    replace(WHERE, field=5),
    replace(WHERE, revision=6),
    replace(WHERE, type=ObjectType.FILE_KEY, padded=False),
]


@given(st.integers(0, 40_000), st.sampled_from(ObjectType))
def test_whatever_is_sealed_fits_its_address(length: int, kind: ObjectType) -> None:
    keys = (ObjectType.PRIVATE_KEY, ObjectType.FILE_KEY)
    where = Address(kind, case=UUID(int=1), item=UUID(int=2), padded=kind not in keys)
    sealed = seal(KEY, where, bytes(length))
    assert where.fits(sealed[:64], len(sealed))


@pytest.mark.parametrize("other", OTHERS)
def test_it_fits_no_other_address(other: Address) -> None:
    sealed = seal(KEY, WHERE, b"isi")
    assert not other.fits(sealed, len(sealed))


@pytest.mark.parametrize("change", [-64, -16, -1, 1, 16])
def test_what_was_cut_or_grew_does_not_fit(change: int) -> None:
    sealed = seal(KEY, WHERE, b"isi")
    assert not WHERE.fits(sealed, len(sealed) + change)


@pytest.mark.parametrize("head", [b"", b"KVL1", bytes(64), b"x" * 64])
def test_other_beginnings_do_not_fit(head: bytes) -> None:
    assert not WHERE.fits(head, len(seal(KEY, WHERE, b"isi")))


@pytest.mark.parametrize("size", [0, 64, 120, 135])
def test_what_is_too_short_for_a_sealed_object_does_not_fit(size: int) -> None:
    assert not WHERE.fits(WHERE.header(0), size)
