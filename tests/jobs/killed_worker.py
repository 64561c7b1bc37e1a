"""A real Celery worker that is killed at a named point, the first time it comes there.

`python -m tests.jobs.killed_worker POINT POOL QUEUE`. What dies is the process that runs the job:
with `solo` the worker itself, with `prefork` its child, as when the machine runs out of memory.
"""

import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import Any

import django
from django.conf import settings
from django.utils.module_loading import import_string

Function = Callable[..., Any]
ENOUGH_TO_BE_IN_THE_MIDDLE = 100_000


def die_once() -> None:
    try:
        (Path(settings.STATE_DIR) / "killed").touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def before(function: Function) -> Function:
    @wraps(function)
    def deadly(*args: Any, **kwargs: Any) -> Any:
        die_once()
        return function(*args, **kwargs)

    return deadly


def after(function: Function) -> Function:
    @wraps(function)
    def deadly(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        die_once()
        return result

    return deadly


def in_the_middle(write: Function) -> Function:
    @wraps(write)
    def deadly(writer: Any, sealed: bytes) -> None:
        write(writer, sealed)
        if writer.bytes_written > ENOUGH_TO_BE_IN_THE_MIDDLE:
            die_once()

    return deadly


def for_ever(function: Function) -> Function:
    @wraps(function)
    def endless(*args: Any, **kwargs: Any) -> Any:
        Event().wait()

    return endless


POINTS: dict[str, tuple[str, str, Callable[[Function], Function]]] = {
    "after the claim": ("jobs.services", "_open_own_grant", before),
    "in the middle of writing": ("evidence.storage.BlobWriter", "write", in_the_middle),
    "after the blob's commit": ("evidence.storage.BlobWriter", "commit", after),
    "before the finishing transaction": ("packets.services.building", "_finish", before),
    "inside the finishing transaction": ("packets.services.building", "record", after),
    "after the commit, before the acknowledgement": ("jobs.services", "run_job", after),
}
# Not a death: a job that does not come to its end.
BUSY = "while it opens the grant"
BUSY_POINT = {BUSY: ("jobs.services", "_open_own_grant", for_ever)}


RESEALING = "evidence.services.resealing"
REKEY_POINTS: dict[str, tuple[str, str, Callable[[Function], Function]]] = {
    "before the first file": (RESEALING, "_admitted", before),
    "in the middle of a file": ("evidence.storage.BlobWriter", "write", in_the_middle),
    "after a new blob's commit": ("evidence.storage.BlobWriter", "commit", after),
    "inside a file's transaction": (RESEALING, "record", after),
    "after a file's commit": (RESEALING, "_replace", after),
    "before an old blob goes": (RESEALING, "delete_blob", before),
    "before the job's end": ("jobs.services.Lease", "finishing", before),
}


def arm(point: str) -> None:
    place, name, how = (POINTS | BUSY_POINT | REKEY_POINTS)[point]
    import_module("packets.services")
    owner = import_string(place)
    setattr(owner, name, how(getattr(owner, name)))


def main(point: str, pool: str, queue: str) -> None:
    django.setup()
    if point in POINTS | BUSY_POINT | REKEY_POINTS:
        arm(point)
    from kbgo.celery import app

    options = ["--concurrency=1", f"--queues={queue}", "--without-gossip", "--without-mingle"]
    app.worker_main(["worker", f"--pool={pool}", *options])


if __name__ == "__main__":
    main(*sys.argv[1:])
