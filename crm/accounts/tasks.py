"""Letters of the accounts that leave from a worker."""

from __future__ import annotations

import smtplib
from typing import Any

from celery import shared_task

from crm.accounts.domain.passwords import send_invitation, send_reset
from crm.accounts.models import User

RETRY: dict[str, Any] = {"autoretry_for": (OSError, smtplib.SMTPException), "retry_backoff": 10, "max_retries": 5}


@shared_task(name="accounts.send_password_link", **RETRY)
def send_password_link(user_pk: int) -> None:
    """Send the link to a new password; 0 stands for a stranger and sends nothing. Twice is two letters, both good."""
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    if user is not None:
        send_reset(user)


@shared_task(name="accounts.send_invitation_letter", **RETRY)
def send_invitation_letter(user_pk: int) -> None:
    """Send an invitation, unless the person has chosen a password meanwhile. Twice is two letters, both good."""
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    if user is not None and not user.has_usable_password():
        send_invitation(user)
