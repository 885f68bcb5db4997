"""Letters with a one-time link to choose a password: an invitation, or a forgotten password."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import int_to_base36

from crm.accounts.models import User


def password_link(user: User) -> str:
    """An absolute address that works once, until a password is chosen with it or ``PASSWORD_RESET_TIMEOUT`` passes."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": int_to_base36(user.pk), "key": key})
    return f"{settings.BASE_URL}{path}"


def send_invitation(user: User) -> None:
    """Write to someone for whom an account was made; refuses nobody, and each call is one more letter."""
    _send(user, "account/email/invitation")


def send_reset(user: User) -> None:
    """Write to someone who forgot the password."""
    _send(user, "account/email/password_reset_key")


def _send(user: User, template: str) -> None:
    context = {
        "user": user,
        "link": password_link(user),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "site": settings.BASE_URL,
    }
    subject = render_to_string(f"{template}_subject.txt", context).strip()
    body = render_to_string(f"{template}_message.txt", context)
    EmailMessage(subject, body, to=[user.email], headers={"Auto-Submitted": "auto-generated"}).send()
