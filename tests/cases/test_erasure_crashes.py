"""Erasing is stopped at each of its writes, and at each blob; the next run finishes it."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any

import pytest
from django.db import connections

from accounts.models import User
from cases.models import Case, ShredSecret
from cases.services import dispose_case, dispose_everything, erase_due
from core.clock import now
from evidence.models import EvidenceItem
from evidence.services import dispose_item, erase_due_items
from evidence.storage import blob_exists
from jobs.models import WorkerKey
from jobs.services import run_job
from tests.cases.erased import nothing_is_left_of
from tests.cast import Person, make_case, make_organization, make_owner, make_staff, share
from tests.jobs.casework import keep_file, write_note
from tests.jobs.conftest import Clock
from tests.jobs.packetwork import ask, job_of

pytestmark = pytest.mark.django_db(transaction=True)
WRITES = re.compile(r"^(INSERT|UPDATE|DELETE)", re.IGNORECASE)


class Stopped(BaseException):
    """The machine went off; nothing in the program catches this."""


class Fuse:
    """Lets so many writes and removals of files through, and stops at the next one."""

    def __init__(self, left: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left, self._remove = left, os.remove
        monkeypatch.setattr(os, "remove", self.remove)

    def step(self) -> None:
        if self.left == 0:
            raise Stopped
        self.left -= 1

    def remove(self, path: Any) -> None:
        self.step()
        self._remove(path)

    def write(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql):
            self.step()
        return execute(sql, params, many, context)


@contextmanager
def fused(left: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        fuse = Fuse(left, patch)
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(fuse.write))
        yield


def stops(erase: Any, left: int) -> bool:
    """Whether the run was stopped after so many steps."""
    try:
        with fused(left):
            erase()
    except Stopped:
        return True
    return False


@pytest.fixture
def lead() -> Person:
    person = make_staff(name="Lina")
    make_organization(name="LBH Satu", lead=person)
    return person


def filled(owner: Person, lead: Person) -> tuple[Case, EvidenceItem, list[str]]:
    WorkerKey.objects.update(seen_at=now())
    case = make_case(owner=owner)
    share(owner=owner, case=case, organization=lead.membership.organization)
    write_note(owner, case, "Catatan")
    item = keep_file(owner, case)
    return case, item, [item.blob, *item.derivatives.values_list("blob", flat=True)]


def still_there(blobs: list[str]) -> list[str]:
    return [name for name in blobs if blob_exists(name)]


def test_a_case_is_erased_whole_wherever_it_was_stopped(
    worker: WorkerKey, clock: Clock, lead: Person
) -> None:
    for left in count():
        case, _, blobs = filled(owner := make_owner(), lead)
        dispose_case(owner.actor, owner.keys(case))
        clock.forward(hours=24)
        was_stopped = stops(erase_due, left)
        if not Case.objects.within(pk=case.pk).exists():
            assert not ShredSecret.objects.filter(case_id=case.id).exists()
        erase_due()
        assert nothing_is_left_of(case)
        assert still_there(blobs) == []
        if not was_stopped:
            break
    assert left > 15


def test_between_the_two_databases_the_case_is_closed_and_cannot_be_kept(
    worker: WorkerKey, clock: Clock, lead: Person
) -> None:
    """One write goes through: S_c is gone, every row still stands."""
    case, _, _ = filled(owner := make_owner(), lead)
    dispose_case(owner.actor, owner.keys(case))
    clock.forward(hours=24)
    assert stops(erase_due, 1)
    assert Case.objects.within(pk=case.pk).exists()
    assert not ShredSecret.objects.filter(case_id=case.id).exists()
    assert erase_due() == 1
    assert nothing_is_left_of(case)


def test_an_item_is_erased_whole_wherever_it_was_stopped(
    worker: WorkerKey, clock: Clock, lead: Person
) -> None:
    owner = make_owner()
    for left in count():
        case, item, blobs = filled(owner, lead)
        dispose_item(owner.actor, owner.keys(case), item)
        clock.forward(hours=24)
        was_stopped = stops(erase_due_items, left)
        erase_due_items()
        assert not EvidenceItem.objects.for_job(item.pk).exists()
        assert still_there(blobs) == []
        if not was_stopped:
            break
    assert left > 5


def test_everything_is_erased_wherever_it_was_stopped(
    worker: WorkerKey, clock: Clock, lead: Person
) -> None:
    for left in count(0, 3):
        owner = make_owner()
        cases = [filled(owner, lead)[0] for _ in range(2)]
        dispose_everything(owner.actor)
        clock.forward(hours=24)
        was_stopped = stops(erase_due, left)
        erase_due()
        assert all(nothing_is_left_of(case) for case in cases)
        assert not User.objects.filter(pk=owner.user.pk).exists()
        if not was_stopped:
            break
    assert left > 30


def test_a_message_that_is_still_on_its_way_finds_nothing(worker: WorkerKey, lead: Person) -> None:
    case, _, _ = filled(owner := make_owner(), lead)
    job = job_of(ask(owner, case))
    dispose_case(owner.actor, owner.keys(case), at_once=True)
    run_job(job.id)
    assert nothing_is_left_of(case)
