"""Says what asking for each address of a newsletter found, in the words of who mends it; the asking is elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsletters.domain.findings import Finding, Level
from newsletters.domain.part_links import Link, first_of_each


class LinkState(StrEnum):
    """What an address answered."""

    FINE = "fine"
    UNSURE = "unsure"  # it refuses programs, which says nothing of people
    GONE = "gone"
    FAILING = "failing"
    SILENT = "silent"
    UNKNOWN = "unknown"
    PRIVATE = "private"
    CERTIFICATE = "certificate"
    ENDLESS = "endless"
    OUR_PAGE_GONE = "our_page_gone"
    OUR_PAGE_FAILS = "our_page_fails"
    SIGN_IN = "sign_in"


LATER = gettext_lazy("Open it yourself; if it answers, leave it.")
WORDS: dict[LinkState, tuple[str | Promise, str | Promise]] = {
    LinkState.GONE: (gettext_lazy("This page no longer exists: %(link)s"), gettext_lazy("Find its new address.")),
    LinkState.FAILING: (gettext_lazy("The site of this link is out of order: %(link)s"), LATER),
    LinkState.SILENT: (gettext_lazy("The site of this link does not answer: %(link)s"), LATER),
    LinkState.UNKNOWN: (
        gettext_lazy("No site has the name of this link: %(link)s"),
        gettext_lazy("Check how it is written."),
    ),
    LinkState.PRIVATE: (
        gettext_lazy("This link leads into a private network: %(link)s"),
        gettext_lazy("Readers are elsewhere: replace it with the address that everyone can reach."),
    ),
    LinkState.CERTIFICATE: (
        gettext_lazy("Browsers will distrust the site of this link: %(link)s"),
        gettext_lazy("Its certificate is not valid: tell them, or link elsewhere."),
    ),
    LinkState.ENDLESS: (gettext_lazy("This link leads from page to page without end: %(link)s"), LATER),
    LinkState.OUR_PAGE_GONE: (
        gettext_lazy("This page of the site does not exist: %(link)s"),
        gettext_lazy("Choose the page again rather than its address."),
    ),
    LinkState.OUR_PAGE_FAILS: (
        gettext_lazy("This page of the site cannot be shown: %(link)s"),
        gettext_lazy("Open it yourself; if it fails, tell the person who looks after the site."),
    ),
    LinkState.SIGN_IN: (
        gettext_lazy("This link leads to a page where one signs in: %(link)s"),
        gettext_lazy("Readers would stay outside: link to the page of the site instead."),
    ),
}
# Of our own site we are sure.
STOPS = {LinkState.OUR_PAGE_GONE, LinkState.SIGN_IN}


def is_ours(href: str) -> bool:
    """Whether it leads to this very site."""
    if href.startswith("/"):
        return True
    ours, theirs = urlsplit(settings.BASE_URL), urlsplit(href)
    return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)


def addresses_to_ask(links: Iterable[Link]) -> list[str]:
    """The web addresses among the links, once each, those of our own site first."""
    asked = [link.href for link in first_of_each(links) if link.href.startswith(("/", "http://", "https://"))]
    return sorted(asked, key=lambda href: not is_ours(href))


def findings_of(links: Iterable[Link], states: Mapping[str, LinkState]) -> Iterator[Finding]:
    """One for each address that did not answer well; what was not asked yet says nothing."""
    for link in first_of_each(links):
        state = states.get(link.href)
        if state in WORDS:
            message, hint = WORDS[state]
            level = Level.ERROR if state in STOPS else Level.WARNING
            yield Finding(level, _(str(message)) % {"link": link.href}, str(hint), block_id=link.block_id)
