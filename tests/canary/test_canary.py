"""What she writes, brings and types stands nowhere in clear: not while it is used, not after."""

import io
import shutil
import zipfile
from collections.abc import Iterator

import pytest

from tests.canary import story as stories
from tests.canary.story import Story, new_folder, tell

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module", params=["embedded", "grown"])
def story(request: pytest.FixtureRequest) -> Iterator[Story]:
    folder = new_folder()
    with getattr(stories, request.param)(folder) as ground:
        yield tell(ground)
    shutil.rmtree(folder)


def test_no_mark_stands_anywhere_in_clear(story: Story) -> None:
    assert story.hits == []


def test_no_temporary_file_is_left(story: Story) -> None:
    assert story.left_behind == []


def test_what_was_downloaded_is_what_was_brought(story: Story) -> None:
    """The marks did pass through the site, or there was nothing to find."""
    for name in ("video.free", "video.artist", "photo.camera", "photo.comment", "photo.xmp"):
        part = "video" if name.startswith("video") else "photo, by staff"
        assert story.marks.new(name).encode() in story.downloads[part]


def test_the_worker_had_her_words_and_files_in_its_hands(story: Story) -> None:
    packet = zipfile.ZipFile(io.BytesIO(story.downloads["packet"]))
    content = b"".join(packet.read(name) for name in packet.namelist())
    for name in (
        "incident.note",
        "report.ticket",
        "photo.comment",
        "chat.line",
        "chat.said",
        "in parts.line",
        "lead.opening.reason",
    ):
        assert story.marks.new(name).encode() in content, name
    assert story.marks.new("intimate photo.camera").encode() not in content


def test_the_numbers_were_made_of_her_notes_and_tell_nothing_of_them(story: Story) -> None:
    numbers = story.downloads["numbers"]
    assert b"(NCII),Cases,5\r\n" in numbers
    assert list(story.marks.found_in([("numbers", numbers)])) == []


def test_she_answered_what_is_never_kept(story: Story) -> None:
    chosen = set(story.marks.values["risk.answer"])
    assert {b"ya_kini", b"asli_setuju", b"ikut_rekam"} <= chosen, chosen


def test_every_kind_of_place_was_looked_at(story: Story) -> None:
    names = " ".join(name for name, content in story.collection.places if content)
    for kind in ("blobs/", "logs/web.log", "logs/worker.log", "logs/beat.log", "dump of kbgo"):
        assert kind.replace("dump of kbgo", "dump of ") in names, kind
    lines = b" ".join(content for name, content in story.collection.places if "cmdline" in name)
    assert all(program in lines for program in (b"gunicorn", b"celery", b"evidence.sandbox.child"))
