"""Writes a bag (BagIt 1.0, RFC 8493) into one ZIP, straight into a sink: no disk, no going back.

Every payload and tag file is listed with its SHA-256, and the list of lists is signed.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from core.digests import Sha256
from packets.builders.content import Sink
from packets.builders.formats import WIB
from packets.builders.zipping import ZipWriter

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
SIGNATURE: Final = "signature.txt"
GATHERED: Final = 1 << 20


class Output:
    """The sink as the ZIP is written to it: counts, hashes, gathers small writes to large ones."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._digest, self._small = sink, Sha256(), bytearray()
        self.bytes_written = 0

    def write(self, data: bytes) -> None:
        self.bytes_written += len(data)
        if len(data) >= GATHERED:
            self._pass_on()
            self._emit(data)
        else:
            self._small += data
            if len(self._small) >= GATHERED:
                self._pass_on()

    def close(self) -> None:
        self._digest.close()

    def finish(self) -> str:
        """Passes on what is left; returns the SHA-256 of everything written."""
        self._pass_on()
        return self._digest.hexdigest()

    def _pass_on(self) -> None:
        if self._small:
            self._emit(bytes(self._small))
            self._small.clear()

    def _emit(self, data: bytes) -> None:
        self._digest.update(data)
        self._sink(data)


class Bag:
    """A bag being written, one file after another; `finish` closes it.

    Left without `finish`, what was written is no ZIP.
    """

    def __init__(self, sink: Sink, folder: str, made_at: datetime) -> None:
        self._output = Output(sink)
        self._zip = ZipWriter(self._output.write, made_at.astimezone(WIB))
        self._folder = folder
        self._payload: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._octets = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._output.close()

    def add(self, name: str, data: bytes) -> None:
        self._zip.add(self._path(name), data)
        self._list(name, hashlib.sha256(data).hexdigest(), len(data))

    def add_deflated(self, name: str, data: bytes) -> None:
        self._zip.add_deflated(self._path(name), data)
        self._list(name, hashlib.sha256(data).hexdigest(), len(data))

    def stream(self, name: str, size: int, crc: int, chunks: Iterable[bytes]) -> str:
        """Writes `size` bytes, of that CRC-32, as they come; returns their SHA-256.

        What `chunks` raises goes on, and LengthChanged; the bag cannot be finished after either.
        """
        with Sha256() as digest:
            self._zip.stream(self._path(name), size, crc, _hashed(digest, chunks))
            sha256 = digest.hexdigest()
        self._list(name, sha256, size)
        return sha256

    def finish(self, info: Mapping[str, str], sign: Callable[[bytes], bytes]) -> tuple[int, str]:
        """Writes the lists, signs them, closes; returns the ZIP's length and SHA-256."""
        oxum = {"Payload-Oxum": f"{self._octets}.{len(self._payload)}"}
        self.add("bagit.txt", DECLARATION)
        self.add("bag-info.txt", _tag_lines(dict(info) | oxum))
        self.add(MANIFEST, _manifest(self._payload))
        tag_manifest = _manifest(self._tags)
        self._zip.add(self._path(TAG_MANIFEST), tag_manifest)
        signature = sign(hashlib.sha256(tag_manifest).digest()).hex() + "\n"
        self._zip.add(self._path(SIGNATURE), signature.encode())
        self._zip.finish()
        sha256 = self._output.finish()
        return self._output.bytes_written, sha256

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def _list(self, name: str, sha256: str, size: int) -> None:
        if name.startswith("data/"):
            self._payload[name] = sha256
            self._octets += size
        else:
            self._tags[name] = sha256


def _hashed(digest: Sha256, chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def _manifest(listed: Mapping[str, str]) -> bytes:
    return "".join(f"{sha256}  {name}\n" for name, sha256 in listed.items()).encode()


def _tag_lines(info: Mapping[str, str]) -> bytes:
    """One line a label: white space of every kind becomes one space, as a line end would end it."""
    lines = (f"{label}: {' '.join(value.split())}\n" for label, value in info.items())
    return "".join(lines).encode(errors="backslashreplace")
