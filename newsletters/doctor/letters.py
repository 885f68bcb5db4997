"""Examines a letter as it would leave now: who it is from, and what mail programs need to let one leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from newsletters.doctor.findings import Finding, well, wrong
from newsletters.doctor.lookup import addresses_of, ask
from newsletters.domain.links import preferences_url, unsubscribe_url
from newsletters.domain.message import Person, build_template
from newsletters.models import Mailing

LONGEST_LINK = 55  # after the host


def sample_letter(domain: str) -> EmailMessage:
    """A letter to nobody, made as every letter is; nothing is written and nothing leaves."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    mailing = Mailing(pk=1, subject="-", from_email=sender, list_id=f"infolettre.{domain}", text="-", html="-")
    mailing.created_at = timezone.now()
    person = Person(1, f"personne@{domain}", unsubscribe_url(1), preferences_url(1))
    return message_from_bytes(build_template(mailing, timezone.now()).fill(person), policy=policy.default)


def examine_sender(domain: str) -> Iterator[Finding]:
    """The domain is the site's own, and answers to it arrive somewhere."""
    site = (urlsplit(settings.BASE_URL).hostname or "").removeprefix("www.")
    if domain == site or domain.endswith(f".{site}") or site.endswith(f".{domain}"):
        yield well("From", _("Letters are from {domain}, as the site is.").format(domain=domain))
    else:
        what = _("Letters are from {domain}, and their links lead to {site}.").format(domain=domain, site=site)
        yield wrong("From", what, _("Filters distrust it. Use one domain in DEFAULT_FROM_EMAIL and BASE_URL."))
    if ask(domain, "MX") or addresses_of(domain):
        yield well("From", _("{domain} receives mail.").format(domain=domain))
    else:
        why = _("Servers refuse a sender to whom nobody can answer.")
        line = f"{domain}. MX 10 mail.{domain}."
        yield wrong("From", _("{domain} receives no mail.").format(domain=domain), why, line)


def examine_headers(letter: EmailMessage, domain: str) -> Iterator[Finding]:
    """Message-ID of our domain, and the headers of one-click unsubscribe (RFC 8058)."""
    number = str(letter["Message-ID"]).strip("<>").rpartition("@")[2]
    if number == domain:
        yield well("Message-ID", _("Each letter has a number of {domain}.").format(domain=domain))
    else:
        what = _("The number of each letter is of {number}, not of {domain}.").format(number=number, domain=domain)
        yield wrong("Message-ID", what, _("Filters distrust it."))
    link = re.fullmatch(r"<([^<>]+)>", str(letter["List-Unsubscribe"] or "").strip())
    parts = urlsplit(link[1] if link else "")
    why = _("Gmail and Yahoo ask for a one-click unsubscribe over https: see BASE_URL.")
    if parts.scheme != "https" or str(letter["List-Unsubscribe-Post"]) != "List-Unsubscribe=One-Click":
        yield wrong("List-Unsubscribe", _("Letters cannot be left by one click over https."), why)
    elif len(parts.path) > LONGEST_LINK:
        yield wrong("List-Unsubscribe", _("The address to leave is too long."), why)
    elif not letter["List-Id"]:
        yield wrong("List-Id", _("Letters do not say which list they are of."), why)
    else:
        yield well("List-Unsubscribe", _("Letters can be left by one click."))
