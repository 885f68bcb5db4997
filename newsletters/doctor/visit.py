"""The whole visit: everything that is examined, in the order in which one mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from newsletters.doctor.domain_records import examine_dkim, examine_dmarc, examine_spf
from newsletters.doctor.findings import Finding, doubtful
from newsletters.doctor.letters import examine_headers, examine_sender, sample_letter
from newsletters.doctor.lookup import DnsSilent
from newsletters.doctor.server import examine_name, examine_tls
from newsletters.relay.signing import public_record

Examination = Callable[[], Iterable[Finding]]


def examine_mail(selector: str = "") -> list[Finding]:
    """Examine the configured mail; a DNS that is silent is told, and the rest goes on. Nothing is changed or sent.

    Without a mail server (local outbox, a service's own programming interface) what concerns it is left out.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    envelope = (settings.RETURN_ADDRESS or settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].rstrip(">").lower()
    own = public_record(settings.DKIM_KEY) if settings.DKIM_KEY else ""
    name = settings.DKIM_SELECTOR if own else selector
    examinations: list[tuple[str, Examination]] = [
        ("From", lambda: examine_sender(domain)),
        ("DKIM", lambda: [examine_dkim(domain, name, own)]),
        ("DMARC", lambda: examine_dmarc(domain, envelope)),
        ("List-Unsubscribe", lambda: examine_headers(sample_letter(domain), domain)),
    ]
    if has_server():
        host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
        secret = {"from_the_first_byte": settings.EMAIL_USE_SSL, "starts_tls": settings.EMAIL_USE_TLS}
        examinations += [
            ("SPF", lambda: examine_spf(envelope, host)),
            ("PTR", lambda: [examine_name(host)]),
            ("TLS", lambda: [examine_tls(host, port, **secret)]),
        ]
    return [finding for subject, examine in examinations for finding in _told(subject, examine)]


def has_server() -> bool:
    """Whether letters are handed to a mail server, rather than kept here or given to a service."""
    return not settings.OUTBOX_DIR and not getattr(settings, "RELAY_BACKEND", "")


def _told(subject: str, examine: Examination) -> Iterator[Finding]:
    try:
        yield from examine()
    except DnsSilent as error:
        what = _("The DNS does not answer ({question}).").format(question=error)
        yield doubtful(subject, what, _("Nothing can be said of it now. Try again in a moment."))
