"""What the memory knows of the pages of the site, and of who may read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page, PageViewRestriction, Site

Document = get_document_model()
EVERYBODY, THE_TEAM, GROUPS = "everybody", "team", "groups"


def root_page() -> Page:
    """The front page."""
    return Site.objects.select_related("root_page").get(is_default_site=True).root_page


def pages_of(models: Iterable[Any]) -> list[Any]:
    """All the pages of these kinds, each after the one above it, in their order."""
    return list(Page.objects.type(*models).order_by("path").specific())


def readers_of(page: Page) -> dict[str, Any]:
    """Who may read it, as it was said of that page itself. A password stays here: such a page is for the team."""
    restriction = page.view_restrictions.first()
    if restriction is None:
        return {"who": EVERYBODY}
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        return {"who": GROUPS, "groups": sorted(restriction.groups.values_list("name", flat=True))}
    return {"who": THE_TEAM}


def let_read(page: Page, said: dict[str, Any]) -> None:
    """Let the same read it; a group that is not here lets nobody in. Raises `ValueError`."""
    who = said["who"]
    if who == EVERYBODY:
        return
    if who not in (THE_TEAM, GROUPS):
        raise ValueError(who)
    kind = PageViewRestriction.GROUPS if who == GROUPS else PageViewRestriction.LOGIN
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.set(Group.objects.filter(name__in=said.get("groups", [])))


def old_addresses_here() -> list[Redirect]:
    """The addresses that lead elsewhere, each once and in their order: what is said of this site goes first."""
    site = Site.objects.get(is_default_site=True)
    found = {one.old_path: one for one in Redirect.objects.filter(site=None).select_related("redirect_page")}
    found |= {one.old_path: one for one in Redirect.objects.filter(site=site).select_related("redirect_page")}
    return [found[path] for path in sorted(found)]


def is_for_some(document: Any) -> bool:
    """Whether a document stands among those that only some may read."""
    return bool(document.collection.get_view_restrictions())


def shown_size(picture: Any) -> Any:
    """A picture of the library as a page shows it; nothing where its file is lost."""
    try:
        return picture.get_rendition("width-1200|format-webp")
    except SourceImageIOError:
        return None
