"""The council's own colours as a small style sheet of their own.

A file rather than a `<style>`: a public page then needs no inline style, so the policy stays strict
and the page can be cached.
"""

from __future__ import annotations

import hashlib

from django.urls import reverse

from crm.partners.models import Council


def colours_sheet(council: Council) -> str:
    """The custom properties that replace slate, for light and for dark paper."""
    rules = []
    if council.accent_colour:
        rules.append(f":root{{--council-accent:{council.accent_colour}}}")
    if council.accent_colour_dark:
        rules.append(f":root{{--council-accent-dark:{council.accent_colour_dark}}}")
    return "\n".join(rules)


def colours_address(council: Council) -> str:
    """Its address, which changes with its content: a browser may keep it for a year."""
    version = hashlib.sha256(colours_sheet(council).encode()).hexdigest()[:10]
    return f"{reverse('council_colours')}?v={version}"
