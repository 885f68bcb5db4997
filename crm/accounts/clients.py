"""Where a request comes from, as far as it can be believed."""

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The address of the client, behind as many proxies as ``ALLAUTH_TRUSTED_PROXY_COUNT`` says.

    The one reading for every counter: allauth's limits, axes, the public forms. A client that writes its
    own ``X-Forwarded-For`` gains nothing, since only what our own proxies appended is read.
    """
    return get_client_ip(request) or ""
