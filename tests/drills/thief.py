"""A thief with our source code: tries every key that follows from what she holds on everything.

She opens whatever opens, takes the keys she finds in it, and begins anew, until nothing new opens.
"""

import json
import struct
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from uuid import UUID

from core.clock import stamp
from vault import labels
from vault.envelope import Address, ObjectType, open_sealed
from vault.errors import VaultError
from vault.keys import WRAP_OVERHEAD, PrivateKey, WrapContext, unwrap
from vault.primitives import hkdf
from vault.tree import case_key

MAGIC = b"KVL1"
HEADER = struct.Struct(">4sBBBB16s16sIHHQQ")
FIELDS = range(41)
# Every use that the apps make of a secret of the instance, as their sources say it.
INFOS = [
    *(value for name, value in vars(labels).items() if name.isupper() and name != "PREFIX"),
    *(f"kbgo/v1/{use}".encode() for use in (
        "directory", "email-index", "words-salt", "log-actor", "session-id", "throttle", "session",
    )),
]  # fmt: skip


@dataclass(frozen=True)
class Wrap:
    """A wrap in a row, with the context that the row gives away."""

    place: str
    wrapped: bytes
    context: WrapContext


@dataclass(frozen=True)
class SessionRow:
    mac: bytes
    user: bytes


@dataclass
class Loot:
    """All that was taken, in the forms in which it lies about."""

    sealed: list[tuple[str, bytes]] = field(default_factory=list)
    wraps: list[Wrap] = field(default_factory=list)
    sessions: list[SessionRow] = field(default_factory=list)
    cases: dict[UUID, int] = field(default_factory=dict)
    shred: dict[UUID, bytes] = field(default_factory=dict)
    secrets: list[bytes] = field(default_factory=list)
    private_keys: list[bytes] = field(default_factory=list)


class Thief:
    def __init__(self, loot: Loot) -> None:
        self.loot = loot
        self.opened: dict[tuple[str, bytes], bytes] = {}
        self.unwrapped: set[tuple[str, bytes]] = set()
        self._tried: set[bytes] = set()
        self._privates: dict[bytes, PrivateKey] = {}
        self._inner: set[tuple[UUID, int, bytes]] = set()

    def places(self) -> set[str]:
        """Where something opened."""
        return {place for place, _ in self.opened} | {place for place, _ in self.unwrapped}

    def contents(self) -> bytes:
        return b"\n".join(self.opened.values())

    def work(self) -> "Thief":
        keys = set(self._first_keys())
        for raw in self.loot.private_keys:
            self._take_private(raw)
        while keys:
            found = {raw for key in keys for raw in self._try(key)}
            found |= set(self._unwrap_all())
            self._tried |= keys
            keys = found - self._tried
        return self

    def _first_keys(self) -> Iterator[bytes]:
        """Each secret itself, what is derived from it, and what each pair of them makes."""
        zero = [bytes(32)]
        secrets = [secret for secret in self.loot.secrets if len(secret) == 32] + zero
        yield from secrets
        for secret, info in product(secrets, INFOS):
            yield hkdf(secret, info=info)
        for one, other in product([*secrets, b""], repeat=2):
            for row in self.loot.sessions:
                if one or other:
                    yield hkdf(one + other, info=b"kbgo/v1/session" + row.mac + row.user)
        for (case, epoch), secret in product(self.loot.cases.items(), secrets):
            yield from _tree(secret, self.loot.shred.get(case, bytes(32)), case, epoch)

    def _try(self, key: bytes) -> Iterator[bytes]:
        for place, sealed in self.loot.sealed:
            if (place, sealed) in self.opened:
                continue
            try:
                plain = open_sealed(key, _address(sealed), sealed)
            except (VaultError, ValueError):
                continue
            self.opened[place, sealed] = plain
            yield from self._keys_in(plain)

    def _keys_in(self, plain: bytes) -> Iterator[bytes]:
        if len(plain) == 32:
            yield plain
        if len(plain) == 96:
            self._take_private(plain)
        try:
            content = json.loads(plain)
        except ValueError:
            return
        if isinstance(content, dict) and isinstance(content.get("key"), str):
            self._take_private(b64decode(content["key"]))

    def _take_private(self, raw: bytes) -> None:
        try:
            self._privates.setdefault(raw, PrivateKey.from_bytes(raw))
        except VaultError:
            return

    def _unwrap_all(self) -> Iterator[bytes]:
        """Until no further private key comes out of a wrap."""
        known = -1
        while known != len(self._privates):
            known = len(self._privates)
            for key, wrap in product(list(self._privates.values()), self.loot.wraps):
                yield from self._unwrap(key, wrap)

    def _unwrap(self, key: PrivateKey, wrap: Wrap) -> Iterator[bytes]:
        if (wrap.place, wrap.wrapped) in self.unwrapped:
            return
        try:
            secret = unwrap(wrap.wrapped, key, wrap.context)
        except VaultError:
            return
        self.unwrapped.add((wrap.place, wrap.wrapped))
        yield from self._keys_in(secret)
        yield from _lent(secret)
        case, epoch = wrap.context.case, wrap.context.epoch
        if case and len(secret) == 32:
            for shred in self._shred_of(case):
                yield from _tree(secret, shred, case, epoch)

    def _shred_of(self, case: UUID) -> list[bytes]:
        """S_c where she has it; else what she might take for it."""
        guesses = [secret for secret in self.loot.secrets if len(secret) == 32]
        own = self.loot.shred.get(case)
        return [own] if own else [bytes(32), *self.loot.shred.values(), *guesses]


def _tree(inner: bytes, shred: bytes, case: UUID, epoch: int) -> Iterator[bytes]:
    tree = case_key(inner, shred, case=case, epoch=epoch)
    yield from (tree.file_wrap, tree.index, tree.packet, tree.log)
    yield from (tree.field(number) for number in FIELDS)


def _lent(secret: bytes) -> Iterator[bytes]:
    """The keys in a grant to a job."""
    try:
        content = json.loads(secret)
    except ValueError:
        return
    for kind in ("files", "fields", "logs"):
        yield from (bytes.fromhex(key) for key in content.get(kind, {}).values())


def _address(sealed: bytes) -> Address:
    """The header believed, as nobody but a thief does."""
    fields = HEADER.unpack_from(sealed)
    _, _, _, kind, flags, case, item, epoch, number, _, revision, _ = fields
    return Address(
        ObjectType(kind), UUID(bytes=case), UUID(bytes=item), epoch, number, revision, bool(flags)
    )


def is_sealed(value: object) -> bool:
    return isinstance(value, bytes | memoryview) and bytes(value[:4]) == MAGIC


def is_wrap(value: bytes) -> bool:
    return len(value) > WRAP_OVERHEAD and value[:1] == b"\2"


def job_context(job: UUID, case: UUID, expires_at: object, worker: UUID) -> WrapContext:
    return WrapContext(f"job {stamp(expires_at)} {job}", case, 0, worker, 1)  # type: ignore[arg-type]


def secrets_among(texts: Iterable[bytes]) -> list[bytes]:
    """Whatever in these bytes could be a key: 32 bytes as they are, in hex or in base64."""
    found: list[bytes] = []
    for text in texts:
        for word in [text, *text.replace(b'"', b" ").split()]:
            for read in (bytes, _unhex, _unbase64):
                raw = read(word)
                found += [raw] if len(raw) == 32 else []
    return found


def _unhex(word: bytes) -> bytes:
    try:
        return bytes.fromhex(word.decode("ascii"))
    except ValueError:
        return b""


def _unbase64(word: bytes) -> bytes:
    try:
        return b64decode(word, validate=True)
    except ValueError:
        return b""
