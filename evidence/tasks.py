from celery import shared_task

from evidence import services


@shared_task(name="evidence.tasks.sweep_blobs", ignore_result=True)
def sweep_blobs() -> None:
    services.sweep_blobs()
