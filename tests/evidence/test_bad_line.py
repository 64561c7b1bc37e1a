"""A file arrives byte for byte over a line that loses every third request or answer, through a
site that is killed and started again in the middle; nothing of it ever lies in clear."""

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.web import begin_notes
from tests.bad_line import Answer, BadLine, ask, bad_line
from tests.canary.marks import Hit, Marks
from tests.canary.places import files_below
from tests.instance import Instance, killed_and_started, running_instance
from tests.visitor import Visitor

SEED = 7
SIZE, PART = 4 << 20, 1 << 16
TRIES = 400
NAME = "kanari-di-dalam-nama.mp4"
SHOWS = "Kanari di dalam kalimat"
HEAD = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with running_instance(tmp_path_factory.mktemp("instance")) as running:
        yield running


@pytest.fixture
def owner(instance: Instance) -> Visitor:
    visitor = Visitor(instance.base_url)
    begin_notes(visitor)
    return visitor


class Sender:
    """Her browser's script: it sends, looks where to go on, and tries again."""

    def __init__(self, owner: Visitor, line: BadLine, content: bytes) -> None:
        self.case, self.line, self.content = owner.page.path, line, content
        owner.visit(f"{self.case}6/")
        self.token = owner.page.forms[0].values["csrfmiddlewaretoken"][0]
        self.cookies, self.tries = owner.cookies, 0

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer | None:
        self.tries += 1
        assert self.tries < TRIES, "it never came to an end"
        told = {name.replace("_", "-"): text for name, text in headers.items()}
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told |= {"X-CSRFToken": self.token, "Cookie": cookies}
        return ask(self.line.base_url, method, path, body, told)

    def until(self, *statuses: int, method: str, path: str, **rest: Any) -> Answer:
        while True:
            answer = self.ask(method, path, **rest)
            if answer and answer.status in statuses:
                return answer

    def begin(self) -> str:
        told = {"name": NAME, "length": len(self.content), "shows": SHOWS, "minor": "no"}
        told |= {"intimate": "no", "sha256": hashlib.sha256(self.content).hexdigest()}
        path, body = f"{self.case}u/", json.dumps(told).encode()
        kind = "application/json"
        answer = self.until(200, 201, method="POST", path=path, body=body, Content_Type=kind)
        return answer.headers["location"]

    def offset(self, path: str) -> int:
        return int(self.until(200, method="HEAD", path=path).headers["upload-offset"])

    def send(self, path: str, until: int) -> None:
        kind, at = "application/offset+octet-stream", self.offset(path)
        while at < until:
            body = self.content[at : at + PART]
            answer = self.ask("PATCH", path, body, Content_Type=kind, Upload_Offset=str(at))
            told = answer.headers.get("upload-offset") if answer else None
            at = int(told) if told else self.offset(path)

    def finish(self, path: str) -> str:
        return self.until(201, method="POST", path=path).headers["location"]


def marked(content: bytes) -> Marks:
    """Pieces from all over the file, its digest, and what she said of it."""
    marks, chance = Marks(), random.Random(SEED)
    places = [chance.randrange(len(content) - 24) for _ in range(200)]
    marks.keep("bytes", *(content[at : at + 24] for at in places))
    digest = hashlib.sha256(content)
    marks.keep("digest", digest.hexdigest(), digest.digest())
    marks.keep("name", NAME.removesuffix(".mp4"))
    marks.keep("statement", SHOWS)
    return marks


def in_clear(instance: Instance, marks: Marks) -> list[Hit]:
    return list(marks.found_in(files_below(instance.state_dir)))


def test_it_arrives_whole_and_lies_nowhere_in_clear(instance: Instance, owner: Visitor) -> None:
    content = HEAD + random.Random(SEED).randbytes(SIZE - len(HEAD))
    marks, before = marked(content), blobs(instance)
    with bad_line(int(instance.base_url.rpartition(":")[2]), SEED) as line:
        sender = Sender(owner, line, content)
        path = sender.begin()
        sender.send(path, SIZE // 2)
        line.meanwhile = lambda: killed_and_started(instance, "web")
        sender.send(path, SIZE)
        assert line.meanwhile is None
        assert in_clear(instance, marks) == []
        item = sender.finish(path)
        assert sender.finish(path) == item
    assert min(line.lost.values()) > 5, line.lost
    assert in_clear(instance, marks) == []
    assert len(blobs(instance) - before) == 1
    assert list((instance.state_dir / "incoming").iterdir()) == []
    owner.visit(f"{item}2/")
    assert hashlib.sha256(owner.submit().body).digest() == hashlib.sha256(content).digest()


def blobs(instance: Instance) -> set[Path]:
    return {path for path in (instance.state_dir / "blobs").rglob("*") if path.is_file()}
