"""Sealed files on their way to the shelf and back: each is copied once, for it never changes."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.exceptions import NotOpened
from evidence.storage import blob_exists, read_blob, write_blob_as
from kbgo.backup.shelf import Shelf, written_aside

PIECE = 1 << 20
LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>[0-9a-f]{2}/[0-9a-f]{32})")


@dataclass(slots=True)
class Copied:
    """What became of the blobs: digests of those that are there, names of those that are not."""

    digests: dict[str, str] = field(default_factory=dict)
    new: int = 0
    gone: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def copy_to_shelf(shelf: Shelf, names: Iterable[str]) -> Copied:
    """Every blob of these, those of earlier runs as they lie; `gone` could not be copied."""
    known, done = _known_digests(shelf), Copied()
    for name in sorted(names):
        path = shelf.blob(name)
        try:
            if not path.exists():
                done.digests[name] = _copy(name, path)
                done.new += 1
            else:
                done.digests[name] = known.get(name) or _digest(_pieces(path))
        except FileNotFoundError:
            done.gone.append(name)
    return done


def _copy(name: str, path: Path) -> str:
    digest = hashlib.sha256()
    with written_aside(path) as file:
        for piece in read_blob(name):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def copy_from_shelf(shelf: Shelf, listed: Mapping[str, str]) -> Copied:
    """Every blob of the list that is not in its place yet; `damaged` have another digest by now."""
    done = Copied()
    for name, digest in listed.items():
        path = shelf.blob(name)
        if not path.exists():
            done.gone.append(name)
        elif _digest(_pieces(path)) != digest:
            done.damaged.append(name)
        elif not blob_exists(name):
            write_blob_as(name, _pieces(path))
            done.new += 1
    return done


def write_list(path: Path, digests: Mapping[str, str]) -> None:
    with written_aside(path) as file:
        for name, digest in digests.items():
            file.write(f"{digest}  {name}\n".encode())


def read_list(path: Path) -> dict[str, str]:
    """Digests by name. NotOpened for a name that no blob ever had: it could lead elsewhere."""
    lines = [LINE.fullmatch(line) for line in path.read_text("ascii").splitlines()]
    if not all(lines):
        raise NotOpened
    return {line["name"]: line["digest"] for line in lines if line}


def drop_unlisted(shelf: Shelf) -> int:
    """Removes blobs that no kept list names; returns how many."""
    listed = _known_digests(shelf)
    over = [name for name in shelf.blobs() if name not in listed]
    for name in over:
        shelf.blob(name).unlink()
    return len(over)


def _known_digests(shelf: Shelf) -> dict[str, str]:
    known: dict[str, str] = {}
    for stamp in shelf.stamps("main"):
        path = shelf.blob_list(stamp)
        if path.exists():
            known |= read_list(path)
    return known


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
