"""Packets as pages list them, the blobs they keep and the room these take."""

from uuid import UUID

from django.db.models import Sum

from jobs.enums import JobKind, JobState
from jobs.models import Job
from packets.models import ReportPacket


def job_state(packet: ReportPacket) -> JobState:
    return job_states([packet])[packet.id]


def job_states(packets: list[ReportPacket]) -> dict[UUID, JobState]:
    """The state of each packet as these rows tell it.

    A packet and its job end in one transaction, so the packet's own row says whether it is ready;
    its job only says how far it is on the way there.
    """
    rows = Job.objects.filter(kind=JobKind.PACKET, object_id__in=[one.id for one in packets])
    jobs = {row.object_id: JobState(row.state) for row in rows}
    return {
        one.id: JobState.READY if one.blob else _unfinished(jobs.get(one.id)) for one in packets
    }


def _unfinished(job: JobState | None) -> JobState:
    """A job that ended after the packet's row was read was still at work by that row. One whose
    row was tidied away waits for its requester."""
    if job is None:
        return JobState.NEEDS_OWNER
    return JobState.BUILDING if job == JobState.READY else job


def packet_blobs() -> frozenset[str]:
    names = ReportPacket.objects.for_upkeep().values_list("blob", flat=True)
    return frozenset(name for name in names if name)


def packet_bytes() -> int:
    """What the ZIPs of all packets take until they expire."""
    total: int = ReportPacket.objects.for_upkeep().aggregate(n=Sum("blob_bytes"))["n"] or 0
    return total
