"""A blob is whole under its name or not there at all, however large it is."""

import os
from collections.abc import Iterator
from contextlib import closing

import pytest

from evidence.storage import (
    FLUSHED_AT_ONCE,
    BlobWriter,
    blob_exists,
    delete_blob,
    incoming_folder,
    read_blob,
)

SIZES = [0, 1, FLUSHED_AT_ONCE - 1, FLUSHED_AT_ONCE, 3 * FLUSHED_AT_ONCE + 1]


def pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), 700_001):
        yield content[start : start + 700_001]


@pytest.mark.parametrize("size", SIZES)
def test_a_blob_comes_back_as_it_was_written(size: int) -> None:
    content = os.urandom(size)
    with closing(BlobWriter()) as writer:
        for piece in pieces(content):
            writer.write(piece)
        name = writer.commit()
    assert b"".join(read_blob(name)) == content
    delete_blob(name)
    assert not blob_exists(name)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_not_committed_leaves_nothing(size: int) -> None:
    before = set(incoming_folder().glob("*"))
    with closing(BlobWriter()) as writer:
        writer.write(bytes(size))
    assert set(incoming_folder().glob("*")) == before


@pytest.mark.parametrize("flush", ["fdatasync", "fsync"])
def test_a_disk_that_fails_fails_the_commit(monkeypatch: pytest.MonkeyPatch, flush: str) -> None:
    """What the flush meets beside the writing is not lost either."""

    def failing(handle: int) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(os, flush, failing)
    before = set(incoming_folder().glob("*"))
    with closing(BlobWriter()) as writer:
        writer.write(bytes(FLUSHED_AT_ONCE))
        with pytest.raises(OSError, match="the disk is gone"):
            writer.commit()
    assert set(incoming_folder().glob("*")) == before
