"""Which state may follow which: the whole table, and that the rows keep to it."""

from itertools import product

import pytest

from jobs.enums import JobState
from jobs.models import Job, WorkerKey
from jobs.policies import STANDING, TRANSITIONS, sources_of
from jobs.services import _move
from tests.jobs.runners import queued, state_of

Q, B, R, F, N = (
    JobState.QUEUED,
    JobState.BUILDING,
    JobState.READY,
    JobState.FAILED,
    JobState.NEEDS_OWNER,
)
ALLOWED = {(Q, B), (Q, N), (B, R), (B, F), (B, Q), (B, N), (N, Q), (F, Q)}
PAIRS = list(product(JobState, JobState))


def test_every_state_has_its_row() -> None:
    assert set(TRANSITIONS) == set(JobState) == {Q, B, R, F, N}


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_table_allows_these_transitions_and_no_others(one: JobState, other: JobState) -> None:
    assert (other in TRANSITIONS[one]) == ((one, other) in ALLOWED)
    assert (one in sources_of(other)) == ((one, other) in ALLOWED)


def test_only_a_finished_job_goes_nowhere() -> None:
    assert [state for state in JobState if not TRANSITIONS[state]] == [JobState.READY]


def test_a_standing_job_goes_back_to_the_queue_and_nowhere_else() -> None:
    assert all(TRANSITIONS[state] == {JobState.QUEUED} for state in STANDING)


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_row_moves_only_along_the_table(
    one: JobState, other: JobState, worker: WorkerKey
) -> None:
    job = queued()
    Job.objects.update(state=one)
    moved = _move(Job.objects.filter(pk=job.pk), other)
    assert bool(moved) == ((one, other) in ALLOWED)
    assert state_of(job) == (other if moved else one)
