"""The ground under the measurements: a private state directory, prepared and then thrown away."""

import os
from pathlib import Path

SAMPLE_PIECE = 1 << 20


def prepare(folder: Path) -> None:
    """Sets Django up on a state directory of its own; before anything of the site is imported."""
    for name in [name for name in os.environ if name.startswith("KBGO_")]:
        del os.environ[name]
    for name in ("DATABASE_URL", "SHRED_DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "kbgo.settings",
        "KBGO_ENV": "development",
        "KBGO_STATE_DIR": str(folder),
    }
    from kbgo.prepare import prepare as prepare_instance  # noqa: PLC0415  reads the environment

    prepare_instance()


def sample_video(path: Path, size: int) -> Path:
    """An MP4 by its first bytes; the rest is one random MiB again and again."""
    head = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
    piece = os.urandom(SAMPLE_PIECE)
    with path.open("wb") as file:
        file.write(head)
        for _ in range(size // len(piece)):
            file.write(piece)
        file.truncate(size)
    return path
