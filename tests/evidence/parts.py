"""Her browser as it sends a file in parts."""

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.test import TestCase
from django.urls import reverse

from evidence.models import Upload, UploadPart
from tests.evidence.conftest import Desk

# What waits for the commit runs, as it does outside of a test's transaction.
committed = partial(TestCase.captureOnCommitCallbacks, execute=True)
PARTS = "application/offset+octet-stream"
TEXT = b"satu baris yang cukup panjang untuk dikirim\n" * 500


def announced(name: str, content: bytes, **told: object) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    facts = {"name": name, "length": len(content), "sha256": digest, "shows": ""}
    return facts | {"intimate": "no", "minor": "no", "record": ""} | told


def begin(desk: Desk, name: str, content: bytes, **told: object) -> HttpResponse:
    body = json.dumps(announced(name, content, **told))
    address = reverse("evidence:upload-new", args=[desk.case.ref])
    return desk.client.post(address, body, content_type="application/json")


@dataclass(frozen=True, slots=True)
class Sending:
    """One upload that was begun."""

    desk: Desk
    address: str

    def part(self, offset: int, data: bytes, kind: str = PARTS) -> HttpResponse:
        headers = {"Upload-Offset": str(offset)}
        with committed():
            return self.desk.client.patch(self.address, data, content_type=kind, headers=headers)

    def all(self, content: bytes, size: int = 8192) -> None:
        for at in range(0, len(content), size):
            answer = self.part(at, content[at : at + size])
            assert answer.status_code == 204, answer.content

    def look(self) -> HttpResponse:
        return self.desk.client.head(self.address)

    @property
    def offset(self) -> int:
        return int(self.look()["Upload-Offset"])

    def finish(self) -> HttpResponse:
        with committed():
            return self.desk.client.post(self.address)

    def drop(self) -> HttpResponse:
        with committed():
            return self.desk.client.delete(self.address)

    @property
    def row(self) -> Upload:
        ref = self.address.rstrip("/").rpartition("/")[2]
        return Upload.objects.visible_to(self.desk.person.actor).get(ref=ref)

    @property
    def parts(self) -> list[UploadPart]:
        return list(self.row.parts.all())


def send(desk: Desk, name: str, content: bytes, **told: object) -> Sending:
    answer = begin(desk, name, content, **told)
    assert answer.status_code == 201, answer.content
    return Sending(desk, answer["Location"])


def message(answer: HttpResponse) -> str:
    assert answer["Content-Type"] == "application/json"
    return str(json.loads(answer.content)["message"])
