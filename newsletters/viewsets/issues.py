"""The newsletters, written and being written, with what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets import Button, HeaderButton
from wagtail.models import Page

from crm.accounts.models import User
from crm.partners.domain.tallies import Tally
from newsletters.domain.compose import compose_issue
from newsletters.domain.preflight import is_empty
from newsletters.models import Mailing, NewsletterPage


def became_of(page: Any) -> str:
    """What happened to a newsletter of the list: « Terminé, 412 personnes »."""
    mailings = page.recent_mailings
    if not mailings:
        return str(_("Not sent yet"))
    people = sum(mailing.prepared for mailing in mailings)
    counted = ngettext("%(n)s person", "%(n)s people", people) % {"n": Tally(people)}
    return f"{mailings[0].get_state_display()}, {counted}"


class NewsletterListView(IndexView):
    """Every newsletter, the latest first."""

    add_item_label = _("Write a newsletter")

    def get_base_queryset(self) -> QuerySet[NewsletterPage]:
        mailings = Mailing.objects.order_by("-created_at", "-pk")
        return super().get_base_queryset().prefetch_related(Prefetch("mailings", mailings, to_attr="recent_mailings"))

    @cached_property
    def header_buttons(self) -> list[Button]:
        """For whoever may write one: the screen that asks what to begin from."""
        if not super().header_buttons:
            return []
        return [HeaderButton(self.add_item_label, reverse("newsletter_begin"), icon_name="plus")]


class NewsletterPageListing(PageListingViewSet):
    model = NewsletterPage
    index_view_class = NewsletterListView
    # Without the parent: every newsletter has the same.
    columns = [
        *(column for column in IndexView.base_columns if column.name != "parent"),
        Column("became_of", label=_("Sending"), accessor=became_of),
    ]
    icon = "mail"
    name = "newsletters"
    menu_label = _("Letters")
    add_to_admin_menu = False


class PreviewMenuItem(ActionMenuItem):
    """In the editor of a newsletter that was saved: the way to every view of it."""

    name = "action-preview-letter"
    label = _("See it in every way…")
    icon_name = "view"
    order = 80

    def is_shown(self, context: dict[str, Any]) -> bool:
        return isinstance(context.get("page"), NewsletterPage)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("newsletter_preview", args=[context["page"].pk])


class SendMenuItem(ActionMenuItem):
    """In the editor of a newsletter that is published: the way to the last look before it leaves."""

    name = "action-check-and-send"
    label = _("Check and send…")
    icon_name = "mail"
    order = 90

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return isinstance(page, NewsletterPage) and context["request"].user.has_perm("newsletters.send_mailing")

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("newsletter_send", args=[context["page"].pk])


def send_buttons(page: Page, user: User, **_context: Any) -> Iterator[Button]:
    """In the lists of pages: the same way, from a newsletter's own menu."""
    if isinstance(page.specific_deferred, NewsletterPage) and user.has_perm("newsletters.send_mailing"):
        yield Button(_("Check and send…"), reverse("newsletter_send", args=[page.pk]), icon_name="mail", priority=5)


def preview_buttons(page: Page, user: User, **_context: Any) -> Iterator[Button]:
    """From a newsletter's own menu: every view of it."""
    if isinstance(page.specific_deferred, NewsletterPage) and page.permissions_for_user(user).can_edit():
        url = reverse("newsletter_preview", args=[page.pk])
        yield Button(_("See it in every way…"), url, icon_name="view", priority=4)


def template_buttons(page: Page, user: User, **_context: Any) -> Iterator[Button]:
    """From a newsletter's own menu: its blocks become a template of the council."""
    if isinstance(page.specific_deferred, NewsletterPage) and user.has_perm("newsletters.add_issuetemplate"):
        yield Button(
            _("Keep as a template…"), reverse("newsletter_template", args=[page.pk]), icon_name="copy", priority=45
        )


def say_that_it_is_empty(request: HttpRequest, page: Page) -> None:
    """After publishing: readers would find a title alone, and no letter leaves so."""
    if isinstance(page, NewsletterPage) and is_empty(compose_issue(page, timezone.now())):
        messages.warning(request, _("This newsletter is published, but it is empty: its page shows the title alone."))
