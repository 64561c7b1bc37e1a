"""Makes an instance ready to serve: folders, databases, resources, catalogues, static files.

Everything here may run again at any time; what has not changed costs next to nothing.
"""

import hashlib
import os
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from kbgo.catalogue import compile_catalogues


def prepare() -> None:
    compile_catalogues()
    django.setup()
    call_command("check", stdout=StringIO())
    Path(settings.BLOB_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
    for alias in connections:
        migrate(alias)
    load_resources()
    collect_static_files()


def migrate(alias: str = DEFAULT_DB_ALIAS) -> None:
    executor = MigrationExecutor(connections[alias])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", database=alias, interactive=False, verbosity=0)


def load_resources() -> None:
    data = Path(settings.BASE_DIR) / "resources" / "data"
    with Stamp("resources", sorted(data.rglob("*"))) as is_new:
        if is_new:
            call_command("load_resources", stdout=StringIO())


def collect_static_files() -> None:
    """Hashed and compressed copies; made anew when a static file or a version changed."""
    files = [
        Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])
    ]
    with Stamp("static", sorted(files)) as is_new:
        if is_new:
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)


class Stamp:
    """Tells whether these files changed since the block last ended without an error."""

    def __init__(self, name: str, files: Iterable[Path]) -> None:
        self.path = Path(settings.STATE_DIR) / f"{name}.stamp"
        self.mark = _mark_of(files)

    def __enter__(self) -> bool:
        return not self.path.exists() or self.path.read_text("ascii") != self.mark

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            self.path.write_text(self.mark, "ascii")


def _mark_of(files: Iterable[Path]) -> str:
    digest = hashlib.sha256(f"{settings.APP_VERSION} {django.__version__}".encode())
    for path in files:
        about = path.stat()
        digest.update(
            f"{path} {about.st_size} {about.st_mtime_ns}\n".encode(errors="surrogateescape")
        )
    return digest.hexdigest()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kbgo.settings")
    prepare()
