"""Writes a bag (BagIt 1.0, RFC 8493) into one ZIP, straight into a sink: no disk, no going back.

Every payload and tag file is listed with its SHA-256, and the list of lists is signed.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import TracebackType
from typing import IO, Final, Self, cast

from core.digests import Sha256
from packets.builders.content import Sink

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
SIGNATURE: Final = "signature.txt"
GATHERED: Final = 1 << 20
_PLAIN_FILE: Final = 0o100600 << 16
_UNIX: Final = 3


class Output:
    """The sink as `zipfile` wants it: counts, hashes, and gathers small writes into large ones."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._digest, self._small = sink, Sha256(), bytearray()
        self.bytes_written = 0

    def write(self, data: bytes) -> int:
        self.bytes_written += len(data)
        if len(data) >= GATHERED:
            self._pass_on()
            self._emit(bytes(data))
        else:
            self._small += data
            if len(self._small) >= GATHERED:
                self._pass_on()
        return len(data)

    def abandon(self) -> None:
        """Nothing more reaches the sink."""
        self._sink = _nowhere

    def flush(self) -> None:
        """`zipfile` flushes after each entry; nothing is gained by passing that on."""

    def finish(self) -> str:
        """Passes on what is left; returns the SHA-256 of everything written."""
        self._pass_on()
        with self._digest:
            return self._digest.hexdigest()

    def _pass_on(self) -> None:
        if self._small:
            self._emit(bytes(self._small))
            self._small.clear()

    def _emit(self, data: bytes) -> None:
        self._digest.update(data)
        self._sink(data)


def _nowhere(data: bytes) -> None:
    """The sink of a packet that was given up."""


class Bag:
    """A bag being written, one file after another; `finish` closes it.

    Left without `finish`, its `with` block gives it up: `zipfile` would otherwise write an end
    to it whenever the object is collected.
    """

    def __init__(self, sink: Sink, folder: str, made_at: datetime) -> None:
        self._output = Output(sink)
        # Asked of it are only write and flush: zipfile streams when it can neither tell nor seek.
        self._zip = zipfile.ZipFile(cast("IO[bytes]", self._output), "w", zipfile.ZIP_STORED)
        self._folder, self._stamp = folder, made_at.timetuple()[:6]
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
        self._output.abandon()
        self._zip.close()

    def add(self, name: str, data: bytes) -> None:
        self._zip.writestr(self._entry(name, len(data)), data)
        self._list(name, hashlib.sha256(data).hexdigest(), len(data))

    def stream(self, name: str, size: int, chunks: Iterable[bytes]) -> str:
        """Writes at most `size` bytes as they come; returns their SHA-256.

        When `chunks` raises, what came before is closed and listed as it is, so that the bag
        stays a valid one, and the exception goes on.
        """
        written = 0
        with Sha256() as digest:
            try:
                with self._zip.open(self._entry(name, size), "w") as entry:
                    for chunk in chunks:
                        digest.update(chunk)
                        entry.write(chunk)
                        written += len(chunk)
            finally:
                self._list(name, digest.hexdigest(), written)
            return digest.hexdigest()

    def finish(self, info: Mapping[str, str], sign: Callable[[bytes], bytes]) -> tuple[int, str]:
        """Writes the lists, signs them, closes; returns the ZIP's length and SHA-256."""
        oxum = {"Payload-Oxum": f"{self._octets}.{len(self._payload)}"}
        self.add("bagit.txt", DECLARATION)
        self.add("bag-info.txt", _tag_lines(dict(info) | oxum))
        self.add(MANIFEST, _manifest(self._payload))
        tag_manifest = _manifest(self._tags)
        self._zip.writestr(self._entry(TAG_MANIFEST, len(tag_manifest)), tag_manifest)
        signature = sign(hashlib.sha256(tag_manifest).digest()).hex() + "\n"
        self._zip.writestr(self._entry(SIGNATURE, len(signature)), signature)
        self._zip.close()
        sha256 = self._output.finish()
        return self._output.bytes_written, sha256

    def _entry(self, name: str, size: int) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(f"{self._folder}/{name}", self._stamp)
        entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
        # Decides between 32 and 64-bit records, before the first byte is known.
        entry.file_size = size
        return entry

    def _list(self, name: str, sha256: str, size: int) -> None:
        if name.startswith("data/"):
            self._payload[name] = sha256
            self._octets += size
        else:
            self._tags[name] = sha256


def _manifest(listed: Mapping[str, str]) -> bytes:
    return "".join(f"{sha256}  {name}\n" for name, sha256 in listed.items()).encode()


def _tag_lines(info: Mapping[str, str]) -> bytes:
    return "".join(f"{label}: {value}\n" for label, value in info.items()).encode()
