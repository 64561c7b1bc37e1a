"""Each way in which WhatsApp writes a chat: an export, and next to it what is read from it."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from evidence.chats.messages import Message
from evidence.chats.whatsapp import WHATSAPP, read
from evidence.sandbox.chats import read_chat

FOLDER = Path(__file__).parent / "whatsapp"
VARIANTS = sorted(path.stem for path in FOLDER.glob("*.txt"))
# Together they use every part of the parser; each costs a process.
IN_A_CHILD = ("either-order", "ios-prefix-crlf", "names-with-colon", "system-with-colon")


def export(variant: str) -> bytes:
    return (FOLDER / f"{variant}.txt").read_bytes()


def expected(variant: str) -> list[dict[str, object]]:
    return json.loads((FOLDER / f"{variant}.json").read_text("utf-8"))


@pytest.mark.parametrize("variant", VARIANTS)
class TestEveryVariant:
    def test_entries_are_the_expected_ones(self, variant):
        entries = [asdict(entry) for entry in read("chat.txt", export(variant))]
        assert json.loads(json.dumps(entries)) == expected(variant)

    def test_digests_are_of_the_lines_as_they_stand(self, variant):
        lines = export(variant).splitlines(keepends=True)
        for entry in read("chat.txt", export(variant)):
            if isinstance(entry, Message):
                raw = b"".join(lines[entry.line_from - 1 : entry.line_to])
                assert entry.raw_sha256 == hashlib.sha256(raw).hexdigest()

    def test_every_line_has_one_entry(self, variant):
        entries = list(read("chat.txt", export(variant)))
        covered = [n for each in entries for n in range(each.line_from, each.line_to + 1)]
        assert covered == [*range(1, len(export(variant).splitlines()) + 1)]

    def test_it_is_known_as_whatsapp(self, variant):
        assert WHATSAPP.fits("chat.txt", export(variant)[:4096])


@pytest.mark.parametrize("variant", IN_A_CHILD)
def test_nothing_else_is_read_inside_the_sandbox(variant):
    transcript = read_chat("chat.txt", export(variant))
    messages = [json.loads(json.dumps(asdict(each))) for each in transcript.messages(1, 100)]
    assert messages == [each for each in expected(variant) if "wall" in each]


def test_all_variants_of_the_reference_are_there():
    assert len(VARIANTS) >= 24
