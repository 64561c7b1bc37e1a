from celery import shared_task

from custody import services


@shared_task(name="custody.tasks.make_checkpoint", ignore_result=True)
def make_checkpoint() -> None:
    services.make_checkpoint()


@shared_task(name="custody.tasks.ask_authorities", ignore_result=True, expires=60)
def ask_authorities() -> None:
    services.ask_authorities()
