"""Reads who may send for a domain (SPF, RFC 7208)."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from newsletters.doctor.lookup import addresses_of, ask

MOST_LOOKUPS = 10  # RFC 7208, 4.6.4: above, receivers give up, as if there were no record
RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}


class TooManyLookups(Exception):
    """The record asks for more questions than receivers put."""


def records_of(domain: str) -> list[str]:
    """The SPF records of a domain: there should be exactly one."""
    return [text for text in ask(domain, "TXT") if text.lower().split(" ")[0] == "v=spf1"]


@dataclass
class Reading:
    """One evaluation, for one address that sends; counts what it had to ask."""

    address: str
    lookups: int = 0
    seen: list[str] = field(default_factory=list)

    def result(self, domain: str) -> str:
        """pass, fail, softfail, neutral or none; raises ``TooManyLookups``."""
        records = records_of(domain)
        if len(records) != 1:
            return "none"
        self.seen.append(domain)
        redirect = ""
        for term in records[0].split()[1:]:
            if term.lower().startswith("redirect="):
                redirect = term.partition("=")[2]
                continue
            sign, name = (term[0], term[1:]) if term[0] in RESULTS else ("+", term)
            if self._fits(name.lower(), domain):
                return RESULTS[sign]
        if redirect:
            self._count()
            return self.result(redirect)
        return "neutral"

    def _fits(self, term: str, domain: str) -> bool:
        name, _colon, value = term.partition(":")
        if name == "all":
            return True
        if name in {"ip4", "ip6"}:
            return _within(self.address, value)
        if name == "include":
            self._count()
            return self.result(value) == "pass"
        mechanism, _slash, length = name.partition("/")
        if mechanism not in {"a", "mx"}:
            if mechanism in {"exists", "ptr"}:
                self._count()
            return False
        host, _slash, long_value = (value or domain).partition("/")
        self._count()
        hosts = ask(host, "MX") if mechanism == "mx" else [host]
        prefix = length or long_value.partition("/")[0]
        found = (address for one in hosts for address in addresses_of(one))
        return any(_within(self.address, f"{address}/{prefix}" if prefix else address) for address in found)

    def _count(self) -> None:
        self.lookups += 1
        if self.lookups > MOST_LOOKUPS:
            raise TooManyLookups


def _within(address: str, network: str) -> bool:
    try:
        return ip_address(address) in ip_network(network, strict=False)
    except ValueError:
        return False
