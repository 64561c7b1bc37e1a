from celery import shared_task

from evidence import services


@shared_task(name="evidence.tasks.sweep_blobs", ignore_result=True)
def sweep_blobs() -> None:
    services.sweep_uploads()
    services.sweep_blobs()


@shared_task(name="evidence.tasks.erase_due_items", ignore_result=True)
def erase_due_items() -> None:
    services.erase_due_items()
