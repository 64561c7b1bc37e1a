"""The sign of life of a worker that takes keyed work, for as long as its process runs."""

import logging
from threading import Event, Thread

from django.conf import settings
from django.db import Error, connection

from jobs.services import note_worker_alive

logger = logging.getLogger(__name__)


class Pulse(Thread):
    """A thread of the worker's own process: no task holds it up, whatever stops the process stops
    it, and children that the process forks have none. A pulse that fails is only missing."""

    def __init__(self) -> None:
        super().__init__(name="pulse", daemon=True)
        self._over = Event()

    def run(self) -> None:
        self._beat()
        while not self._over.wait(settings.WORKER_PULSE_SECONDS):
            self._beat()

    def end(self) -> None:
        self._over.set()
        self.join()

    def _beat(self) -> None:
        try:
            note_worker_alive()
        except (Error, OSError) as error:
            logger.warning("pulse missed: %s", type(error).__name__)
        finally:
            connection.close()
