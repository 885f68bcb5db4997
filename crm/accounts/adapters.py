"""How this council signs in, told to django-allauth in the two places where it asks."""

from __future__ import annotations

import base64
import hashlib
import logging
import smtplib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.accounts.clients import client_ip
from crm.accounts.lockout import is_locked_out, lockout_response
from crm.accounts.models import User

logger = logging.getLogger("parvis.accounts")


class AccountAdapter(DefaultAccountAdapter):
    """E-mail and password: nobody signs up, and a lockout binds one login from one place."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and this password do not go together."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right, or it has already been used. Wait for the next one."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link no longer works. Ask for another one."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Allauth counts wrong passwords by login alone: anyone could keep the secretary out of her own
        # account by typing nonsense. Counted by login and place, they only keep themselves out.
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer a locked-out client with the page that says so, before allauth's shorter limit does."""
        if is_locked_out(request, credentials.get("email", "")):
            raise ImmediateHttpResponse(lockout_response(request))
        super().pre_authenticate(request, **credentials)

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago is not asked again: enrolment comes right after the password."""
        records = get_authentication_records(context.request, context.request.user)
        if any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person what changed; a mail server that is down does not undo the change."""
        try:
            super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, user.email)
        except (OSError, smtplib.SMTPException):
            logger.exception("A security notice could not be sent", extra={"user": user.pk, "notice": template_prefix})


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor: its secrets are encrypted at rest, its names are those of the council."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": _("Enrol a second factor first: the codes stand in for it."),
    }

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        # In a template, because the council lives upstairs: this room may not import it.
        return render_to_string("mfa/issuer.txt").strip()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("My key") if count == 0 else gettext("My key %(number)s") % {"number": count + 1}


def _vault() -> MultiFernet:
    """Encrypts with SECRET_KEY, and still opens what an earlier key closed (SECRET_KEY_FALLBACKS)."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factor at rest/{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
