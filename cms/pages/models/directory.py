"""The public directory of the neighbourhood."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path
from wagtail.models import Page

from cms.pages.domain.directory import (
    address_of,
    by_letter,
    genres_offered,
    listed,
    read_directory_filter,
    sectors_offered,
)
from cms.pages.domain.directory_entry import read_entry
from cms.pages.domain.linked_data import linked_data_script
from cms.pages.domain.organization_data import organization_linked_data
from cms.pages.moving import lead_on
from crm.partners.domain.merging import record_now
from crm.partners.enums import RecordKind
from crm.partners.models import Council, Organization, Picture

LINES_A_PAGE = 60


class DirectoryPage(RoutablePageMixin, Page):
    """Those around us, letter by letter; each listed organization has its own page below."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    max_count = 1
    show_in_menus_default = True
    subpage_types: list[str] = []
    template = "pages/directory_page.html"

    class Meta:
        verbose_name = _("neighbourhood directory")
        verbose_name_plural = _("neighbourhood directories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the address asks for; a page number that does not exist gives the nearest one."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        sectors = sectors_offered()
        words, genre, sector = (request.GET.get(name, "") for name in ("mots", "genre", "secteur"))
        asked = read_directory_filter(words, genre, sector, sectors)
        if asked is None:
            raise Http404
        kinds = Organization.objects.listed().order_by().values_list("kind", flat=True).distinct()
        lines = Paginator(listed(asked), LINES_A_PAGE).get_page(request.GET.get("page"))
        offered = {"genres": genres_offered(set(kinds)), "sectors": sectors}
        return {**context, "filter": asked, "lines": lines, "letters": by_letter(lines), **offered}

    @re_path(r"^(?P<pk>[0-9]{1,18})(?:-[-a-z0-9_]*)?/$")
    def organization(self, request: HttpRequest, pk: str) -> HttpResponseBase:
        """Its public page; an older name or a number lost in a merger leads to it, an unlisted one does not exist."""
        found = _listed_now(int(pk))
        address = self.get_url(request) + address_of(found)
        if request.path != address:
            return lead_on(request, address)
        entry = read_entry(found, on=timezone.localdate())
        council, url = Council.load(), settings.BASE_URL.rstrip("/") + address
        logo_url = _absolute_logo(found.logo)
        script = linked_data_script(organization_linked_data(entry, url, council, logo_url))
        context = {**super().get_context(request), "entry": entry, "linked_data": script}
        return TemplateResponse(request, "pages/directory_entry.html", context)


def _listed_now(pk: int) -> Organization:
    """The listed organization of this number, or the one that took its place. Raises `Http404`."""
    listing = Organization.objects.listed().select_related("parent", "logo")
    found = listing.filter(pk=pk).first()
    if found is None:
        found = listing.filter(pk=record_now(RecordKind.ORGANIZATION, pk)).first()
    if found is None:
        raise Http404
    return found


def _absolute_logo(logo: Picture | None) -> str:
    if logo is None:
        return ""
    address: str = logo.get_rendition("max-600x600|format-png").url
    return settings.BASE_URL.rstrip("/") + address if address.startswith("/") else address
