"""Plugs the library into the admin; registrations only."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.pages.views.agenda import preview_event
from cms.pages.views.withdrawal import withdraw


@hooks.register("register_admin_urls")
def withdrawal_address() -> list[URLPattern]:
    return [path("pages/<int:page_id>/retirer/", withdraw, name="withdraw_page")]


@hooks.register("register_admin_urls")
def register_preview() -> list[URLPattern]:
    return [path("agenda/apercu/<int:pk>/", preview_event, name="event_preview")]


@hooks.register("register_page_header_buttons")
def withdrawal_in_header(page: Page, user: AbstractBaseUser, next_url: str, view_name: str) -> Iterator[Button]:
    yield from _withdrawal_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def withdrawal_in_list(page: Page, user: AbstractBaseUser, next_url: str | None = None) -> Iterator[Button]:
    yield from _withdrawal_buttons(page, user)


def _withdrawal_buttons(page: Page, user: AbstractBaseUser) -> Iterator[Button]:
    if page.live and not page.is_site_root() and page.permissions_for_user(user).can_unpublish():
        address = reverse("withdraw_page", args=[page.pk])
        yield Button(_("Withdraw from the site"), address, icon_name="cross", priority=60)
