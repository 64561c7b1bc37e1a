"""Where sealed bytes lie: the only file that knows paths.

A blob appears under its name all at once: written aside, flushed to disk, then renamed or handed
to the object store. Nothing in clear ever comes here.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from core.ids import new_blob_name

CHUNK = 1 << 20
HEAD = 64
FLUSHED_AT_ONCE = 4 << 20


class BlobWriter:
    """One blob on its way in; `commit()` names it, `close()` without commit leaves nothing."""

    def __init__(self) -> None:
        folder = incoming_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / f"{secrets.token_hex(16)}.part"
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file: BinaryIO | None = os.fdopen(handle, "wb", buffering=0)
        self._flusher = _Flusher(handle)
        self.bytes_written = 0

    def write(self, sealed: bytes) -> None:
        assert self._file is not None  # noqa: S101
        view = memoryview(sealed)
        while view:
            view = view[self._file.write(view) or 0 :]
        self.bytes_written += len(sealed)
        self._flusher.follow(self.bytes_written)

    def commit(self, name: str = "") -> str:
        """Durable under its name, by default a new random one, which is returned."""
        assert self._file is not None  # noqa: S101
        self._flusher.finish()
        self._file.close()
        self._file = None
        name = name or new_blob_name()
        store = _store()
        if isinstance(store, FileSystemStorage):
            _rename_durably(self._path, Path(store.path(name)))
        else:
            with self._path.open("rb") as content:
                name = store.save(name, File(content))
            self._path.unlink()
        return name

    def close(self) -> None:
        if self._file is not None:
            self._flusher.stop()
            self._file.close()
            self._file = None
            self._path.unlink(missing_ok=True)


class _Flusher:
    """Has the disk write while more is on its way, so that the end of a large file is near."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="flush")
        self._running: Future[None] | None = None
        self._flushed = 0

    def follow(self, written: int) -> None:
        """Flushes what has come since the last time; raises OSError where that failed."""
        if written - self._flushed < FLUSHED_AT_ONCE:
            return
        if self._running is None or self._running.done():
            self._wait()
            self._running = self._pool.submit(os.fdatasync, self._handle)
            self._flushed = written

    def finish(self) -> None:
        """Everything is on the disk when this returns."""
        self._wait()
        os.fsync(self._handle)
        self.stop()

    def stop(self) -> None:
        self._pool.shutdown()

    def _wait(self) -> None:
        if self._running is not None:
            self._running.result()


def write_blob(sealed: bytes) -> str:
    writer = BlobWriter()
    try:
        writer.write(sealed)
        return writer.commit()
    finally:
        writer.close()


def write_blob_as(name: str, sealed: Iterable[bytes]) -> None:
    """A blob that had this name before, put back under it."""
    writer = BlobWriter()
    try:
        for piece in sealed:
            writer.write(piece)
        writer.commit(name)
    finally:
        writer.close()


def read_blob(name: str) -> Iterator[bytes]:
    """The sealed bytes in pieces of 1 MiB; FileNotFoundError where the blob is gone."""
    with _store().open(name, "rb") as blob:
        while piece := blob.read(CHUNK):
            yield piece


def blob_head(name: str) -> tuple[bytes, int] | None:
    """Its first 64 bytes and its size; None where the blob is gone."""
    try:
        with _store().open(name, "rb") as blob:
            return blob.read(HEAD), blob.size
    except FileNotFoundError:
        return None


def delete_blob(name: str) -> None:
    _store().delete(name)


def blob_exists(name: str) -> bool:
    return _store().exists(name)


def incoming_folder() -> Path:
    return Path(settings.STATE_DIR) / "incoming"


def blob_names() -> Iterator[tuple[str, float]]:
    """Every blob with the time it was last changed, as seconds since the epoch."""
    store = _store()
    folders, _ = store.listdir("") if store.exists("") or _is_remote(store) else ([], [])
    for folder in folders:
        for name in store.listdir(folder)[1]:
            path = f"{folder}/{name}"
            yield path, store.get_modified_time(path).timestamp()


def _is_remote(store: Storage) -> bool:
    return not isinstance(store, FileSystemStorage)


def _store() -> Storage:
    return storages["blobs"]


def _rename_durably(source: Path, target: Path) -> None:
    """Rename, then flush the folder: after a power cut the name is there or it is not."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
