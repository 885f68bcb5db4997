"""The roof: settings, addresses and the task queue; and below it the library and the memory."""

from cms.celery import app as celery_app

__all__ = ["celery_app"]
