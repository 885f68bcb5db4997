"""A session without its second factor opens nothing but the page where one is enrolled or given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from crm.accounts.models import User
from crm.accounts.second_factor import has_second_factor, is_proved

# To leave, and to say again who one is before enrolling.
ALWAYS = {"account_logout", "account_reauthenticate", "account_inactive"}
ENROLMENT = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}
PROOF = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


class SecondFactorMiddleware:
    """Keeps a half-proved session out of everything.

    Inside (the administration, the account pages), it leads to enrolment, or to the code when a factor
    is enrolled already. Anywhere else the person is anonymous, so whatever view is added later is
    closed without anyone having to think of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        # Without the cookie there is no session to look at: anonymous pages stay free of `Vary: Cookie`.
        if not settings.SECOND_FACTOR_REQUIRED or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if _is_inside(request):
            return _lead_to_second_factor(request)
        person = request.user
        request.user = SimpleLazyObject(lambda: person if _is_complete(request, person) else AnonymousUser())  # type: ignore[assignment]
        return None


def _is_inside(request: HttpRequest) -> bool:
    return request.path.startswith((reverse("wagtailadmin_home"), reverse("account_home")))


def _is_complete(request: HttpRequest, user: Any) -> bool:
    return not user.is_authenticated or is_proved(request, user)


def _lead_to_second_factor(request: HttpRequest) -> HttpResponse | None:
    if _is_complete(request, request.user):
        return None
    assert isinstance(request.user, User)  # noqa: S101
    enrolled = has_second_factor(request.user)
    name = request.resolver_match.url_name if request.resolver_match else None
    if name in ALWAYS | (PROOF if enrolled else ENROLMENT):
        return None
    if not enrolled:
        return redirect("mfa_index")
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
