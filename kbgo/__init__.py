"""The project: settings, addresses, processes and checks. It knows every app; no app knows it."""

from kbgo.celery import app as celery_app

__all__ = ["celery_app"]
