"""Describes the site itself in the words of schema.org: whose it is, and how a program asks its search."""

from __future__ import annotations

from typing import Any

from crm.partners.models import Council

ASKED = "mots"


def site_linked_data(council: Council, home_url: str, search_url: str) -> dict[str, Any]:
    """https://schema.org/WebSite with its SearchAction; the council only where it has said its name."""
    publisher = {"@type": "Organization", "name": council.name, "url": home_url, "email": council.email}
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": home_url,
        "url": home_url,
        "name": council.name,
        "alternateName": council.short_name,
        "description": council.tagline,
        "inLanguage": "fr-CA",
        "publisher": {name: fact for name, fact in publisher.items() if fact} if council.name else None,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search_url}?q={{{ASKED}}}"},
            "query-input": f"required name={ASKED}",
        },
    }
    return {name: fact for name, fact in facts.items() if fact}
