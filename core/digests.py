"""Digests in a second thread: they are what limits a large file, and they free the lock."""

import hashlib
import zlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final, Self

WORTH_A_THREAD: Final = 1 << 16
# A few pieces wait for the digest, so that neither thread waits for the other at each piece.
WAITING: Final = 4


class _Running:
    """What takes pieces in order. `update` soon returns and keeps `data`, which must not change."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="digest")
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the thread; the digest stays."""
        self._pool.shutdown()

    def update(self, data: bytes) -> None:
        if len(data) < WORTH_A_THREAD:
            self._wait(0)
            self._take(data)
        else:
            self._wait(WAITING - 1)
            self._waiting.append(self._pool.submit(self._take, data))

    def _wait(self, left: int) -> None:
        """Waits until no more than this many pieces are left."""
        while len(self._waiting) > left:
            self._waiting.popleft().result()


class Sha256(_Running):
    """A running SHA-256."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        super().__init__(self._digest.update)

    def hexdigest(self) -> str:
        self._wait(0)
        return self._digest.hexdigest()


class Crc32(_Running):
    """A running CRC-32."""

    def __init__(self) -> None:
        self._crc = 0
        super().__init__(self._add)

    def value(self) -> int:
        self._wait(0)
        return self._crc

    def _add(self, data: bytes) -> None:
        self._crc = zlib.crc32(data, self._crc)
