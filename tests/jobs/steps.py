"""What a test has done on a site: `python -m tests.jobs.step NAME`, a process for each."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event, Thread
from time import monotonic
from typing import Any
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client

from accounts.actors import InHand, actor_for
from accounts.models import Organization
from accounts.services import enter_with_words
from cases.models import Case, Grant
from cases.reading import incidents_of
from cases.sealing import HeldKeys, keys_of
from cases.services import revoke_grant
from core.clock import now
from core.exceptions import PolicyRefused
from core.ids import new_id
from custody.enums import CustodyAction
from custody.models import Checkpoint, TimeStamp
from custody.proofs import proofs_of
from custody.reading import check_chain_holds, opened_events
from custody.sealing import FIRST, LogKey, note_digest
from custody.services import ask_authorities, make_checkpoint, open_log, record
from evidence.models import EvidenceItem
from evidence.services import sweep_blobs
from evidence.storage import blob_names, incoming_folder
from jobs import services
from jobs.enums import JobKind, JobState
from jobs.models import Job, WorkerKey, longest_silence
from jobs.sealing import KEY_FILE
from jobs.services import make_worker_key, requeue_expired, run_job
from packets.enums import PacketKind
from packets.models import ReportPacket
from packets.services import continue_packet, download_packet, request_packet
from tests import sample_files
from tests.authority import papers, running_authority
from tests.cast import make_case, make_cast, make_owner, share
from tests.custody.logs import OWNER
from tests.jobs import runners
from tests.jobs.casework import keep_file, write_note
from vault.primitives import random_bytes

NOTE = "Catatan yang tidak boleh lewat"
ALIAS = "Melati Samaran"
FILE_NAME = "tangkapan-rahasia"
MARKS = (NOTE, ALIAS, FILE_NAME)
WORDS_FILE = "words"
PATIENCE_SECONDS = 120
ENDED = frozenset({JobState.READY, JobState.FAILED, JobState.NEEDS_OWNER})


def migrated() -> None:
    call_command("migrate", verbosity=0)
    call_command("migrate", database="shred", verbosity=0)


def prepare() -> dict[str, Any]:
    """A case with a note and three items, its pictures made, and a packet asked for."""
    migrated()
    make_worker_key()
    owner = make_owner()
    (Path(settings.STATE_DIR) / WORDS_FILE).write_text(owner.secret)
    case = make_case(owner=owner)
    write_note(owner, case, NOTE)
    for seed, is_intimate in enumerate((False, False, True)):
        data = sample_files.png(400, 300, seed=seed)
        keep_file(owner, case, data, name=f"{FILE_NAME}.png", is_intimate=is_intimate)
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.READY}
    request_packet(owner.actor, owner.keys(case), PacketKind.POLICE, ALIAS)
    return {"jobs": [str(job.id) for job in Job.objects.all()], "words": owner.secret}


def herself() -> tuple[Any, HeldKeys]:
    """The owner, signed in by her words as on any day."""
    words = (Path(settings.STATE_DIR) / WORDS_FILE).read_text()
    unlocked = enter_with_words(words, "test")
    actor = actor_for(unlocked.user, InHand(unlocked.key))
    return actor, keys_of(actor, Case.objects.visible_to(actor).get())


def packet_job() -> Job:
    return Job.objects.get(kind=JobKind.PACKET)


def send() -> dict[str, Any]:
    """The message of the packet's job once more, to the broker that this site has now."""
    services._send(packet_job().id)
    return {}


def beat(seconds: str) -> dict[str, Any]:
    """Sends again what is due, as the beat does, until the packet's job has come to an end."""
    end, pause = monotonic() + float(seconds), Event()
    while packet_job().state not in ENDED and monotonic() < end:
        requeue_expired()
        pause.wait(0.1)
    return facts()


def facts() -> dict[str, Any]:
    """Where the job stands, and what of it is there; a message that comes once more is among it."""
    for _ in range(2):
        run_job(packet_job().id)
    actor, keys = herself()
    swept_blobs()
    job, packet = packet_job(), ReportPacket.objects.visible_to(actor).get()
    acts = [event.act for event in opened_events(keys.case.id, keys.logs)]
    return {
        "state": job.state,
        "attempts": job.attempts,
        "failure": job.failure,
        "grants": job.grants.count(),
        "built": acts.count(CustodyAction.PACKET_BUILT),
        "damaged": acts.count(CustodyAction.ITEM_DAMAGED),
        "entries": check_chain_holds(keys.case.id, keys.logs),
        "unnamed_blobs": sorted(stored() - named()),
        "missing_blobs": sorted(named() - stored()),
        "packet_blob": packet.blob,
    }


def swept_blobs() -> None:
    """Two hours go by for what lies in the store, then the sweep comes."""
    then = (now() - timedelta(hours=2)).timestamp()
    for part in (*Path(settings.BLOB_DIR).rglob("*"), *incoming_folder().glob("*")):
        os.utime(part, (then, then))
    sweep_blobs()


def stored() -> set[str]:
    return {name for name, _ in blob_names()} | {part.name for part in incoming_folder().iterdir()}


def named() -> set[str]:
    items = EvidenceItem.objects.for_upkeep()
    rows = [*items, *(picture for item in items for picture in item.derivatives.all())]
    return {str(row.blob) for row in (*rows, *ReportPacket.objects.for_upkeep())} - {"None"}


def download() -> dict[str, Any]:
    actor, keys = herself()
    packet = ReportPacket.objects.visible_to(actor).get()
    _, chunks = download_packet(actor, keys, packet)
    path = Path(settings.STATE_DIR) / "packet.zip"
    path.write_bytes(b"".join(chunks))
    return {"path": str(path)}


def reboot() -> dict[str, Any]:
    """The run directory is gone with the memory it lay in, and the dead worker with it."""
    (Path(settings.RUN_DIR) / KEY_FILE).unlink()
    WorkerKey.objects.update(seen_at=now() - timedelta(minutes=6))
    call_command("make_worker_key")
    return {}


def boot() -> dict[str, Any]:
    """As when a machine comes up: a key in its run directory, and no worker yet."""
    migrated()
    call_command("make_worker_key")
    return {}


def not_ready() -> list[str]:
    """What /readyz names."""
    answer = Client().get("/readyz", HTTP_HOST="localhost").json()
    return list(answer["not_ready"])


def wait_until_not_ready(*names: str) -> list[str]:
    """Looks until /readyz names these and no others; gives up after a while."""
    end, pause = monotonic() + PATIENCE_SECONDS, Event()
    while (named := not_ready()) != list(names) and monotonic() < end:
        pause.wait(0.2)
    return named


def ask() -> dict[str, Any]:
    """Asks for a job; what /readyz says just before."""
    named = not_ready()
    return {"not_ready": named, "state": runners.queued().state}


def beaten() -> bool:
    """Gives the beat's task to whoever takes plain work; tells whether one was done by now."""
    job = Job.objects.first() or runners.queued()
    is_done = job.state == JobState.QUEUED and job.due_at > now()
    past = now() - timedelta(seconds=1)
    Job.objects.update(state=JobState.QUEUED, due_at=past, expires_at=now() + timedelta(hours=1))
    current_app.send_task("jobs.tasks.requeue_expired")
    return is_done


def seen_while_busy() -> bool:
    """Whether a worker that took a job, and does not end it, shows its life long after that."""
    end, pause = monotonic() + PATIENCE_SECONDS, Event()
    while not (is_seen := _is_seen_while_busy()) and monotonic() < end:
        pause.wait(0.2)
    return is_seen


def _is_seen_while_busy() -> bool:
    job, worker = Job.objects.get(), WorkerKey.objects.get()
    return job.state == JobState.BUILDING and worker.seen_at > job.created_at + longest_silence()


def press_continue() -> dict[str, Any]:
    actor, keys = herself()
    continue_packet(actor, keys, ReportPacket.objects.visible_to(actor).get())
    return {"state": packet_job().state}


def append_at_once(count: str) -> dict[str, Any]:
    """That many threads, each with a connection of its own, write into one log at once."""
    migrated()
    key = LogKey(new_id(), 1, random_bytes(32))
    open_log(key.case)
    in_threads([Thread(target=append_one, args=(key, number)) for number in range(int(count))])
    told = [event.details["number"] for event in opened_events(key.case, {1: key})]
    return {"held": check_chain_holds(key.case, {1: key}), "told": sorted(map(int, told))}


def make_checkpoints_at_once(count: str) -> dict[str, Any]:
    """That many threads, each of which writes into a log of its own and makes a checkpoint in the
    same transaction, as packet requests do."""
    migrated()
    keys = [LogKey(new_id(), 1, random_bytes(32)) for _ in range(int(count))]
    for key in keys:
        open_log(key.case)
    together, made = Barrier(len(keys)), []

    def append_and_make(key: LogKey) -> None:
        with closed_afterwards():
            together.wait()
            with transaction.atomic():
                record(key, OWNER, CustodyAction.PACKET_REQUESTED, new_id())
                checkpoint = make_checkpoint()
            made.append(checkpoint.number if checkpoint else 0)

    in_threads([Thread(target=append_and_make, args=(key,)) for key in keys])
    chain = list(Checkpoint.objects.order_by("number"))
    before = [FIRST, *(note_digest(each.note.encode()) for each in chain[:-1])]
    return {
        "made": sorted(made),
        "linked": [bytes(each.prev) for each in chain] == before,
        "proven": sum(bool(proofs_of(key.case, 1)) for key in keys),
    }


def write_while_an_authority_is_slow() -> dict[str, Any]:
    """An authority keeps its answer back until an owner has written; only then is it released."""
    migrated()
    make_worker_key()
    owner = make_owner()
    case = make_case(owner=owner)
    with running_authority() as authority:
        settings.TSA_URLS, settings.TSA_ROOTS_FILE = [authority.url], str(papers().roots)
        settings.TSA_TIMEOUT_SECONDS, settings.TSA_PATIENCE_SECONDS = 60, 0.5
        authority.mode = "slow"
        packet = request_packet(owner.actor, owner.keys(case), PacketKind.POLICE, ALIAS)
        asking = Thread(target=ask_and_close)
        asking.start()
        authority.reached.wait()
        write_note(owner, case, NOTE)
        run_job(Job.objects.get(object_id=packet.id).id)
        state = Job.objects.get(object_id=packet.id).state
        is_waiting = asking.is_alive()
        authority.released.set()
        asking.join()
    stamp = TimeStamp.objects.get()
    return {"packet": state, "was_waiting": is_waiting, "stamp": [stamp.state, stamp.failure]}


def build_while_a_stamp_is_on_its_way() -> dict[str, Any]:
    """The stamp arrives while the job that builds the packet gives it a moment."""
    migrated()
    make_worker_key()
    owner = make_owner()
    case = make_case(owner=owner)
    with running_authority() as authority:
        settings.TSA_URLS, settings.TSA_ROOTS_FILE = [authority.url], str(papers().roots)
        settings.TSA_TIMEOUT_SECONDS = settings.TSA_PATIENCE_SECONDS = 60
        authority.mode = "late"
        packet = request_packet(owner.actor, owner.keys(case), PacketKind.POLICE, ALIAS)
        asking = Thread(target=ask_and_close)
        building = Thread(target=run_and_close, args=(Job.objects.get(object_id=packet.id).id,))
        asking.start()
        authority.reached.wait()
        building.start()
        authority.released.set()
        asking.join()
        building.join()
    row = ReportPacket.objects.visible_to(owner.actor).get(pk=packet.pk)
    _, chunks = download_packet(owner.actor, owner.keys(case), row)
    return {"is_anchored": b"Anchoring: anchored" in b"".join(chunks)}


def ask_and_close() -> None:
    with closed_afterwards():
        ask_authorities()


def work_in_silence(seconds: str) -> dict[str, Any]:
    """A runner that only waits, while the beat looks for workers that have died."""
    migrated()
    make_worker_key()
    services.RUNNERS[JobKind.PACKET] = "tests.jobs.runners.run"
    runners.acts.append(lambda lease: Event().wait(float(seconds)) or runners.finish(lease))
    job, sent, pause = runners.queued(), 0, Event()
    running = Thread(target=run_and_close, args=(job.id,))
    running.start()
    while running.is_alive():
        pause.wait(0.1)
        sent += requeue_expired()
    job.refresh_from_db()
    return {"state": job.state, "attempts": job.attempts, "sent": sent}


def run_and_close(job_id: UUID) -> None:
    with closed_afterwards():
        run_job(job_id)


def revoke_at_once() -> dict[str, Any]:
    """The owner takes two organisations out in the same moment, from two browsers."""
    migrated()
    people = make_cast()
    share(owner=people.ani, case=people.case, organization=people.dua)
    write_note(people.ani, people.case, NOTE)
    together, ends = Barrier(2), []

    def revoke(organization: Organization) -> None:
        with closed_afterwards():
            actor, keys = people.ani.actor, people.ani.keys(people.case)
            grant = Grant.objects.get(organization=organization)
            together.wait()
            try:
                revoke_grant(actor, keys, grant)
                ends.append("done")
            except PolicyRefused:
                ends.append("refused")

    in_threads([Thread(target=revoke, args=(each,)) for each in (people.satu, people.dua)])
    keys = people.ani.keys(people.case)
    notes = [opened.details.note for opened in incidents_of(keys)]
    return {
        "ends": sorted(ends),
        "epochs": list(keys.epochs),
        "notes_read": notes == [NOTE],
        "held": check_chain_holds(keys.case.id, keys.logs) > 0,
    }


def in_threads(threads: list[Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def append_one(key: LogKey, number: int) -> None:
    with closed_afterwards(), transaction.atomic():
        record(key, OWNER, CustodyAction.RECORD_ADDED, key.case, {"number": str(number)})


@contextmanager
def closed_afterwards() -> Iterator[None]:
    try:
        yield
    finally:
        connections.close_all()


def claim_at_once(count: str) -> dict[str, Any]:
    """That many threads with one message each reach for one job at the same moment."""
    migrated()
    make_worker_key()
    job, leases, together = runners.queued(), [], Barrier(int(count))

    def claim() -> None:
        with closed_afterwards():
            together.wait()
            leases.append(services._claim(job.id))

    in_threads([Thread(target=claim) for _ in range(int(count))])
    won = [lease for lease in leases if lease]
    return {"asked": len(leases), "won": len(won), "attempts": Job.objects.get().attempts}
