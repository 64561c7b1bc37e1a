"""Which state of a job may follow which."""

from jobs.enums import JobState

TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.BUILDING, JobState.NEEDS_OWNER}),
    JobState.BUILDING: frozenset(
        {JobState.READY, JobState.FAILED, JobState.QUEUED, JobState.NEEDS_OWNER}
    ),
    JobState.NEEDS_OWNER: frozenset({JobState.QUEUED}),
    JobState.FAILED: frozenset({JobState.QUEUED}),
    JobState.READY: frozenset(),
}
# Nothing but a new grant from somebody who holds the keys leads out of these.
STANDING = frozenset({JobState.NEEDS_OWNER, JobState.FAILED})


def sources_of(target: JobState) -> tuple[JobState, ...]:
    """The states from which a job may go to this one."""
    return tuple(state for state, targets in TRANSITIONS.items() if target in targets)
