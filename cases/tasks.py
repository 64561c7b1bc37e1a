from celery import shared_task

from cases import services


@shared_task(name="cases.tasks.forget_old_drafts", ignore_result=True)
def forget_old_drafts() -> None:
    services.forget_old_drafts()


@shared_task(name="cases.tasks.erase_due", ignore_result=True)
def erase_due() -> None:
    services.erase_due()
