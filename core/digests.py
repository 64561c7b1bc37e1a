"""SHA-256 in a second thread: hashing is what limits a large file, and OpenSSL frees the lock."""

import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final, Self

WORTH_A_THREAD: Final = 1 << 16
# A few pieces wait for the hash, so that neither thread waits for the other at each piece.
WAITING: Final = 4


class Sha256:
    """A running SHA-256. `update` soon returns and keeps `data`, which must not change."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="sha256")
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
            self._digest.update(data)
        else:
            self._wait(WAITING - 1)
            self._waiting.append(self._pool.submit(self._digest.update, data))

    def hexdigest(self) -> str:
        self._wait(0)
        return self._digest.hexdigest()

    def _wait(self, left: int) -> None:
        """Waits until no more than this many pieces are left."""
        while len(self._waiting) > left:
            self._waiting.popleft().result()
