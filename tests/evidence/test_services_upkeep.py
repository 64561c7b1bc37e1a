"""Sweeping deletes what no row names, and nothing else."""

import os
import time
from pathlib import Path

from django.conf import settings

from evidence.models import Derivative
from evidence.services import sweep_blobs
from evidence.storage import BlobWriter, blob_exists, incoming_folder, write_blob
from jobs.services import make_worker_key
from tests.evidence.owned import Owned
from tests.jobs.casework import keep_file
from tests.jobs.packetwork import ask, build
from tests.jobs.packetwork import hers as packet_of

HOUR = 3600


def let_grow_old(path: Path, seconds: int = 24 * HOUR) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def stored(name: str) -> Path:
    return Path(settings.BLOB_DIR) / name


def test_an_orphan_goes_after_an_hour_and_not_before(hers: Owned) -> None:
    young, old = write_blob(b"muda"), write_blob(b"tua")
    let_grow_old(stored(young), HOUR - 60)
    let_grow_old(stored(old), HOUR + 60)
    sweep_blobs()
    assert (blob_exists(young), blob_exists(old)) == (True, False)


def test_whatever_a_row_names_stays(hers: Owned) -> None:
    make_worker_key()
    picture = keep_file(hers.person, hers.case)
    packet = ask(hers.person, hers.case)
    build(packet)
    named = [hers.item.blob, picture.blob, packet_of(hers.person, packet).blob]
    named += [row.blob for row in Derivative.objects.within(item=picture)]
    for name in named:
        let_grow_old(stored(name))
    sweep_blobs()
    assert [name for name in named if not blob_exists(name)] == []


def test_half_an_upload_goes_after_an_hour(hers: Owned) -> None:
    before = set(incoming_folder().glob("*.part"))
    half = BlobWriter()
    half.write(b"separuh")
    (path,) = set(incoming_folder().glob("*.part")) - before
    sweep_blobs()
    assert path.exists()
    let_grow_old(path)
    sweep_blobs()
    assert not path.exists()
    half.close()
