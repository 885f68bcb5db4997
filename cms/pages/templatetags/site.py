"""What every template of the site needs: the menu, absolute addresses, the council's colours."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.models import Page

from cms.pages.domain import telephones
from cms.pages.domain.linked_data import linked_data_script
from cms.pages.domain.site_data import site_linked_data
from cms.pages.menu import MenuEntry, menu_entries
from cms.pages.palette import colours_address
from crm.events.domain.dates import long_date
from crm.partners.models import Council

register = template.Library()


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> list[MenuEntry]:
    """The sections of the site, with the one that the reader is in."""
    request = context.get("request")
    return menu_entries(request.path if request else "/")


@register.simple_tag
def nearby_sections() -> list[MenuEntry]:
    """The sections of the site, for a page that is not there."""
    return menu_entries("")


@register.filter
def absolute(path: str) -> str:
    """``/agenda/`` → ``https://…/agenda/``; an address that already has a host stays as it is."""
    return path if re.match(r"https?://", path) else f"{settings.BASE_URL.rstrip('/')}{path}"


@register.simple_tag(takes_context=True)
def canonical_url(context: template.Context) -> str:
    """The one address of this page: our own host, without the query, but for the page of a long list."""
    request = context.get("request")
    if request is None:
        return absolute("/")
    number = request.GET.get("page", "")
    query = f"?page={number}" if number.isdecimal() and number != "1" else ""
    return absolute(request.path + query)


@register.simple_tag(takes_context=True)
def page_title(context: template.Context) -> str:
    """What the page is called by those who list it; empty for a view that is not a page."""
    page = context.get("page")
    return (getattr(page, "seo_title", "") or getattr(page, "title", "")) if page else ""


@register.simple_tag(takes_context=True)
def page_summary(context: template.Context, otherwise: str = "") -> str:
    """The page in one sentence, from the first of its fields that says something."""
    page = context.get("page")
    names = ("search_description", "summary", "introduction")
    return next((text for name in names if (text := getattr(page, name, ""))), otherwise)


@register.simple_tag
def colours_url(council: Council) -> str:
    """The style sheet that holds the council's own colours."""
    return colours_address(council)


@register.simple_tag
def site_facts(council: Council) -> SafeString:
    """The site and its search, for programs; nothing that a browser runs, so no nonce and no open policy."""
    return linked_data_script(site_linked_data(council, absolute("/"), absolute(reverse("search"))))


@register.simple_tag
def today_in_words() -> str:
    """The day's date, as on the front of a newspaper."""
    return long_date(timezone.now())


@register.filter
def dialled(number: str) -> str:
    """A telephone number as a telephone wants it: ``418 555-0142`` → ``+14185550142``."""
    return telephones.dialled(number)


@register.filter
def lower_first(text: str) -> str:
    """``Secrétaire`` → ``secrétaire``; an acronym keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


@register.inclusion_tag("components/staff_line.html", takes_context=True)
def staff_line(context: template.Context) -> dict[str, Any]:
    """The way back to the admin, for a volunteer who is signed in.

    Without a session cookie nothing is asked of the session, so a citizen's page never varies by cookie.
    """
    request, page = context.get("request"), context.get("page")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return {"shown": False}
    may_enter = request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")
    may_edit = may_enter and isinstance(page, Page) and page.pk and page.permissions_for_user(request.user).can_edit()
    return {"shown": may_enter, "page": page if may_edit else None}
