"""The Celery application; what it may and may not do stands in the settings."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kbgo.settings")

TRANSPORT_ALIASES["filesystem"] = "kbgo.broker:Transport"
app = Celery("kbgo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
