"""One large file sealed and opened, next to bare SHA-256, AES-GCM and copying of its bytes."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks.figures import MIB, Figure, speed
from benchmarks.ground import sample_video
from benchmarks.rounds import Act, best_seconds
from benchmarks.yardsticks import COPY, SHA256, copy, pieces, sha256
from evidence.sealing import open_details, open_original
from evidence.services import Admission, admit_evidence
from evidence.storage import delete_blob, read_blob
from evidence.uploads import sealed_upload
from packets.demonstration.people import DemoOwner

SIZE = 256 * MIB
SEAL, OPEN = "seal 256 MiB, file to file, with digest", "open 256 MiB to its end"
BARE_AES = "AES-256-GCM in memory"


def measure(owner: DemoOwner, folder: Path, rounds: int) -> list[Figure]:
    path = sample_video(folder / "large.mp4", SIZE)
    acts = {
        SEAL: lambda: _seal(owner, path),
        OPEN: _opening(owner, path),
        SHA256: lambda: sha256([path]),
        COPY: lambda: copy([path]),
        BARE_AES: _encrypting(path),
    }
    seconds = best_seconds(acts, rounds)
    path.unlink()
    pairs = [(SEAL, SHA256), (SEAL, COPY), (SEAL, BARE_AES), (OPEN, SHA256), (OPEN, BARE_AES)]
    return [speed(name, SIZE, seconds, bare) for name, bare in pairs]


def _seal(owner: DemoOwner, path: Path) -> None:
    """As an upload does it: hashed, sealed, written, flushed to the disk and named."""
    with closing(sealed_upload(owner.keys.case, path.name, pieces(path))) as upload:
        delete_blob(upload.writer.commit())


def _opening(owner: DemoOwner, path: Path) -> Act:
    upload = sealed_upload(owner.keys.case, path.name, pieces(path))
    item = admit_evidence(owner.actor, owner.keys, upload, Admission(shows_adults_only=True))
    size = open_details(owner.keys, item).size
    return lambda: exhaust(open_original(owner.keys, item, size, read_blob(item.blob)))


def exhaust(chunks: Iterator[bytes]) -> None:
    deque(chunks, maxlen=0)


def _encrypting(path: Path) -> Callable[[], int]:
    clear, cipher = path.read_bytes(), AESGCM(AESGCM.generate_key(256))
    target = bytearray(len(clear) + 16)
    return lambda: cipher.encrypt_into(bytes(12), clear, None, target)
