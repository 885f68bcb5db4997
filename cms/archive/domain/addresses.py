"""The addresses under which the memory is known elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path


def lasting_address(number: int) -> str:
    """The address that survives renaming."""
    return absolute(reverse("archive_number", args=[number]))
