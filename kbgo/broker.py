"""Celery's embedded broker: kombu's folder of files, safe to be read while others write.

kombu opens the file of a message, or of an exchange's table, before it writes it. Whoever reads in
between finds nothing in it, and a worker ends with an error that it cannot survive.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """A message appears whole or not at all; one process at a time touches the tables."""

    def _put(  # type: ignore[override]
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        folder = Path(self.data_folder_out)
        name = f"{monotonic_ns()}_{uuid4()}.{queue}.msg"
        aside = folder / f"{name}.new"
        aside.write_text(dumps(payload), "utf-8")
        aside.rename(folder / name)

    def _queue_bind(self, *place: Any) -> None:
        with self._alone():
            super()._queue_bind(*place)  # type: ignore[no-untyped-call]

    def get_table(self, exchange: str) -> Any:
        with self._alone():
            return super().get_table(exchange)  # type: ignore[no-untyped-call]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (Path(self.control_folder) / "lock").open("w") as lock:
            flock(lock, LOCK_EX)
            yield


class Transport(filesystem.Transport):
    Channel = Channel
