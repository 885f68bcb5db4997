"""Examines what the DNS says of the domain that our letters come from: SPF, DKIM and DMARC."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from newsletters.doctor.findings import Finding, doubtful, well, wrong
from newsletters.doctor.lookup import addresses_of, ask
from newsletters.doctor.spf import MOST_LOOKUPS, Reading, TooManyLookups, records_of

# Where no selector is given: what the big providers call theirs.
SELECTORS = ("google", "selector1", "selector2", "default", "mail", "dkim", "k1", "k2", "s1", "s2", "smtp", "fm1")


def examine_spf(domain: str, relay: str) -> Iterator[Finding]:
    """One record, few enough questions, and the server that we hand letters to allowed by it."""
    why = _("Without it Gmail and Outlook refuse our letters, or put them with the spam.")
    records = records_of(domain)
    line = f'{domain}. TXT "v=spf1 a:{relay} -all"'
    if not records:
        yield wrong("SPF", _("{domain} does not say who may send for it.").format(domain=domain), why, line)
        return
    if len(records) > 1:
        what = _("{domain} has {count} SPF records: there must be one.").format(domain=domain, count=len(records))
        yield wrong("SPF", what, _("Receivers then read none of them. Join them into one line."))
        return
    try:
        results = {Reading(address).result(domain) for address in addresses_of(relay)}
    except TooManyLookups:
        what = _("The record of {domain} asks for more than {most} other records.").format(
            domain=domain, most=MOST_LOOKUPS
        )
        yield wrong("SPF", what, _("Receivers then give up, as if there were none. Take out what no longer sends."))
        return
    if results == {"pass"}:
        yield well("SPF", _("{relay} may send for {domain}.").format(relay=relay, domain=domain))
    else:
        what = _("{domain} does not say that {relay} may send for it.").format(domain=domain, relay=relay)
        more = _("If your provider sends from other machines, its own instructions name them: follow those.")
        yield doubtful("SPF", what, f"{why} {more}", f"{records[0].rpartition(' ')[0]} a:{relay} -all")


def examine_dkim(domain: str, selector: str, own_record: str = "") -> Finding:
    """A public key under our selector; the one of our own signature, where we sign."""
    if own_record:
        name = f"{selector}._domainkey.{domain}"
        published = ask(name, "TXT")
        line = f'{name}. TXT "{own_record}"'
        if not published:
            why = _("We sign each letter, and nobody can check it.")
            return wrong("DKIM", _("{name} holds no key.").format(name=name), why, line)
        if _key(published[0]) != _key(own_record):
            why = _("Each signature then looks forged, which is worse than none.")
            return wrong("DKIM", _("{name} holds another key than ours.").format(name=name), why, line)
        return well("DKIM", _("{name} holds the key of our signature.").format(name=name))
    tried = (selector,) if selector else SELECTORS
    found = [one for one in tried if any(map(_key, ask(f"{one}._domainkey.{domain}", "TXT")))]
    if found:
        return well("DKIM", _("{domain} publishes a key ({names}).").format(domain=domain, names=", ".join(found)))
    what = _("No signing key of {domain} was found.").format(domain=domain)
    why = _(
        "Your provider may use another name: read it in the headers of a test letter (s=…) and give it by --selector. "
        "If nobody signs, Parvis can: see DKIM_KEY."
    )
    return wrong("DKIM", what, why) if selector else doubtful("DKIM", what, why)


def examine_dmarc(domain: str, envelope: str) -> Iterator[Finding]:
    """A policy, and addresses that agree with the one that readers see."""
    where = next((name for name in _up(domain) if _policies(name)), "")
    line = f'_dmarc.{domain}. TXT "v=DMARC1; p=none; rua=mailto:dmarc@{domain}"'
    why = _("Gmail and Yahoo ask it of whoever writes to many; without it nobody tells you what is refused.")
    if not where:
        yield wrong("DMARC", _("{domain} has no DMARC policy.").format(domain=domain), why, line)
    elif len(_policies(where)) > 1:
        what = _("{domain} has several DMARC policies: there must be one.").format(domain=where)
        yield wrong("DMARC", what, _("Receivers then read none of them."))
    else:
        yield well("DMARC", _("{domain} has a policy: {record}").format(domain=where, record=_policies(where)[0]))
    if envelope == domain or envelope.endswith(f".{domain}") or domain.endswith(f".{envelope}"):
        yield well("DMARC", _("Letters come back to {envelope}, which agrees.").format(envelope=envelope))
    else:
        what = _("Letters come back to {envelope}, and are from {domain}.").format(envelope=envelope, domain=domain)
        yield doubtful("DMARC", what, _("SPF then proves nothing for {domain}: DKIM must.").format(domain=domain))


def _policies(domain: str) -> list[str]:
    return [text for text in ask(f"_dmarc.{domain}", "TXT") if text.lower().replace(" ", "").startswith("v=dmarc1")]


def _up(domain: str) -> Iterator[str]:
    """The domain, then those above it: a policy holds for what is below; never a top-level domain."""
    parts = domain.split(".")
    yield from (".".join(parts[at:]) for at in range(len(parts) - 1))


def _key(record: str) -> str:
    """The public key of a record; an empty one was revoked."""
    fields = dict(part.split("=", 1) for part in record.replace(" ", "").split(";") if "=" in part)
    return fields.get("p", "")
