"""The reader's own address, as the proxy wrote it."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cms.proxy import RealAddressMiddleware


def address_seen(**headers: str) -> str:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    RealAddressMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR="172.18.0.9", headers=headers))
    return seen[0]


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::1"])
def test_address_is_the_one_the_proxy_wrote(address: str) -> None:
    assert address_seen(**{"X-Real-IP": address, "X-Forwarded-For": "198.51.100.1"}) == address


@pytest.mark.parametrize("headers", [{}, {"X-Real-IP": ""}, {"X-Real-IP": "not-an-address"}])
def test_address_of_the_connection_stays_without_the_proxy(headers: dict[str, str]) -> None:
    assert address_seen(**headers) == "172.18.0.9"
