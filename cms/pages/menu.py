"""The sections of the site, as the menu shows them."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page, Site


@dataclass(frozen=True)
class MenuEntry:
    """One section: where it is, and whether the reader is in it or exactly there."""

    title: str
    url: str
    is_current: bool
    is_exact: bool


def menu_entries(path: str) -> list[MenuEntry]:
    """The pages right below the front page that a volunteer shows in menus, in their order."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return []
    pages = Page.objects.child_of(site.root_page).live().public().in_menu()
    return [_entry(page.title, f"/{page.slug}/", path) for page in pages]


def _entry(title: str, url: str, path: str) -> MenuEntry:
    return MenuEntry(title, url, is_current=path.startswith(url), is_exact=path == url)
