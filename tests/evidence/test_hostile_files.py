"""Three hundred files made to do harm: each is refused, held or ready, inside its limits."""

import resource
import socket
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from evidence.claims import claimed_size
from evidence.exceptions import UploadRefused
from evidence.policies import TAKEN_FOR, WITH_CLOSED_GATE, Purpose
from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.mails import read_mail
from evidence.sandbox.picture_answer import unpack
from evidence.sandbox.pictures import LIMITS_FOR, check_derivatives
from evidence.sandbox.run import run_confined
from evidence.sniffing import FileClass, Sniffed
from evidence.uploads import Incoming
from tests import sample_files
from tests.evidence.conftest import Desk, files_left
from tests.evidence.hostile import Hostile
from tests.evidence.hostile.measured_child import FRAME, MADE
from tests.evidence.hostile.others import HOME, all_others
from tests.evidence.hostile.pictures import all_pictures

MEASURED = "tests.evidence.hostile.measured_child"
MEBIBYTE = 1 << 20
MOST_FOR_A_PICTURE, MOST_EVER = 150 * MEBIBYTE, 1536 * MEBIBYTE
# Larger ones are opened too, and then need what their pixels need.
TWELVE_MEGAPIXELS = 12_200_000
PIECE = 1 << 18
LEAST = 300
KEPT = TAKEN_FOR[Purpose.KEEP]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a file, and the memory that its child took and may take, where it had one."""

    what: str
    peak: int = 0
    room: int = MOST_FOR_A_PICTURE


def arrives(desk: Desk, file: Hostile, content: bytes, taken: frozenset[FileClass]) -> Sniffed:
    """What it is taken as, by the door that every upload comes through."""
    with closing(Incoming(desk.case, file.name, taken)) as incoming:
        for at in range(0, len(content), PIECE):
            incoming.write(content[at : at + PIECE])
        with closing(incoming.finish()) as upload:
            return upload.sniffed


def room_for(content: bytes, media_type: str) -> int:
    """What a child may take: little, unless its picture says that it is really large."""
    width, height = claimed_size(content, media_type) or (0, 0)
    return MOST_FOR_A_PICTURE if width * height <= TWELVE_MEGAPIXELS else MOST_EVER


def drawn(content: bytes, media_type: str) -> Fate:
    payload, room = media_type.encode() + b"\n" + content, room_for(content, media_type)
    try:
        answer = run_confined(MEASURED, payload, limits=LIMITS_FOR[media_type])
        peak, outcome = FRAME.unpack_from(answer)
        body = answer[FRAME.size :]
        if outcome != MADE:
            return Fate(f"held: {Reason(body.decode())}", peak, room)
        check_derivatives(unpack(body))
    except NotMade as error:
        return Fate(f"held: {error.reason}")
    return Fate("ready", peak, room)


def fate_of(desk: Desk, file: Hostile, content: bytes) -> Fate:
    try:
        found = arrives(desk, file, content, KEPT)
    except UploadRefused as error:
        return Fate(f"refused: {error.reason}")
    if found.file_class == FileClass.OTHER:
        return Fate("held: kept_as_is")
    if found.file_class == FileClass.MAIL:
        return headers_read(content)
    return drawn(content, found.media_type) if found.file_class == FileClass.IMAGE else Fate("kept")


def headers_read(content: bytes) -> Fate:
    try:
        read_mail(content)
    except NotMade as error:
        return Fate(f"held: {error.reason}")
    return Fate("ready")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def files(listener: socket.socket) -> list[Hostile]:
    home = HOME.format(port=listener.getsockname()[1])
    return [*all_pictures(), *all_others(home)]


def test_each_is_refused_held_or_ready_within_its_limits(
    desk: Desk,
    files: list[Hostile],
    listener: socket.socket,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And none of them reaches the network, or leaves anything behind."""
    baseline = drawn(sample_files.bare_jpeg(), "image/jpeg").peak
    assert 0 < baseline < MOST_FOR_A_PICTURE
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, around, fates = files_left(), set(Path.cwd().iterdir()), Counter()
    for file in files:
        content = file.make()
        fate = fate_of(desk, file, content)
        assert fate.peak - baseline < fate.room, file
        assert fate.what.split(":")[0] in ("refused", "held", "ready", "kept"), file
        fates[fate.what] += 1
    assert (files_left(), list(tmp_path.iterdir())) == (left, [])
    assert set(Path.cwd().iterdir()) == around
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MOST_EVER
    assert fates.total() >= LEAST
    with capsys.disabled():
        print(f"\n{fates.total()} hostile files:", dict(sorted(fates.items())))


BY_FAMILY = {
    "claims": ("refused: pixels", "held: kept_as_is"),
    "foreign": ("held: kept_as_is",),
    "drawings": ("held: kept_as_is",),
    "pages": ("held: kept_as_is",),
    "programs": ("held: kept_as_is",),
    "archives": ("refused: chat_only", "held: kept_as_is"),
}


def test_what_nobody_needs_is_stopped_at_the_door(desk: Desk, files: list[Hostile]) -> None:
    for file in (one for one in files if one.family in BY_FAMILY):
        assert fate_of(desk, file, file.make()).what in BY_FAMILY[file.family], file


def test_with_the_gate_closed_nothing_but_text_comes_in(desk: Desk, files: list[Hostile]) -> None:
    for file in (one for one in files if one.family not in ("stuffed", "crowds")):
        try:
            found = arrives(desk, file, file.make(), WITH_CLOSED_GATE)
        except UploadRefused:
            continue
        assert found.file_class == FileClass.TEXT, file
