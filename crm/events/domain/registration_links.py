"""Signs the link by which a person changes or cancels their own registration, and reads it back."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from crm.accounts.domain.signed_links import read_number, sign_number

SALT = "parvis.events.registration"


def make_token(registration_id: int) -> str:
    return sign_number(SALT, registration_id)


def read_token(token: str) -> int:
    """Whose registration it is; raises ``BadLink``."""
    return read_number(SALT, token)


def registration_url(registration_id: int) -> str:
    return settings.BASE_URL + reverse("registration", args=[make_token(registration_id)])
