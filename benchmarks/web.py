"""What a browser waits for: an upload through the whole web stack, and signing in."""

import json
import re
from pathlib import Path

from benchmarks.figures import MIB, Figure, duration, speed
from benchmarks.ground import sample_video
from benchmarks.rounds import best_seconds
from benchmarks.yardsticks import COPY, SHA256, copy, pieces, sha256
from tests.instance import Instance, running_instance
from tests.visitor import Upload, Visitor
from vault.primitives import DEFAULT, argon2id

SIZE = 128 * MIB
UPLOAD = "upload 128 MiB through the site"
IN_PARTS = "upload 128 MiB in parts of 8 MiB, to the item"
PART = 8 * MIB
SIGN_IN, BARE_ARGON2 = "sign in on the page", "one Argon2id run of its cost"
PRODUCTION = {
    "KBGO_ARGON2_MEMORY_KIB": str(DEFAULT.memory_kib),
    "KBGO_ARGON2_ITERATIONS": str(DEFAULT.iterations),
    "KBGO_CASE_QUOTA_MIB": "65536",
}


def measure(folder: Path, rounds: int) -> list[Figure]:
    with running_instance(folder / "instance", extra_env=PRODUCTION) as instance:
        owner = Visitor(instance.base_url)
        words = begin_notes(owner)
        path = sample_video(folder / "video.mp4", SIZE)
        figures = [*_uploads(owner, path, rounds), _sign_ins(instance, words, rounds)]
        path.unlink()
    return figures


def begin_notes(visitor: Visitor) -> str:
    """Goes through the first pages as an adult in safety; returns the seven words."""
    visitor.visit("/mulai/1")
    for answer in ("ya", "diri", "dewasa"):
        visitor.submit(answer=answer)
    visitor.visit("/mulai/6")
    visitor.submit()
    words = re.findall(r"<li>(\w+)</li>", visitor.page.text)
    visitor.visit("/mulai/8")
    visitor.submit("skip")
    visitor.submit()
    return " ".join(words)


def _uploads(owner: Visitor, path: Path, rounds: int) -> list[Figure]:
    file = Upload("video.mp4", SIZE, lambda: pieces(path), "video/mp4")
    case = owner.page.path

    def upload() -> None:
        owner.visit(f"{case}6/")
        owner.submit("save", file=file, intimate="yes", minor="no")
        assert "/b/" in owner.page.path, owner.page.path

    acts = {
        UPLOAD: upload,
        IN_PARTS: lambda: _send_in_parts(owner, case, path),
        SHA256: lambda: sha256([path]),
        COPY: lambda: copy([path]),
    }
    seconds = best_seconds(acts, rounds)
    return [
        speed(name, SIZE, seconds, bare) for name in (UPLOAD, IN_PARTS) for bare in (SHA256, COPY)
    ]


def _send_in_parts(owner: Visitor, case: str, path: Path) -> None:
    """As a script does on a good line: announced, part after part, finished."""
    owner.visit(f"{case}6/")
    token = {"X-CSRFToken": owner.page.forms[0].values["csrfmiddlewaretoken"][0]}
    told = {"name": path.name, "length": SIZE, "intimate": "yes", "minor": "no"}
    as_json = {"Content-Type": "application/json"} | _length(body := json.dumps(told).encode())
    address = owner.ask("POST", f"{case}u/", [body], token | as_json).headers["Location"]
    with path.open("rb") as file:
        for offset in range(0, SIZE, PART):
            part = file.read(PART)
            kind = {"Content-Type": "application/offset+octet-stream"} | _length(part)
            where = {"Upload-Offset": str(offset)}
            assert owner.ask("PATCH", address, [part], token | kind | where).status == 204
    assert owner.ask("POST", address, (), token | _length(b"")).status == 201


def _length(body: bytes) -> dict[str, str]:
    return {"Content-Length": str(len(body))}


def _sign_ins(instance: Instance, words: str, rounds: int) -> Figure:
    visitor = Visitor(instance.base_url)

    def sign_in() -> None:
        visitor.visit("/masuk")
        visitor.submit(words=words)
        assert visitor.page.path != "/masuk", visitor.page.heading

    def derive() -> bytes:
        return argon2id(words.encode(), salt=bytes(16), pepper=bytes(32), parameters=DEFAULT)

    seconds = best_seconds({SIGN_IN: sign_in, BARE_ARGON2: derive}, rounds)
    return duration(SIGN_IN, seconds, BARE_ARGON2)
