"""The search finds a planted mark in each form and in each kind of place."""

import random
import sqlite3
import tempfile
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote_plus

import pytest
import redis

from tests.canary.marks import Marks
from tests.canary.people import keep_words
from tests.canary.places import (
    BLOCK,
    SHARED,
    Collection,
    Monitor,
    Shared,
    files_below,
    redis_values,
    sqlite_dumps,
    unpacked,
)

ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "upper case": lambda text: text.upper().encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "upper-case hex": lambda text: text.encode().hex().upper().encode(),
    "UTF-16, little end first": lambda text: text.encode("utf-16-le"),
    "UTF-16, big end first": lambda text: text.encode("utf-16-be"),
    "percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    "base64": lambda text: b64encode(text.encode()),
    "base64, one byte on": lambda text: b64encode(b"?" + text.encode() + b"?"),
    "base64, two bytes on": lambda text: b64encode(b"??" + text.encode() + b"??"),
    "base64 for addresses": lambda text: urlsafe_b64encode(b"{" + text.encode() + b"}"),
}


def around(planted: bytes) -> bytes:
    """Noise on both sides, so that the mark begins anywhere."""
    noise = random.Random(1)
    return noise.randbytes(4099) + planted + noise.randbytes(513)


def found(marks: Marks, *contents: bytes) -> set[str]:
    """The names of the marks that stand in any of these."""
    return {hit.mark for hit in marks.found_in(("somewhere", content) for content in contents)}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_planted_mark_is_found_in_each_form(encoding: str) -> None:
    marks = Marks()
    planted = around(ENCODINGS[encoding](marks.new("note")))
    assert found(marks, planted) == {"note"}


def test_noise_and_other_words_are_not_found() -> None:
    marks, others = Marks(), Marks()
    marks.new("note")
    assert not found(marks, around(others.new("note").encode()))


def test_bytes_of_a_picture_are_found_raw_and_in_base64() -> None:
    marks, piece = Marks(), bytes(range(200, 224))
    marks.keep("picture", piece)
    for planted in (piece, b64encode(b"?" + piece), urlsafe_b64encode(piece), piece.hex().encode()):
        assert found(marks, around(planted))


@pytest.mark.parametrize("joint", [" ", "-", '", "', "', '"])
def test_three_words_in_a_row_are_found_however_they_are_joined(joint: str) -> None:
    marks = Marks()
    keep_words(marks, "words", ["gosong", "lumbung", "mimik", "liter", "papan", "tidak", "bolero"])
    assert found(marks, joint.join(["mimik", "liter", "papan"]).encode())
    assert not found(marks, joint.join(["mimik", "liter"]).encode())


def test_words_in_an_address_are_found() -> None:
    marks = Marks()
    keep_words(marks, "words", ["gosong", "lumbung", "mimik"])
    assert found(marks, quote_plus("gosong lumbung mimik").encode())


def test_a_mark_in_a_file_deep_in_a_folder_is_found(tmp_path: Path) -> None:
    marks = Marks()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "page").write_bytes(around(marks.new("note").encode()))
    [(name, content)] = files_below(tmp_path)
    assert name == "folder/page"
    assert found(marks, content) == {"note"}


@pytest.mark.parametrize("folder", SHARED, ids=str)
def test_a_mark_in_a_file_that_came_into_a_shared_folder_is_found(folder: Path) -> None:
    marks, shared = Marks(), Shared()
    with (
        tempfile.NamedTemporaryFile(dir=folder, prefix="kbgo-canary-") as file,
        tempfile.TemporaryDirectory(dir=folder, prefix="kbgo-canary-") as new,
    ):
        file.write(around(marks.new("file").encode()))
        file.flush()
        (Path(new) / "page").write_bytes(around(marks.new("in a folder").encode()))
        contents = [content for _, content in shared.files()]
    assert found(marks, *contents) == {"file", "in a folder"}


@pytest.mark.parametrize("start", [0, BLOCK - 10, BLOCK, 3 * BLOCK - 1])
def test_a_mark_is_found_wherever_the_blocks_begin_and_end(start: int) -> None:
    marks, collection = Marks(), Collection()
    before, after = bytes(5 * BLOCK), bytearray(5 * BLOCK)
    after[start : start + 19] = marks.new("note").encode()
    collection.know([("before", before)])
    collection.add([("after", bytes(after))])
    assert found(marks, *(content for _, content in collection.places)) == {"note"}


def test_what_was_there_before_is_not_looked_at_again() -> None:
    collection = Collection()
    collection.know([("before", b"a" * 3 * BLOCK)])
    collection.add([("again", b"a" * 3 * BLOCK)])
    assert collection.places == []


@pytest.mark.parametrize("as_bytes", [True, False])
def test_a_mark_in_a_table_is_found_in_file_and_dump(tmp_path: Path, as_bytes: bool) -> None:
    marks = Marks()
    value = marks.new("note").encode() if as_bytes else marks.new("note")
    with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE a (b)")
        database.execute("INSERT INTO a VALUES (?)", [value])
        database.commit()
        in_files = {name for name, content in files_below(tmp_path) if found(marks, content)}
        [(name, dump)] = sqlite_dumps(tmp_path)
    assert "db.sqlite3-wal" in in_files
    assert name == "dump of db.sqlite3"
    assert found(marks, dump)


def test_a_mark_in_each_type_of_redis_value_is_found(redis_url: str) -> None:
    marks = Marks()
    with redis.Redis.from_url(redis_url) as client, Monitor(redis_url) as monitor:
        client.set(f"key {marks.new('key')}", "a")
        client.set("string", marks.new("string"))
        client.rpush("list", "a", marks.new("list"))
        client.hset("hash", marks.new("hash field"), marks.new("hash"))
        client.sadd("set", marks.new("set"))
        client.zadd("zset", {marks.new("zset"): 1})
        held = found(marks, *(content for _, content in redis_values(redis_url)))
    assert held == found(marks, *monitor.commands) == set(marks.values)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_mark_in_the_body_of_a_task_is_found_in_each_form(encoding: str) -> None:
    marks = Marks()
    body = b64encode(b'[["' + ENCODINGS[encoding](marks.new("note")) + b'"], {}]')
    message = b'{"body": "' + body + b'", "headers": {"task": "jobs.tasks.run_job"}}'
    assert found(marks, *(content for _, content in unpacked([("message", message)])))
