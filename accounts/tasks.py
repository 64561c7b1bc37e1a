from celery import shared_task

from accounts import services


@shared_task(name="accounts.tasks.forget_what_is_over", ignore_result=True)
def forget_what_is_over() -> None:
    services.forget_what_is_over()
