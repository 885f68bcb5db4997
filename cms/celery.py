"""The Celery application: what runs later, and what beat looks up each minute."""

import os
from typing import Any

from celery import Celery
from celery.signals import task_prerun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.local")

app = Celery("parvis")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
def speak_in_the_councils_time(**_kwargs: Any) -> None:
    """A letter says the hours that the page says."""
    from crm.partners.clock import activate_council_zone

    activate_council_zone()
