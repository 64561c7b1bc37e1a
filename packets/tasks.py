from celery import shared_task

from packets import services


@shared_task(name="packets.tasks.expire_packets", ignore_result=True)
def expire_packets() -> None:
    services.expire_packets()
