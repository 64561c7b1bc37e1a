"""What Celery runs: ids in, nothing out."""

from uuid import UUID

from celery import shared_task

from jobs import services


@shared_task(name="jobs.tasks.run_job", ignore_result=True)
def run_job(job_id: str) -> None:
    services.run_job(UUID(job_id))


@shared_task(name="jobs.tasks.requeue_expired", ignore_result=True, expires=30)
def requeue_expired() -> None:
    services.requeue_expired()


@shared_task(name="jobs.tasks.delete_old_jobs", ignore_result=True)
def delete_old_jobs() -> None:
    services.delete_old_jobs()
