"""What the porch plugs into the administration."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.models import Page

from home.panels import ToDoPanel


@hooks.register("construct_homepage_panels")
def put_what_waits_first(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(ToDoPanel())


@hooks.register("construct_homepage_summary_items", order=1000)
def count_nothing(request: HttpRequest, summary_items: list[SummaryItem]) -> None:
    """How many pages and images there are asks nothing of anybody."""
    summary_items.clear()


@hooks.register("construct_help_menu")
def keep_help_at_home(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """No link to Wagtail's news or to its guide in English; the keyboard short cuts stay."""
    menu_items[:] = [item for item in menu_items if item.name == "keyboard-shortcuts-trigger"]


@hooks.register("construct_page_chooser_queryset")
def offer_pages_to_who_writes(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Wagtail's chooser lists every page, drafts included, to whoever enters the administration."""
    return pages if user_has_any_page_permission(request.user) else pages.none()


@hooks.register("insert_global_admin_css")
def dress_administration() -> str:
    """The council's colours; what a telephone needs; and without scripts, nothing that waits for them for ever."""
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">'
        '<noscript><link rel="stylesheet" href="{}"></noscript>',
        reverse("admin_appearance"),
        static("css/admin.css"),
        static("css/admin-no-script.css"),
    )
