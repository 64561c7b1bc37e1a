from celery import shared_task

from cases import services


@shared_task(name="cases.tasks.erase_due", ignore_result=True)
def erase_due() -> None:
    services.erase_due()
