"""The clock on the council's wall: the zone in which days and hours are shown and typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

ZONE_KEY = "council-time-zone"
# A change that the cache did not hear of, because its server was gone, is seen after that long.
ZONE_SECONDS = 3600


def check_time_zone(name: str) -> None:
    """A validator: refuses what is not the name of a zone."""
    if name not in available_timezones():
        raise ValidationError(_("This is not the name of a time zone. In Québec it is America/Toronto."))


def activate_council_zone() -> None:
    """From here to the end of the request or the task, `timezone.localtime` speaks of the council's own clock."""
    timezone.activate(ZoneInfo(caches["pages"].get_or_set(ZONE_KEY, _saved_zone, ZONE_SECONDS) or settings.TIME_ZONE))


def forget_zone(**kwargs: Any) -> None:
    """The identity was saved: the zone is read anew."""
    transaction.on_commit(lambda: caches["pages"].delete(ZONE_KEY))


def _saved_zone() -> str:
    from crm.partners.models import Council

    return Council.objects.values_list("time_zone", flat=True).first() or settings.TIME_ZONE


class CouncilClockMiddleware:
    """Every page speaks in the council's own time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        activate_council_zone()
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
