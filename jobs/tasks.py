"""What Celery runs: ids in, nothing out; and the pulse of the workers that take keyed work."""

from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready, worker_shutdown

from jobs import services
from jobs.pulse import Pulse

KEYED = "keyed"
pulses: list[Pulse] = []


@worker_ready.connect
def begin_pulse(sender: Any, **told: object) -> None:
    """Only where grants are opened: a worker of the plain queue says nothing about that."""
    if KEYED in sender.app.amqp.queues.consume_from:
        pulses.append(Pulse())
        pulses[-1].start()


@worker_shutdown.connect
def end_pulse(**told: object) -> None:
    while pulses:
        pulses.pop().end()


@shared_task(name="jobs.tasks.run_job", ignore_result=True)
def run_job(job_id: str) -> None:
    services.run_job(UUID(job_id))


@shared_task(name="jobs.tasks.requeue_expired", ignore_result=True, expires=30)
def requeue_expired() -> None:
    services.requeue_expired()


@shared_task(name="jobs.tasks.delete_old_jobs", ignore_result=True)
def delete_old_jobs() -> None:
    services.delete_old_jobs()
