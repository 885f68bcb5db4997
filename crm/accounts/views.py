"""The doors beside ours, each of which leads to ours or nowhere."""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import urlencode

from django.contrib.auth.views import RedirectURLMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.generic import View


class SideDoor(RedirectURLMixin, View):
    """A log-in address of Wagtail or Django: to our sign-in, whatever is sent here.

    A ``next`` that leads outside the site is dropped. Who is signed in and still lands here has no
    right to what was asked: a page says so, instead of the loop between two redirects that it would be.
    """

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return render(request, "account/no_access.html", status=403)
        target = self.get_redirect_url()
        query = f"?{urlencode({'next': target})}" if target else ""
        return redirect(reverse("account_login") + query)


@never_cache
def to_password_reset(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return redirect("account_reset_password")


@never_cache
def to_logout(request: HttpRequest) -> HttpResponse:
    """Wagtail's log-out button posts here; 307 keeps the method, and ours does the work."""
    return redirect(reverse("account_logout"), preserve_request=True)


def closed(request: HttpRequest, **kwargs: object) -> NoReturn:
    """An address of Wagtail that goes round our rules: not found."""
    raise Http404
