"""Says at `manage.py check` what is wrong with an installation, and what to do about it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.http.request import validate_host
from django.utils.translation import gettext as _

from cms.health import broker_answers
from newsletters.mailbox import read_address
from newsletters.relay.signing import check_key

SHORTEST_KEY = 32
SHORTEST_SECRET = 20


@register(Tags.security, deploy=True)
def check_address(**_kwargs: Any) -> Sequence[CheckMessage]:
    """BASE_URL is where every letter's links lead: https, and a host this site answers for."""
    parts = urlsplit(settings.BASE_URL)
    found: list[CheckMessage] = []
    if parts.scheme != "https":
        hint = _("Write it with https://: the links of every letter begin with it.")
        found.append(Error(_("BASE_URL does not begin with https://."), hint=hint, id="parvis.E001"))
    if not validate_host(parts.hostname or "", settings.ALLOWED_HOSTS):
        hint = _("Add the host of BASE_URL to ALLOWED_HOSTS, or the site refuses its own readers.")
        found.append(Error(_("BASE_URL is not among ALLOWED_HOSTS."), hint=hint, id="parvis.E002"))
    return found


@register(Tags.security, deploy=True)
def check_keys(**_kwargs: Any) -> Sequence[CheckMessage]:
    """The key of the suppression list is long, and not the one that is rotated."""
    found: list[CheckMessage] = []
    if settings.ADDRESS_HASH_KEY == settings.SECRET_KEY:
        hint = _("Give ADDRESS_HASH_KEY a value of its own: SECRET_KEY changes one day, the suppression list must not.")
        found.append(Error(_("ADDRESS_HASH_KEY is the same as SECRET_KEY."), hint=hint, id="parvis.E003"))
    if len(settings.ADDRESS_HASH_KEY) < SHORTEST_KEY:
        hint = _("Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'")
        found.append(Error(_("ADDRESS_HASH_KEY is too short to protect anyone."), hint=hint, id="parvis.E004"))
    return found


@register(Tags.security, deploy=True)
def check_mail(**_kwargs: Any) -> Sequence[CheckMessage]:
    """Letters really leave, from a domain that is the council's own."""
    found: list[CheckMessage] = []
    if settings.OUTBOX_DIR:
        hint = _("Set EMAIL_URL to smtp://, smtp+tls:// or smtps://: outbox:/// keeps every letter on this machine.")
        found.append(
            Error(_("Letters go to the local outbox: nobody would receive them."), hint=hint, id="parvis.E005")
        )
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">").lower()
    if not _same_domain(sender, urlsplit(settings.BASE_URL).hostname or ""):
        hint = _("Mail services trust letters whose sender is of the domain they link to; use one for both.")
        found.append(
            Warning(_("DEFAULT_FROM_EMAIL and BASE_URL are of different domains."), hint=hint, id="parvis.W006")
        )
    return found


@register(Tags.security, deploy=True)
def check_returns(**_kwargs: Any) -> Sequence[CheckMessage]:
    """The mailbox where letters come back can be read, and the letters bear the signature by which they are known."""
    found: list[CheckMessage] = []
    if settings.BOUNCE_MAILBOX_URL:
        try:
            read_address(settings.BOUNCE_MAILBOX_URL)
        except ValueError as error:
            found.append(Error(str(error), id="parvis.E009"))
    if bool(settings.BOUNCE_MAILBOX_URL) != bool(settings.RETURN_ADDRESS):
        hint = _("Set both or none: the mailbox of RETURN_ADDRESS is the one that BOUNCE_MAILBOX_URL opens.")
        words = _("RETURN_ADDRESS and BOUNCE_MAILBOX_URL do not go together: what comes back is not understood.")
        found.append(Warning(words, hint=hint, id="parvis.W010"))
    return found


@register(Tags.security, deploy=True)
def check_webhook(**_kwargs: Any) -> Sequence[CheckMessage]:
    """Whoever tells of our letters proves a secret that nobody guesses."""
    user, colon, password = settings.MAIL_WEBHOOK_SECRET.partition(":")
    if not settings.MAIL_WEBHOOK_SECRET or (user and colon and len(password) >= SHORTEST_SECRET):
        return []
    hint = _("Make one with: python -c 'import secrets; print(\"suivi:\" + secrets.token_urlsafe(32))'")
    return [Error(_("MAIL_WEBHOOK_SECRET must be a name, a colon and a long secret."), hint=hint, id="parvis.E012")]


@register(Tags.security, deploy=True)
def check_signature(**_kwargs: Any) -> Sequence[CheckMessage]:
    """The key that signs letters can be read."""
    try:
        check_key()
    except ValueError:
        hint = _("Write an RSA key of 2048 bits or an Ed25519 key, in PEM, or leave DKIM_KEY empty.")
        return [Error(_("DKIM_KEY cannot be read: no letter would leave."), hint=hint, id="parvis.E011")]
    return []


@register(Tags.database, deploy=True)
def check_broker(databases: Sequence[str] | None = None, **_kwargs: Any) -> Sequence[CheckMessage]:
    """The broker answers; asked by `check --deploy --database default` alone, the last step of an installation.

    No command needs it to do its own work: `migrate` and the others run while it is down. The embedded one is not
    asked: it lives as long as `make run`.
    """
    if not databases or settings.REDIS_URL.startswith("unix://") or broker_answers(settings.REDIS_URL):
        return []
    hint = _("Start Redis, or correct REDIS_URL: without it nothing is sent and nobody can subscribe.")
    return [Error(_("The broker at REDIS_URL does not answer."), hint=hint, id="parvis.E007")]


def _same_domain(first: str, second: str) -> bool:
    """Whether two hosts are one domain, or one is below the other (`infolettre.example.org`, `www.example.org`)."""
    first, second = (host.removeprefix("www.") for host in (first, second))
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")
