"""What a browser waits for: an upload through the whole web stack, and signing in."""

import json
import os
import re
import time
from pathlib import Path

from benchmarks.figures import MIB, Figure, duration, speed
from benchmarks.ground import sample_video
from benchmarks.rounds import best_seconds, mean_processor_seconds
from benchmarks.yardsticks import COPY, SHA256, copy, pieces, sha256
from tests.instance import Instance, running_instance
from tests.visitor import Upload, Visitor
from vault.primitives import DEFAULT, argon2id

SIZE = 128 * MIB
UPLOAD = "upload 128 MiB through the site"
IN_PARTS = "upload 128 MiB in parts of 8 MiB, to the item"
PART = 8 * MIB
PROCESSOR, SHA256_PROCESSOR = "server processor time", f"{SHA256}, processor time"
USER, SYSTEM = 11, 12  # Of /proc/<pid>/stat, counted from the field behind the name.
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
        uploads = _uploads(instance, owner, path, rounds)
        figures = [*uploads, _sign_ins(instance, words, rounds)]
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


def _uploads(instance: Instance, owner: Visitor, path: Path, rounds: int) -> list[Figure]:
    """By the clock on the wall, and by what the server's processors worked for it: all of them
    together, with the pages before and after it. The second holds on a busy machine too."""
    file = Upload("video.mp4", SIZE, lambda: pieces(path), "video/mp4")
    case = owner.page.path

    def upload() -> None:
        owner.visit(f"{case}6/")
        owner.submit("save", file=file, intimate="yes", minor="no")
        assert "/b/" in owner.page.path, owner.page.path

    uploads = {UPLOAD: upload, IN_PARTS: lambda: _send_in_parts(owner, case, path)}
    bare = {SHA256: lambda: sha256([path]), COPY: lambda: copy([path])}
    seconds = best_seconds(uploads | bare, rounds)
    worked = {
        f"{name}, {PROCESSOR}": mean_processor_seconds(act, rounds, lambda: _worked(instance))
        for name, act in uploads.items()
    }
    yardstick = mean_processor_seconds(bare[SHA256], rounds, time.process_time)
    return [
        *(speed(name, SIZE, seconds, other) for name in uploads for other in bare),
        *(duration(n, worked | {SHA256_PROCESSOR: yardstick}, SHA256_PROCESSOR) for n in worked),
    ]


def _worked(instance: Instance) -> float:
    """Seconds of processor time that the web processes took so far, in all their threads."""
    master = instance.processes["web"].pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return sum(_taken_by(pid) for pid in (str(master), *children))


def _taken_by(pid: str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[USER]) + int(fields[SYSTEM])
    return ticks / os.sysconf("SC_CLK_TCK")


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
