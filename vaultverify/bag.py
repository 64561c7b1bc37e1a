"""The bag in the ZIP: BagIt 1.0 (RFC 8493) with SHA-256, both ways, and nothing besides."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from vaultverify.archive import Archive
from vaultverify.errors import Failed

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
SIGNATURE: Final = "signature.txt"
REQUIRED: Final = ("bagit.txt", "bag-info.txt", MANIFEST, TAG_MANIFEST, SIGNATURE)

SMALL: Final = 1 << 16
LARGE: Final = 16 << 20
_LINE: Final = re.compile(r"([0-9a-fA-F]{64})[ \t]+(\S(?:.*\S)?)")
_NOT_LISTED: Final = frozenset({TAG_MANIFEST, SIGNATURE})


class Bag:
    """The one folder in an archive, with its lists read; files are named inside that folder."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.folder = _only_folder(archive.entries)
        self.names = frozenset(name.removeprefix(self.folder) for name in archive.entries)
        for name in REQUIRED:
            if name not in self.names:
                raise Failed("a file is missing", name)
        if self.read("bagit.txt", SMALL) != DECLARATION:
            raise Failed("not a bag of the known version", "bagit.txt")
        self.info = _read_info(self.read("bag-info.txt", LARGE))
        self.payload = self._manifest(MANIFEST)
        self.tags = self._manifest(TAG_MANIFEST)

    def read(self, name: str, limit: int) -> bytes:
        return self.archive.read(self.folder + name, limit)

    def lines(self, name: str, limit: int) -> Iterator[bytes]:
        return self.archive.lines(self.folder + name, limit)

    def size(self, name: str) -> int:
        return self.archive.entries[self.folder + name].size

    def check_complete(self) -> None:
        """What is listed is there, what is there is listed, and the payload adds up."""
        payload = {name for name in self.names if name.startswith("data/")}
        tags = self.names - payload - _NOT_LISTED
        for listed, present in ((self.payload.keys(), payload), (self.tags.keys(), tags)):
            for name in sorted(listed - present):
                raise Failed("a listed file is missing", name)
            for name in sorted(present - listed):
                raise Failed("a file is not listed", name)
        octets = sum(self.size(name) for name in payload)
        if self.info.get("Payload-Oxum") != f"{octets}.{len(payload)}":
            raise Failed("the payload does not add up", "bag-info.txt")

    def changed_files(self) -> list[str]:
        """The listed files whose bytes have another SHA-256 than the lists say."""
        listed = self.payload | self.tags
        present = sorted(name for name in listed if name in self.names)
        return [name for name in present if not self._matches(name, listed[name])]

    def _matches(self, name: str, sha256: str) -> bool:
        digest = hashlib.sha256()
        try:
            for chunk in self.archive.chunks(self.folder + name):
                digest.update(chunk)
        except Failed:
            return False
        return digest.hexdigest() == sha256

    def _manifest(self, name: str) -> dict[str, str]:
        listed: dict[str, str] = {}
        for line in _text(self.read(name, LARGE), name).splitlines():
            match = _LINE.fullmatch(line)
            if match is None or match[2] in listed:
                raise Failed("a list of files is broken", name)
            listed[match[2]] = match[1].lower()
        is_payload = name == MANIFEST
        if any(each.startswith("data/") != is_payload for each in listed):
            raise Failed("a list of files is broken", name)
        return listed


def _only_folder(names: Iterable[str]) -> str:
    tops = {name.partition("/")[0] + "/" for name in names}
    if len(tops) != 1 or not all("/" in name for name in names):
        raise Failed("not one folder with a packet in it")
    return tops.pop()


def _read_info(raw: bytes) -> Mapping[str, str]:
    """`Label: value` lines; a line that begins with white space goes on with the one before."""
    unfolded = re.sub(r"\n[ \t]+", " ", _text(raw, "bag-info.txt").rstrip("\n"))
    info: dict[str, str] = {}
    for line in unfolded.split("\n"):
        label, colon, value = line.partition(": ")
        if not colon or not label.strip() or label in info:
            raise Failed("a list of files is broken", "bag-info.txt")
        info[label] = value.strip()
    return info


def _text(raw: bytes, name: str) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Failed("a list of files is broken", name) from None
