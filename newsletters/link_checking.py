"""Asks for the addresses of a newsletter before it leaves: our own pages first, then those of others, each in its time.

What was found is kept some minutes in the shared cache, so that the screen which asked and the one which sends agree.
Others' servers are reached through `crm.events.fetching`, which never goes into a private network.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from hashlib import sha256
from io import BytesIO
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.urls import reverse
from django.utils.translation import override

from crm.events.enums import FeedProblem
from crm.events.fetching import Allows, FetchRefused, is_public, look_up
from newsletters.domain.link_states import LinkState, is_ours

logger = logging.getLogger("parvis.newsletters")

KEPT_SECONDS = 15 * 60
MOST_SECONDS = 12.0  # for all of others' addresses together
AT_ONCE = 8
MOST_STEPS = 3
REFUSES_PROGRAMS = {401, 403, 405, 406, 429, 451, 999}
STATE_OF_PROBLEM = {
    FeedProblem.UNKNOWN: LinkState.UNKNOWN,
    FeedProblem.PRIVATE: LinkState.PRIVATE,
    FeedProblem.CERTIFICATE: LinkState.CERTIFICATE,
    FeedProblem.MOVED: LinkState.ENDLESS,
    FeedProblem.ADDRESS: LinkState.UNKNOWN,
}


def known_states(hrefs: Collection[str]) -> dict[str, LinkState]:
    """What was found lately of these addresses."""
    keys = {_key(href): href for href in hrefs}
    return {keys[key]: LinkState(value) for key, value in cache.get_many(keys).items()}


def check_links(hrefs: Collection[str], *, allows: Allows = is_public) -> dict[str, LinkState]:
    """Ask for those of which nothing was found lately, and keep what was found; returns the state of each."""
    known = known_states(hrefs)
    unknown = [href for href in hrefs if href not in known]
    found = {href: _our_state(href) for href in unknown if is_ours(href)}
    found |= _their_states([href for href in unknown if href not in found], allows)
    cache.set_many({_key(href): state.value for href, state in found.items()}, KEPT_SECONDS)
    logger.info("links checked", extra={"asked": len(found)})
    return known | found


def _key(href: str) -> str:
    return f"letter-link:{sha256(href.encode()).hexdigest()}"


def _their_states(hrefs: Collection[str], allows: Allows) -> dict[str, LinkState]:
    """All asked at the same time; one that has not answered when time is up is silent."""
    if not hrefs:
        return {}
    pool = ThreadPoolExecutor(AT_ONCE)
    asked = {pool.submit(_their_state, href, allows): href for href in hrefs}
    done, _late = wait(asked, MOST_SECONDS)
    pool.shutdown(wait=False, cancel_futures=True)
    return {href: future.result() if future in done else LinkState.SILENT for future, href in asked.items()}


def _their_state(href: str, allows: Allows) -> LinkState:
    try:
        status = look_up(href, allows=allows)
    except FetchRefused as refusal:
        return STATE_OF_PROBLEM.get(refusal.reason, LinkState.SILENT)
    if status in REFUSES_PROGRAMS:
        return LinkState.UNSURE
    if status >= 500:
        return LinkState.FAILING
    return LinkState.GONE if status >= 400 else LinkState.FINE


def _our_state(href: str) -> LinkState:
    """Of a page of ours, as someone who has not signed in gets it; nothing leaves this process."""
    path = href if href.startswith("/") else href.removeprefix(settings.BASE_URL.rstrip("/")) or "/"
    for _step in range(MOST_STEPS + 1):
        parts = urlsplit(path)
        if parts.path.startswith(reverse("wagtailadmin_home")) or parts.path.startswith(reverse("account_login")):
            return LinkState.SIGN_IN
        if parts.path.startswith(settings.MEDIA_URL):
            exists = default_storage.exists(unquote(parts.path).removeprefix(settings.MEDIA_URL))
            return LinkState.FINE if exists else LinkState.OUR_PAGE_GONE
        status, elsewhere = _ask_ourselves(parts.path, parts.query)
        if not elsewhere:
            return _judge_ours(status)
        path = urljoin(path, elsewhere)
        if not is_ours(path):
            return LinkState.FINE  # a page of ours that sends on to another site
        path = path if path.startswith("/") else path.removeprefix(settings.BASE_URL.rstrip("/"))
    return LinkState.ENDLESS


def _judge_ours(status: int) -> LinkState:
    if status >= 500:
        return LinkState.OUR_PAGE_FAILS
    return LinkState.OUR_PAGE_GONE if status in {404, 410} else LinkState.FINE


def _ask_ourselves(path: str, query: str) -> tuple[int, str]:
    """The status of a GET of ours, which changes nothing (`rules.md`, section 3), and where it sends on.

    The answer is not closed: that would end the request, and with it the connection to the database of who asks.
    """
    handler = BaseHandler()
    handler.load_middleware()
    with override(settings.LANGUAGE_CODE):
        response = handler.get_response(WSGIRequest(_environ(path, query)))
    return response.status_code, response.headers.get("Location", "")


def _environ(path: str, query: str) -> dict[str, object]:
    """A request as our own proxy would hand it over."""
    base = urlsplit(settings.BASE_URL)
    secure: Mapping[str, str] = dict([settings.SECURE_PROXY_SSL_HEADER] if settings.SECURE_PROXY_SSL_HEADER else [])
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(path).encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": base.hostname or "localhost",
        "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
        "HTTP_HOST": base.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": base.scheme,
        **secure,
    }
