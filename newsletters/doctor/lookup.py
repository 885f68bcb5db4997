"""The one door to the DNS."""

from __future__ import annotations

import dns.exception
import dns.resolver
import dns.reversename

LONGEST = 5.0  # seconds, for one question


class DnsSilent(Exception):
    """The DNS did not answer: what it holds is not known."""


def make_resolver() -> dns.resolver.Resolver:
    """The servers of this machine."""
    resolver = dns.resolver.Resolver()
    resolver.lifetime = LONGEST
    return resolver


def ask(name: str, kind: str) -> list[str]:
    """The records of that kind, as text; none where there is no such name. A TXT is whole, whatever its pieces.

    Raises ``DnsSilent`` when nobody answers.
    """
    try:
        answer = make_resolver().resolve(name, kind, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.EmptyLabel, dns.name.LabelTooLong):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise DnsSilent(f"{name} {kind}") from error
    if kind == "TXT":
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
    if kind == "MX":
        return [str(record.exchange).rstrip(".") for record in answer]
    return [str(record).rstrip(".") for record in answer]


def addresses_of(host: str) -> list[str]:
    """Every IPv4 and IPv6 address of a host."""
    return [*ask(host, "A"), *ask(host, "AAAA")]


def name_of(address: str) -> list[str]:
    """What the address calls itself (PTR)."""
    return ask(str(dns.reversename.from_address(address)), "PTR")
