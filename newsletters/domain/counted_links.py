"""Counts how often the links of a letter are followed, where an edition asks for it: totals, never people.

The address in the letter is the same for everyone and says only which link it is, signed; where it leads was frozen
with the mailing. Links that act for a person are not touched: they stand in slots, not in addresses.
"""

from __future__ import annotations

import re
from html import unescape

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from newsletters.domain.polls import poll_url
from newsletters.domain.tokens import BadToken, Purpose, make_token, read_token
from newsletters.models import CountedLink, Mailing

ANCHOR = re.compile(r'(<a\b[^>]*?\bhref=")(https?://[^"]*)("[^>]*>)(.*?)(</a>)', re.DOTALL)
IMAGE_WORDS = re.compile(r'<img\b[^>]*?\balt="([^"]*)"')


def count_links(mailing: Mailing) -> None:
    """Lead the links of the letter's HTML through our counter; in the transaction that freezes the mailing.

    The text part keeps its addresses as they are: one reads there where they lead.
    """
    links = {
        url: CountedLink.objects.create(mailing=mailing, url=url, words=words[:200])
        for url, words in _find_links(mailing.html).items()
    }

    def lead(anchor: re.Match[str]) -> str:
        before, url, *after = anchor.groups()
        link = links.get(unescape(url))
        return "".join([before, link_address(link) if link else url, *after])

    mailing.html = ANCHOR.sub(lead, mailing.html)
    mailing.save(update_fields=["html"])


def link_address(link: CountedLink) -> str:
    return settings.BASE_URL + reverse("counted_link", args=[make_token(Purpose.COUNTED_LINK, link.pk)])


def find_link(token: str) -> CountedLink:
    """The link that this token was signed for; raises ``BadToken``."""
    link = CountedLink.objects.filter(pk=read_token(Purpose.COUNTED_LINK, token).subscriber_id).first()
    if link is None:
        raise BadToken
    return link


def count_click(link: CountedLink) -> None:
    CountedLink.objects.filter(pk=link.pk).update(clicks=F("clicks") + 1)


def click_words(link: CountedLink) -> str:
    """As a total may be read: programs that look for traps follow links too, and one person may follow one twice."""
    if not link.clicks:
        return _("never")
    return _("at most %(n)d") % {"n": link.clicks}


def _find_links(html: str) -> dict[str, str]:
    """Each address with the words that first lead there; words of several looks are neighbouring anchors.

    The answers to a question are left out: they have totals of their own.
    """
    questions = settings.BASE_URL + poll_url(0, "0").partition("0")[0]
    found: dict[str, str] = {}
    last, end = "", -1
    for anchor in ANCHOR.finditer(html):
        url, words = unescape(anchor.group(2)), _words(anchor.group(4))
        if url.startswith(questions):
            continue
        if url == last and not html[end : anchor.start()].strip():
            found[url] = f"{found[url]} {words}"
        else:
            found[url] = found.get(url) or words
        last, end = url, anchor.end()
    return found


def _words(inside: str) -> str:
    """What the link says, or what its picture shows."""
    words = " ".join(unescape(strip_tags(inside)).split())
    picture = IMAGE_WORDS.search(inside)
    return words or (unescape(picture.group(1)) if picture else "")
