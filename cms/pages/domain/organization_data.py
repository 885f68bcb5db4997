"""Describes an organization of the directory in the words of schema.org."""

from __future__ import annotations

from typing import Any

from cms.pages.domain.directory_entry import CALLED, Entry, Place, is_address
from crm.partners.enums import ContactKind
from crm.partners.models import Council


def organization_linked_data(entry: Entry, url: str, council: Council, logo_url: str = "") -> dict[str, Any]:
    """https://schema.org/Organization, with the place of each public address; ``url`` is that of its page here."""
    one = entry.organization
    sites = entry.values_of(ContactKind.URL)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url,
        "mainEntityOfPage": url,
        "name": one.name,
        "alternateName": [name for _why, name in entry.other_names],
        "description": one.description,
        "url": sites[0] if sites else "",
        "sameAs": [*sites[1:], *(link for link in entry.values_of(ContactKind.SOCIAL) if is_address(link))],
        "email": entry.values_of(ContactKind.EMAIL),
        "telephone": entry.values_of(*CALLED),
        "logo": logo_url,
        "foundingDate": str(one.founded_on or ""),
        "dissolutionDate": str(one.dissolved_on or ""),
        "location": [_place(place, council) for place in entry.places],
        "parentOrganization": {"@type": "Organization", "name": entry.parent.name} if entry.parent else None,
    }
    return {name: fact for name, fact in facts.items() if fact}


def _place(place: Place, council: Council) -> dict[str, Any]:
    lines = {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "addressLocality": place.city or council.city,
        "addressRegion": council.province,
        "postalCode": place.postal_code,
        "addressCountry": "CA",
    }
    told: dict[str, Any] = {"@type": "Place", "address": {name: line for name, line in lines.items() if line}}
    if place.position:
        latitude, longitude = place.position
        told["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return told
