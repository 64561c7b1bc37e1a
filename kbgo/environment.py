"""Reads settings from the environment, and makes the secrets of an instance that has none yet.

Every secret can come from a file (`NAME_FILE`). What is made here is written once, mode 0600, and
read by every process that starts at the same time.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})
KEY_BYTES = 32


def env_text(name: str, default: str = "", *, environ: Mapping[str, str] = os.environ) -> str:
    return environ.get(name, default).strip()


def env_list(name: str, default: str = "", *, environ: Mapping[str, str] = os.environ) -> list[str]:
    """The parts between commas, without the empty ones."""
    return [
        part.strip() for part in env_text(name, default, environ=environ).split(",") if part.strip()
    ]


def env_bool(name: str, default: bool = False, *, environ: Mapping[str, str] = os.environ) -> bool:
    word = environ.get(name)
    if word is None:
        return default
    if word.strip().lower() in TRUE_WORDS:
        return True
    if word.strip().lower() in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is neither yes nor no: write 1 or 0.")


def env_int(name: str, default: int, *, environ: Mapping[str, str] = os.environ) -> int:
    text = env_text(name, environ=environ)
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not a whole number.") from None


def env_secret(name: str, *, environ: Mapping[str, str] = os.environ) -> str | None:
    """The value of NAME, or the content of the file that NAME_FILE names; None without either."""
    value = env_text(name, environ=environ)
    if value:
        return value
    path = env_text(f"{name}_FILE", environ=environ)
    if not path:
        return None
    try:
        content = Path(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read.") from None
    if not content:
        raise ImproperlyConfigured(f"{name}_FILE names an empty file.")
    return content


def instance_secret(
    name: str,
    kept_in: Path,
    *,
    may_make: bool,
    environ: Mapping[str, str] = os.environ,
) -> str:
    """The secret from the environment, else the one in the state directory, made on first use.

    Where an instance must be given its secrets (`may_make` is false) a missing one stops the start.
    """
    given = env_secret(name, environ=environ)
    if given is not None:
        return given
    if not may_make:
        raise ImproperlyConfigured(
            f"{name} is not set. In production every secret is given: put 64 random hexadecimal "
            f"digits into a file that only the service can read (`openssl rand -hex 32`) and name "
            f"it in {name}_FILE."
        )
    return kept_secret(kept_in)


def kept_secret(path: Path, *, mode: int = 0o600) -> str:
    """The content of the file; the first of several processes makes it, the others read it."""
    make_once(path, lambda: secrets.token_hex(KEY_BYTES).encode("ascii"), mode=mode)
    return path.read_text(encoding="ascii").strip()


def make_once(path: Path, content: Callable[[], bytes], *, mode: int) -> None:
    """Creates the file whole or not at all: written aside, synced, then linked to its name.

    A link fails when the name exists, so of several processes exactly one wins and nobody ever
    reads a part of a secret.
    """
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            return
    finally:
        aside.unlink()


def key_bytes(name: str, text: str) -> bytes:
    """The 32 bytes behind 64 hexadecimal digits; anything else is refused, not stretched."""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(
            f"{name} must be 64 hexadecimal digits; `openssl rand -hex 32` makes them."
        )
    return key
