"""Takes a packet apart, changes it, and puts it together again as an attacker could."""

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from packets.builders.content import SIGNATURE_LABEL
from vault.signing import SigningKey

Files = dict[str, bytes]
LOG, SIGS, PAYLOADS = (f"data/custody/{name}.jsonl" for name in ("log", "sigs", "payloads"))
TAGS = "tagmanifest-sha256.txt"
FIRST, SECOND = "data/evidence/001/original.jpg", "data/evidence/002/original.jpg"


def folder_of(packet: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(packet)) as archive:
        return archive.namelist()[0].partition("/")[0]


def files_of(packet: bytes) -> Files:
    """What is in the packet's folder, by name."""
    with zipfile.ZipFile(io.BytesIO(packet)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes], folder: str = "berkas/", method: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(folder + name, data, None if data else zipfile.ZIP_STORED)
    return out.getvalue()


def relisted(files: Files, key: SigningKey | None = None) -> Files:
    """The lists made anew; with the key, signed anew: then only what they list can be wrong."""
    files, digest = dict(files), lambda name: hashlib.sha256(files[name]).hexdigest()
    payload = [name for name in files if name.startswith("data/")]
    oxum = f"{sum(len(files[name]) for name in payload)}.{len(payload)}"
    info = files["bag-info.txt"].decode().splitlines()
    info = [line for line in info if not line.startswith("Payload-Oxum")]
    files["bag-info.txt"] = "\n".join([*info, f"Payload-Oxum: {oxum}", ""]).encode()
    listing = "".join(f"{digest(name)}  {name}\n" for name in payload)
    files["manifest-sha256.txt"] = listing.encode()
    tags = [name for name in files if name not in (*payload, TAGS, "signature.txt")]
    files[TAGS] = "".join(f"{digest(name)}  {name}\n" for name in tags).encode()
    if key is not None:
        message = hashlib.sha256(files[TAGS]).digest()
        files["signature.txt"] = key.sign(SIGNATURE_LABEL, message).hex().encode() + b"\n"
    return files


def edited(name: str, old: bytes, new: bytes) -> Callable[[Files], Files]:
    def edit(files: Files) -> Files:
        assert old in files[name], f"{old!r} is not in {name}"
        return files | {name: files[name].replace(old, new, 1)}

    return edit


def with_lines(name: str, change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Files], Files]:
    def edit(files: Files) -> Files:
        lines = change(files[name].splitlines())
        return files | {name: b"".join(line + b"\n" for line in lines)}

    return edit


def with_meta(folder: str, **changes: object) -> Callable[[Files], Files]:
    name = f"data/evidence/{folder}/meta.json"

    def edit(files: Files) -> Files:
        return files | {name: json.dumps(json.loads(files[name]) | changes).encode()}

    return edit


def without(*names: str) -> Callable[[Files], Files]:
    return lambda files: {name: data for name, data in files.items() if name not in names}


def all_of(*edits: Callable[[Files], Files]) -> Callable[[Files], Files]:
    def edit(files: Files) -> Files:
        for each in edits:
            files = each(files)
        return files

    return edit


@dataclass(frozen=True)
class RawEntry:
    """One ZIP entry, each of whose fields can lie."""

    name: bytes
    data: bytes = b""
    local_name: bytes | None = None
    flags: int = 0
    method: int = 0
    size: int | None = None
    local_size: int | None = None
    crc: int | None = None
    offset: int | None = None
    mode: int = 0o100600
    extra: bytes = b""
    before: bytes = b""


def raw_zip(*entries: RawEntry, comment: bytes = b"", count: int | None = None) -> bytes:
    """A ZIP as the entries tell it, true or not."""
    body, central = b"", b""
    for entry in entries:
        body += entry.before
        crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
        size = len(entry.data) if entry.size is None else entry.size
        local_size = size if entry.local_size is None else entry.local_size
        offset = len(body) if entry.offset is None else entry.offset
        local_name = entry.name if entry.local_name is None else entry.local_name
        common = (20, entry.flags, entry.method, 0, 0x21, crc, len(entry.data))
        body += struct.pack("<4s5H3I2H", b"PK\3\4", *common, local_size, len(local_name), 0)
        body += local_name + entry.data
        lengths = (len(entry.name), len(entry.extra), 0, 0, 0, entry.mode << 16, offset)
        central += struct.pack("<4s6H3I5H2I", b"PK\1\2", 0x0314, *common, size, *lengths)
        central += entry.name + entry.extra
    number = len(entries) if count is None else count
    end = (0, 0, number, number, len(central), len(body), len(comment))
    return body + central + struct.pack("<4s4H2IH", b"PK\5\6", *end) + comment
