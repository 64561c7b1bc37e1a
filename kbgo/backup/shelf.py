"""The folder that backups lie in: names, how long each is kept, and files that appear whole.

`main/` and `shred/` hold dumps, each with a time of its own after which it goes; `blobs/` holds
sealed files, each once. Beside a main dump stands the list of the blobs that it names.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from kbgo.sealing import DumpName

STAMP: Final = "%Y%m%dT%H%M%S%fZ"
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
DUMP, LIST = ".kvl1", ".sha256"


@dataclass(frozen=True, slots=True)
class Shelf:
    folder: Path

    def dump(self, database: str, stamp: str) -> Path:
        return self.folder / database / f"{stamp}{DUMP}"

    def blob_list(self, stamp: str) -> Path:
        """In the form of `sha256sum`, so that any machine can look through the blobs."""
        return self.folder / "main" / f"{stamp}{LIST}"

    def blob(self, name: str) -> Path:
        return self.folder / "blobs" / name

    def stamps(self, database: str) -> list[str]:
        """The oldest first."""
        return sorted(path.stem for path in (self.folder / database).glob(f"*{DUMP}"))

    def blobs(self) -> Iterator[str]:
        for path in (self.folder / "blobs").glob("*/*"):
            yield f"{path.parent.name}/{path.name}"

    def drop_older(self, database: str, oldest: datetime) -> int:
        """Removes dumps made before this moment; returns how many."""
        over = [stamp for stamp in self.stamps(database) if moment_of(stamp) < oldest]
        for stamp in over:
            self.dump(database, stamp).unlink()
            self.dump(database, stamp).with_suffix(LIST).unlink(missing_ok=True)
        return len(over)


def stamp_of(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(STAMP)


def moment_of(stamp: str) -> datetime:
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def name_of(database: str, stamp: str) -> DumpName:
    return DumpName(database, (moment_of(stamp) - EPOCH) // timedelta(microseconds=1))


@contextmanager
def written_aside(path: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name whole and on the disk, or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.rename(path)
        _sync_folder(path.parent)
    finally:
        aside.unlink(missing_ok=True)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
