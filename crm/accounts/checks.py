"""What must not be left open on a server, said by ``manage.py check --deploy``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def check_sign_in(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """On a server: a second factor for everyone, and no demo login in sight."""
    problems: list[CheckMessage] = []
    if not settings.SECOND_FACTOR_REQUIRED:
        problems.append(
            Error(
                "A password alone opens the administration.",
                hint="Set SECOND_FACTOR_REQUIRED = True (it is, in cms.settings.production).",
                id="accounts.E001",
            )
        )
    if settings.SHOW_DEMO_LOGINS or settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN:
        problems.append(
            Error(
                "The conveniences of a local installation are switched on.",
                hint="Remove SHOW_DEMO_LOGINS and MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN from these settings.",
                id="accounts.E002",
            )
        )
    return problems
