"""A site that is backed up and put back within one process, on a shelf of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from kbgo.parts import file_storage


def own_folders(settings: Any, folder: Path) -> None:
    """Blobs, keys of this boot and backup keys lie where no other test looks."""
    for name in ("run", "blobs", "secrets"):
        (folder / name).mkdir(exist_ok=True)
    settings.RUN_DIR, settings.SECRETS_DIR = folder / "run", folder / "secrets"
    settings.BLOB_DIR = folder / "blobs"
    store = file_storage(folder / "blobs")
    settings.STORAGES = settings.STORAGES | {"default": store, "blobs": store}


def run(name: str, *arguments: object, **options: object) -> str:
    """What a command of the site says; CommandError as it raises it."""
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@contextmanager
def bytes_changed(path: Path, at: int = -1) -> Iterator[None]:
    """One bit of a file is another for a while."""
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[at] ^= 1
    path.chmod(0o600)
    path.write_bytes(changed)
    yield
    path.write_bytes(whole)
