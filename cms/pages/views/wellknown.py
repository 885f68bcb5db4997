"""The addresses that programs look for: robots, security contact, where to change a password."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm.partners.models import Council

SECURITY_TXT_LIFE = timedelta(days=180)  # RFC 9116 §2.5.5: less than a year


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What a robot may read: everything but the admin, the accounts and the letters' personal links."""
    context = {"sitemap": f"{settings.BASE_URL.rstrip('/')}{reverse('sitemap')}"}
    return render(request, "pages/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without an e-mail in the council's identity there is nobody to write to: 404."""
    council = Council.load()
    if not council.email:
        raise Http404
    context = {
        "email": council.email,
        "expires": (timezone.now() + SECURITY_TXT_LIFE).strftime("%Y-%m-%dT00:00:00Z"),
        "canonical": f"{settings.BASE_URL.rstrip('/')}{reverse('security_txt')}",
    }
    return render(request, "pages/security.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that ask at the root without reading the page."""
    return HttpResponseRedirect(static("img/favicon.ico"))


@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Where a password manager sends its user (W3C change-password-url)."""
    return HttpResponseRedirect(reverse("account_change_password"))


def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other well-known address does not exist: never a page, never a redirect."""
    raise Http404
