"""What a test of new file keys has done on a site, next to `tests.jobs.steps`."""

import json
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings

from cases.models import Case
from cases.sealing import HeldKeys
from core.exceptions import NotOpened
from custody.enums import CustodyAction
from custody.reading import check_chain_holds, opened_events
from evidence.models import Derivative, EvidenceItem
from evidence.sealing import file_key, open_details, open_original
from evidence.selectors import newest_rekeying
from evidence.services import continue_rekeying, rekey_files
from evidence.storage import read_blob
from jobs.enums import JobKind
from jobs.models import Job
from jobs.services import make_worker_key, requeue_expired
from tests import sample_files
from tests.cast import make_case, make_owner
from tests.jobs import steps
from tests.jobs.casework import keep_file

COPIED = "copied.json"
LONG_TEXT = b"baris yang panjang sekali\n" * 20_000


class Stolen:
    """File keys as somebody copied them, in the place of the case's keys."""

    def __init__(self, copied: dict[str, list[str]]) -> None:
        self._keys = {UUID(item): bytes.fromhex(key) for item, (key, _) in copied.items()}

    def file(self, item: UUID, sealed: object, field: int = 0) -> bytes:
        return self._keys[sealed.id]


def prepare_rekeying() -> dict[str, Any]:
    """Two pictures and a text, their keys copied by somebody, and new keys asked for."""
    steps.migrated()
    make_worker_key()
    owner = make_owner()
    (Path(settings.STATE_DIR) / steps.WORDS_FILE).write_text(owner.secret)
    case = make_case(owner=owner)
    keep_file(owner, case, LONG_TEXT, name="catatan.txt")
    for seed in range(2):
        keep_file(owner, case, sample_files.png(400, 300, seed=seed))
    keys = owner.keys(case)
    copied = {str(row.id): [file_key(keys, row).hex(), str(row.blob)] for row in files(case)}
    (Path(settings.STATE_DIR) / COPIED).write_text(json.dumps(copied))
    rekey_files(owner.actor, keys)
    return {}


def files(case: Case) -> list[EvidenceItem | Derivative]:
    items = list(case.items.all())
    return [*items, *Derivative.objects.within(item__in=items)]


def rekey_job() -> Job:
    return Job.objects.get(kind=JobKind.REKEY)


def beat_rekeying(seconds: str) -> dict[str, Any]:
    """Sends again what is due, as the beat does, until the job has come to an end."""
    end, pause = monotonic() + float(seconds), Event()
    while rekey_job().state not in steps.ENDED and monotonic() < end:
        requeue_expired()
        pause.wait(0.1)
    return rekeying_facts()


def rekeying_facts() -> dict[str, Any]:
    """What came of it, two hours later and after the sweep."""
    _, keys = steps.herself()
    steps.swept_blobs()
    copied = json.loads((Path(settings.STATE_DIR) / COPIED).read_text())
    check_chain_holds(keys.case.id, keys.logs)
    acts = [event.act for event in opened_events(keys.case.id, keys.logs)]
    rows = files(keys.case)
    old_blobs = {blob for _, blob in copied.values()}
    return {
        "state": rekey_job().state,
        "rekeyed": acts.count(CustodyAction.ITEM_REKEYED),
        "damaged": acts.count(CustodyAction.ITEM_DAMAGED),
        "kept_blobs": len(old_blobs & {str(row.blob) for row in rows}),
        "opened": sum(opens(keys, item, keys) for item in keys.case.items.all()),
        "old_keys_open": sum(opens(keys, one, Stolen(copied)) for one in keys.case.items.all()),
        "unnamed_blobs": sorted(steps.stored() - steps.named()),
        "missing_blobs": sorted(steps.named() - steps.stored()),
        "grants": rekey_job().grants.count(),
    }


def opens(keys: HeldKeys, item: EvidenceItem, by: Any) -> bool:
    try:
        size = open_details(keys, item).size
        return len(b"".join(open_original(by, item, size, read_blob(item.blob)))) == size
    except NotOpened:
        return False


def press_continue_rekeying() -> dict[str, Any]:
    actor, keys = steps.herself()
    row = newest_rekeying(keys.case)
    assert row is not None
    continue_rekeying(actor, keys, row)
    return {"state": rekey_job().state}
