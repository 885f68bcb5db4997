"""What the site learns from the proxy in front of it."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse


class RealAddressMiddleware:
    """Put the reader's own address where Django, the rate limits and the sign-in look for it.

    Only for a server that nobody reaches but through our proxy, which always writes `X-Real-IP` and
    lets no reader write it (deploy/nginx.conf). Without this, one stranger who guesses passwords
    would lock everyone out: all readers would have the proxy's address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without the header (the container's health check) the address of the connection stays.
        with suppress(ValueError):
            request.META["REMOTE_ADDR"] = str(ip_address(request.headers.get("X-Real-IP", "").strip()))
        return self.get_response(request)
