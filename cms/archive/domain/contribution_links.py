"""Signs the link by which a person follows, corrects or withdraws what they gave."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from crm.accounts.domain.signed_links import read_number, sign_number

SALT = "parvis.archive.contribution"


def make_token(contribution_id: int) -> str:
    return sign_number(SALT, contribution_id)


def read_token(token: str) -> int:
    """Whose contribution it is. Raises `BadLink`."""
    return read_number(SALT, token)


def contribution_url(contribution_id: int) -> str:
    return settings.BASE_URL + reverse("archive_contribution", args=[make_token(contribution_id)])
