"""Fetches a calendar from a stranger's server, or asks whether a page is there: here the square talks to the outside.

The address is a stranger's: only public addresses are reached (never this machine, its network or a cloud's metadata),
and the one that was checked is the one that is called, so that a name cannot change its mind in between. What comes is
bounded in size and in time.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from crm.events.enums import FeedProblem

MOST_BYTES = 2 * 1024 * 1024
MOST_SECONDS = 15.0
LOOK_SECONDS = 8.0
SILENCE = 5.0
MOST_REDIRECTS = 3
CHUNK = 64 * 1024
MOVED = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT}
LOST = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
WAYS = {"http": 80, "https": 443}
# What an address may hold as it is (RFC 3986, 2.2); accents and spaces, which people paste, are written in percents.
AS_IT_IS = "!#$%&'()*+,/:;=?@[]~"

IPAddress = IPv4Address | IPv6Address
Allows = Callable[[IPAddress], bool]


class FetchRefused(Exception):
    """It was not fetched; `reason` is one of the values of `FeedProblem`."""

    def __init__(self, reason: FeedProblem) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Fetched:
    """What came: the bytes, or nothing when they are still those of ``etag``."""

    body: bytes | None
    etag: str = ""


def is_public(address: IPAddress) -> bool:
    """Whether anyone on the Internet may call it."""
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


def fetch_calendar(url: str, etag: str = "", *, allows: Allows = is_public) -> Fetched:
    """The calendar at ``url`` (http, https or webcal). Raises `FetchRefused`.

    Redirections are followed, each checked like the first address; no cookie, no credentials, no proxy.
    """
    headers = {"Accept": "text/calendar"} | ({"If-None-Match": etag} if etag else {})
    with _opened(url, headers, allows, MOST_SECONDS) as (response, ends_at):
        return _answer(response, ends_at)


def look_up(url: str, *, allows: Allows = is_public) -> int:
    """The status that the page at ``url`` answers with, its redirections followed. Raises `FetchRefused`.

    Nothing of it is read beyond that: as little as possible is asked of a stranger's server.
    """
    with _opened(url, {"Accept": "text/html,*/*;q=0.5"}, allows, LOOK_SECONDS) as (response, _ends_at):
        return response.status


@contextmanager
def _opened(
    url: str, headers: dict[str, str], allows: Allows, seconds: float
) -> Iterator[tuple[http.client.HTTPResponse, float]]:
    """The answer at the end of the redirections, each checked like the first address, and when time is up."""
    ends_at = monotonic() + seconds
    for _step in range(MOST_REDIRECTS + 1):
        parts = _read(url)
        connection = _connect(parts, allows, ends_at)
        try:
            response = _ask(connection, parts, headers)
            if response.status in MOVED and (elsewhere := response.headers.get("Location")):
                url = urljoin(url, quote(elsewhere, AS_IT_IS, encoding="latin-1"))  # the bytes that came
                continue
            yield response, ends_at
            return
        except (OSError, http.client.HTTPException) as error:
            raise _unheard(error) from error
        finally:
            connection.close()
    raise FetchRefused(FeedProblem.MOVED)


def _read(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip().replace("webcal://", "https://", 1))
        is_whole = parts.scheme in WAYS and parts.hostname and parts.port != 0
    except ValueError as error:
        raise FetchRefused(FeedProblem.ADDRESS) from error
    if not is_whole or parts.username or parts.password:
        raise FetchRefused(FeedProblem.ADDRESS)
    return parts


def _connect(parts: SplitResult, allows: Allows, ends_at: float) -> http.client.HTTPConnection:
    """A connection to an address that was checked, under the name that was asked."""
    host, port = str(parts.hostname), parts.port or WAYS[parts.scheme]
    try:
        found = socket.getaddrinfo(host.encode("idna").decode(), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchRefused(FeedProblem.UNKNOWN) from error
    addresses = [str(entry[4][0]).split("%")[0] for entry in found]
    if not addresses or not all(allows(ip_address(address)) for address in addresses):
        raise FetchRefused(FeedProblem.PRIVATE)
    timeout = max(0.1, min(SILENCE, ends_at - monotonic()))
    try:
        sock = socket.create_connection((addresses[0], port), timeout)
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except ssl.SSLError as error:
        raise FetchRefused(FeedProblem.CERTIFICATE) from error
    except OSError as error:
        raise FetchRefused(
            FeedProblem.SILENT if isinstance(error, TimeoutError) else FeedProblem.UNREACHABLE
        ) from error
    connection = http.client.HTTPConnection(host, port)
    connection.sock = sock
    return connection


def _ask(
    connection: http.client.HTTPConnection, parts: SplitResult, headers: dict[str, str]
) -> http.client.HTTPResponse:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", quote(path, AS_IT_IS), headers={"User-Agent": "Parvis", "Connection": "close", **headers})
    return connection.getresponse()


def _answer(response: http.client.HTTPResponse, ends_at: float) -> Fetched:
    if response.status == HTTPStatus.NOT_MODIFIED:
        return Fetched(None, response.headers.get("ETag", ""))
    if response.status != HTTPStatus.OK:
        raise FetchRefused(
            FeedProblem.GONE if response.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} else FeedProblem.REFUSED
        )
    body = bytearray()
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise FetchRefused(FeedProblem.LARGE)
        if monotonic() > ends_at:
            raise FetchRefused(FeedProblem.SILENT)
    if response.length:  # cut before the end: half a calendar would take away the other half
        raise FetchRefused(FeedProblem.UNREACHABLE)
    return Fetched(bytes(body), response.headers.get("ETag", "")[:200])


def _unheard(error: Exception) -> FetchRefused:
    return FetchRefused(FeedProblem.SILENT if isinstance(error, TimeoutError) else FeedProblem.UNREACHABLE)
