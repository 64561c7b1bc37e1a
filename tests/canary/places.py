"""Every place where an instance leaves bytes: files, databases, broker, processes."""

import hashlib
import re
import secrets
import sqlite3
import stat
import tempfile
import threading
from base64 import b64decode
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Self

import redis

from tests.instance import Instance

Found = tuple[str, bytes]
PAUSE = 0.02
PROC = Path("/proc")
SHARED = tuple({Path("/dev/shm"), Path("/tmp"), Path("/var/tmp"), Path(tempfile.gettempdir())})
# The size of PostgreSQL's pages, and more than the longest form of a mark.
BLOCK, MARGIN = 8192, 256
BASE64 = re.compile(rb"[A-Za-z0-9+/]{16,}={0,2}")
GONE = (FileNotFoundError, ProcessLookupError, PermissionError, NotADirectoryError)


class Collection:
    """What was found, block by block, each once: most of a database is the same at each look."""

    def __init__(self) -> None:
        self.places: list[Found] = []
        self._known: set[bytes] = set()

    def know(self, found: Iterable[Found]) -> None:
        """Leaves this out from now on, because it was there before any mark was made."""
        for _, content in found:
            deque(self._new_parts(content), maxlen=0)

    def add(self, found: Iterable[Found]) -> None:
        for name, content in found:
            if new := b"\0".join(self._new_parts(content)):
                self.places.append((name, new))

    def _new_parts(self, content: bytes) -> Iterator[bytes]:
        """Each block not seen yet, with a margin: a mark may begin in one block and end in the
        next."""
        for start in range(0, len(content), BLOCK):
            digest = hashlib.sha256(content[start : start + BLOCK]).digest()
            if digest not in self._known:
                self._known.add(digest)
                yield content[max(0, start - MARGIN) : start + BLOCK + MARGIN]


def files_below(folder: Path) -> Iterator[Found]:
    """Name and content of each file; a file that goes in the meantime is left out."""
    for path in sorted(folder.rglob("*")):
        for content in _content(path):
            yield f"{path.relative_to(folder)}", content


def _content(path: Path) -> Iterator[bytes]:
    """What a file holds; nothing where there is none, or none any more."""
    try:
        if path.is_file():
            yield path.read_bytes()
    except GONE:
        return


class Shared:
    """The folders that all programs of a machine share, apart from what lay there before.

    What lies in a new folder may be somebody else's: it is looked at all the same.
    """

    def __init__(self) -> None:
        self._before = set(self._all())

    @staticmethod
    def _all() -> Iterator[Path]:
        for folder in SHARED:
            if folder.is_dir():
                yield from folder.iterdir()

    def new(self) -> list[Path]:
        return [path for path in self._all() if path not in self._before]

    def files(self) -> Iterator[Found]:
        for path in self.new():
            yield from ((f"{path}", content) for content in _content(path))
            yield from ((f"{path}/{name}", content) for name, content in files_below(path))


def sqlite_dumps(folder: Path) -> Iterator[Found]:
    """Each SQLite file as the text that would make it again."""
    for path in sorted(folder.glob("*.sqlite3")):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            yield f"dump of {path.name}", "\n".join(database.iterdump()).encode()


def redis_values(url: str) -> Iterator[Found]:
    """Each key, and what it holds as Redis itself would store it."""
    with redis.Redis.from_url(url) as client:
        for key in client.scan_iter():
            yield f"Redis key {key!r}", key + b"\n" + (_value(client, key) or b"")


def _value(client: "redis.Redis", key: bytes) -> bytes:
    kind = client.type(key).decode()
    if kind == "hash":
        return b"\n".join(part for pair in client.hgetall(key).items() for part in pair)
    read: dict[str, Callable[[], Iterable[bytes]]] = {
        # Gone since it was found.
        "none": lambda: [],
        "string": lambda: [client.get(key) or b""],
        "list": lambda: client.lrange(key, 0, -1),
        "set": lambda: client.smembers(key),
        "zset": lambda: client.zrange(key, 0, -1),
    }
    return b"\n".join(read[kind]())


def unpacked(messages: Iterable[Found]) -> Iterator[Found]:
    """Each message, and again what it carries in base64, as kombu packs the body of a task."""
    for name, content in messages:
        yield name, content
        runs = (run.rstrip(b"=") for run in BASE64.findall(content))
        bodies = (b64decode(run + b"=" * (-len(run) % 4)) for run in runs if len(run) % 4 != 1)
        yield f"{name}, unpacked", b"\n".join(bodies)


class Monitor(threading.Thread):
    """Writes down every command that reaches a Redis, up to its own last word."""

    def __init__(self, url: str) -> None:
        super().__init__(name="monitor", daemon=True)
        self._client = redis.Redis.from_url(url)
        self._is_there = threading.Event()
        self._last_word = secrets.token_hex(8)
        self.commands: list[bytes] = []

    def __enter__(self) -> Self:
        self.start()
        self._is_there.wait()
        return self

    def __exit__(self, *error: object) -> None:
        self._client.echo(self._last_word)
        self.join()
        self._client.close()

    def run(self) -> None:
        with self._client.monitor() as monitor:
            self._is_there.set()
            for told in monitor.listen():
                self.commands.append(told["command"].encode())
                if self._last_word in told["command"]:
                    break


class Watch(threading.Thread):
    """Looks again and again at what does not stay: messages, temporary files, processes."""

    def __init__(self, instance: Instance, shared: Shared) -> None:
        super().__init__(name="watch", daemon=True)
        self._instance = instance
        self._shared = shared
        state = instance.state_dir
        self._folders = (instance.temporary, state / "broker", state / "run", state / "incoming")
        self._over = threading.Event()
        self._sizes: dict[Path, tuple[int, int]] = {}
        self._seen: dict[bytes, Found] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self.join()

    @property
    def seen(self) -> list[Found]:
        return list(self._seen.values())

    def run(self) -> None:
        while not self._over.wait(PAUSE):
            self._look_at_files()
            for path in self._shared.new():
                self._look_at(path, str(path))
            for process in _descendants(self._instance):
                for part in ("cmdline", "environ"):
                    self._keep(f"{part} of a process", PROC / str(process) / part)

    def _look_at_files(self) -> None:
        for folder in self._folders:
            for path in folder.rglob("*"):
                self._look_at(path, f"{path.relative_to(self._instance.state_dir)}")

    def _look_at(self, path: Path, name: str) -> None:
        try:
            facts = path.stat()
        except GONE:
            return
        now = (facts.st_size, facts.st_mtime_ns)
        if stat.S_ISREG(facts.st_mode) and self._sizes.get(path) != now:
            self._sizes[path] = now
            self._keep(f"{name} for a while", path)

    def _keep(self, name: str, path: Path) -> None:
        try:
            content = path.read_bytes()
        except GONE:
            return
        self._seen.setdefault(hashlib.sha256(content).digest(), (name, content))


def _descendants(instance: Instance) -> Iterator[int]:
    waiting = [process.pid for process in instance.processes.values()]
    while waiting:
        number = waiting.pop()
        yield number
        try:
            children = (PROC / f"{number}/task/{number}/children").read_text()
        except GONE:
            continue
        waiting += [int(child) for child in children.split()]
