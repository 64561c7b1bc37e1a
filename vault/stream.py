"""Sealing and opening piece by piece, for what is too large to hold.

What an `Opener` gives out is provisional until `finalize()` has returned: each chunk is
authentic, but a cut or an extension shows only at the end.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor

from vault.errors import VaultError, guarded
from vault.header import HEADER_BYTES, Address, context
from vault.padding import TRAILER_BYTES, trailer, zeros
from vault.primitives import Data, Redacted, check_key, equal


class _OneShot(Redacted):
    """Runs until its end or its first failure, and never again after that."""

    __slots__ = ("_spent",)

    def __init__(self) -> None:
        self._spent = False

    @contextmanager
    def _step(self, message: str, *, last: bool = False) -> Iterator[None]:
        if self._spent:
            raise VaultError("already at its end")
        self._spent = True
        with guarded(message):
            yield
        self._spent = last


class Sealer(_OneShot):
    """`header ‖ Cobblestone-256(key, label ‖ header, data ‖ padding)`, C2SP chunked-encryption.

    An unpadded header holds the true length, so an unpadded object needs `length` first;
    a padded one may be of unknown length until `finalize()`.
    """

    __slots__ = ("_address", "_cipher", "_expected", "_length", "_pending")

    def __init__(self, key: Data, address: Address, length: int | None = None) -> None:
        super().__init__()
        if length is None and not address.padded:
            raise VaultError("an unpadded object needs its length first")
        address.plaintext_size(length or 0)
        self._address = address
        self._expected = length
        self._length = 0
        self._pending = address.header(length or 0)
        with guarded("cannot seal"):
            self._cipher = Cobblestone256Encryptor(check_key(key), context(self._pending))

    def update(self, data: Data) -> bytes:
        """Return the sealed bytes that are ready; calls of about 1 MiB are fastest."""
        with self._step("cannot seal"):
            self._length += memoryview(data).nbytes
            sealed = self._cipher.update(data)
            header, self._pending = self._pending, b""
            return header + sealed

    def finish(self) -> Iterator[bytes]:
        """Yield the rest, the padding in pieces of 1 MiB. Complete only when exhausted."""
        with self._step("cannot seal", last=True):
            if self._expected not in (None, self._length):
                raise VaultError("not the length that was announced")
            yield self._pending
            yield from map(self._cipher.update, self._padding())
            yield self._cipher.finalize()

    def finalize(self) -> bytes:
        """Return the rest. Without it the object never opens."""
        return b"".join(self.finish())

    def _padding(self) -> list[bytes]:
        if not self._address.padded:
            return []
        room = self._address.plaintext_size(self._length) - TRAILER_BYTES
        return [*zeros(room - self._length), trailer(self._length)]


class Opener(_OneShot):
    """The inverse of `Sealer` for an object of known address and true length.

    The header is compared with the one this address expects before anything is decrypted.
    """

    __slots__ = ("_cipher", "_head", "_header", "_left", "_padding", "_seen", "_size")

    def __init__(self, key: Data, address: Address, length: int) -> None:
        super().__init__()
        self._size = address.sealed_size(length)
        self._header = address.header(length)
        self._left = length
        self._padding = _Padding(address.plaintext_size(length) - length, length)
        self._head = b""
        self._seen = 0
        with guarded("cannot open"):
            self._cipher = Cobblestone256Decryptor(check_key(key), context(self._header))

    def update(self, sealed: Data) -> bytes:
        """Return data that is authentic but provisional until `finalize()` has returned."""
        with self._step("does not open"):
            view = memoryview(sealed).cast("B")
            self._seen += len(view)
            if self._seen > self._size:
                raise VaultError("longer than it was")
            return self._release(self._cipher.update(self._without_header(view)))

    def finalize(self) -> bytes:
        """Return the last data, or raise VaultError if the object was cut, longer or padded
        with anything but zeros: then all that was given out before is void."""
        with self._step("does not open", last=True):
            if self._seen != self._size:
                raise VaultError("shorter than it was")
            data = self._release(self._cipher.finalize())
            self._padding.finalize()
            return data

    def _without_header(self, view: memoryview) -> memoryview:
        missing = HEADER_BYTES - len(self._head)
        self._head += view[:missing]
        if len(self._head) == HEADER_BYTES and not equal(self._head, self._header):
            raise VaultError("belongs to another address")
        return view[missing:]

    def _release(self, clear: bytes) -> bytes:
        data = clear[: self._left]
        self._left -= len(data)
        if len(data) < len(clear):
            self._padding.check(clear[len(data) :])
        return data


class _Padding:
    """Checks zeros and length trailer as they stream past."""

    __slots__ = ("_expected", "_tail", "_zeros")

    def __init__(self, size: int, length: int) -> None:
        self._zeros = max(0, size - TRAILER_BYTES)
        self._expected = trailer(length) if size else b""
        self._tail = b""

    def check(self, clear: bytes) -> None:
        padding = clear[: self._zeros]
        self._zeros -= len(padding)
        self._tail += clear[len(padding) :]
        if padding != bytes(len(padding)):
            raise VaultError("padding does not verify")

    def finalize(self) -> None:
        if not equal(self._tail, self._expected):
            raise VaultError("padding does not verify")


def seal_chunks(
    key: Data, address: Address, chunks: Iterable[Data], length: int | None = None
) -> Iterator[bytes]:
    """Seal a stream. `length` is needed when the address is not padded."""
    sealer = Sealer(key, address, length)
    for chunk in chunks:
        yield sealer.update(chunk)
    yield from sealer.finish()


def open_chunks(
    key: Data, address: Address, chunks: Iterable[Data], length: int
) -> Iterator[bytes]:
    """Open a stream. Provisional until exhausted: a VaultError voids what came before."""
    opener = Opener(key, address, length)
    for chunk in chunks:
        yield opener.update(chunk)
    yield opener.finalize()
