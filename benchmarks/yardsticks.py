"""The least that can be done with the bytes of files: what the acts are measured against."""

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

PIECE = 1 << 20
SHA256, COPY, CRC32 = "bare SHA-256", "copying, flushed to the disk", "reading and CRC-32"


def pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            yield piece


def sha256(paths: Iterable[Path]) -> None:
    for path in paths:
        with path.open("rb", buffering=0) as file:
            hashlib.file_digest(file, "sha256")


def crc32(paths: Iterable[Path]) -> None:
    for path in paths:
        checksum = 0
        for piece in pieces(path):
            checksum = zlib.crc32(piece, checksum)


def copy(paths: Iterable[Path]) -> None:
    for path in paths:
        target = path.with_suffix(".copy")
        with target.open("wb", buffering=0) as file:
            file.writelines(pieces(path))
            os.fsync(file.fileno())
        target.unlink()
