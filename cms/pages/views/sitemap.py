"""Every public address, for search engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page, Site

from cms.pages.domain.directory import address_of
from cms.pages.models import DirectoryPage, RegisterPage
from crm.assemblies.models import Decision, Minutes
from crm.events.models import Event
from crm.partners.models import Organization

STATEMENTS = ("privacy", "accessibility")


@dataclass(frozen=True)
class Entry:
    location: str
    changed_at: datetime | None = None


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Our own addresses; the rooms above add theirs under the hook `construct_sitemap`, given what is there already."""
    base = settings.BASE_URL.rstrip("/")
    entries = [
        *_pages(base),
        *_events(base),
        *_organizations(base),
        *_decisions(base),
        *_minutes(base),
        *(Entry(base + reverse(name)) for name in STATEMENTS),
    ]
    for extend in hooks.get_hooks("construct_sitemap"):
        extend(entries, base)
    return render(request, "pages/sitemap.xml", {"entries": entries}, content_type="application/xml; charset=utf-8")


def _pages(base: str) -> Iterator[Entry]:
    """What is published and open to all, from the front page down."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    for page in (
        Page.objects.descendant_of(site.root_page, inclusive=True)
        .live()
        .public()
        .not_type(RegisterPage)
        .order_by("path")
    ):
        yield Entry(f"{base}{page.get_url(current_site=site)}", page.last_published_at)


def _events(base: str) -> Iterator[Entry]:
    for event in Event.objects.public().order_by("starts_at", "pk"):
        yield Entry(f"{base}{event.get_absolute_url()}", event.modified_at)


def _organizations(base: str) -> Iterator[Entry]:
    """The page of each listed organization, below the directory where there is one open to all."""
    directory = DirectoryPage.objects.live().public().first()
    if directory is None:
        return
    for organization in Organization.objects.listed().only("name"):
        yield Entry(f"{base}{directory.url}{address_of(organization)}")


def _decisions(base: str) -> Iterator[Entry]:
    """The register, where there is one, and each decision that everyone may read."""
    found = list(Decision.objects.public().in_order())
    if found:
        yield Entry(base + reverse("decisions"))
        yield Entry(base + reverse("answers"))
    for decision in found:
        yield Entry(f"{base}{decision.get_absolute_url()}", decision.modified_at)


def _minutes(base: str) -> Iterator[Entry]:
    """One address a day: two assemblies of one day share it."""
    published = Minutes.objects.public().order_by("assembly__event__starts_at")
    days = {timezone.localdate(start) for start in published.values_list("assembly__event__starts_at", flat=True)}
    for day in sorted(days):
        yield Entry(base + reverse("public_minutes", args=[day]))
