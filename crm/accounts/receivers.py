"""Hears what allauth announces: a second factor given, added, taken away or wrong, a password reset."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_reset
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from crm.accounts.clients import client_ip
from crm.accounts.models import User
from crm.accounts.second_factor import FACTORS, forget_proof, has_second_factor, record_proof


@receiver(signals.authenticator_used)
def remember_proof(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record_proof(request, user)


@receiver(signals.authenticator_added)
def remember_enrolment(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Who enrols has just given a code or touched the key."""
    if authenticator.type in FACTORS:
        record_proof(request, user)


@receiver(signals.authenticator_removed)
def forget_removed_factor(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Without any factor left, the session is back at enrolment."""
    if not has_second_factor(user):
        forget_proof(request)


@receiver(signals.authentication_failed)
def count_wrong_code(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A wrong code counts with the wrong passwords of the same login from the same place."""
    user_login_failed.send(sender=__name__, credentials={"username": user.email}, request=request)


@receiver(password_reset)
def lift_lockout(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever opened the letter may try the new password at once."""
    reset(ip=client_ip(request), username=user.email.lower())
    # Allauth does this for the addresses of its own table, which stays empty here.
    get_adapter()._delete_login_attempts_cached_email(request, email=user.email)
