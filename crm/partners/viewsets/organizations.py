"""Organizations in the admin, and the sectors they work in."""

from __future__ import annotations

from django import forms
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from crm.partners.forms import LevelledInlinePanel, OrganizationForm
from crm.partners.models import Organization, Sector
from crm.partners.views import organizations
from crm.partners.views.history import RecordHistoryView
from crm.partners.views.visible import NoFile
from crm.partners.viewsets.base import PartnerViewSet

CONTACT_FIELDS = [FieldPanel("kind"), FieldPanel("value"), FieldPanel("label"), FieldPanel("visibility")]
ADDRESS_FIELDS = [
    FieldPanel(name) for name in ("street_address", "city", "postal_code", "latitude", "longitude", "visibility")
]
NAME_FIELDS = [FieldPanel("name"), FieldPanel("kind"), FieldPanel("starts_on"), FieldPanel("ends_on")]


class OrganizationViewSet(PartnerViewSet):
    model = Organization
    url_prefix = "organismes"
    icon = "group"
    menu_label = _("Organizations")
    add_label = _("Add an organization")
    index_view_class = organizations.OrganizationListView
    inspect_view_class = organizations.OrganizationPageView
    filterset_class = organizations.OrganizationFilterSet

    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("kind"),
            FieldPanel("sectors", widget=forms.CheckboxSelectMultiple),
            FieldPanel("followed_by"),
            FieldPanel("description"),
            LevelledInlinePanel(
                "contact_details",
                CONTACT_FIELDS,
                heading=_("To reach them"),
                label=_("Contact detail"),
                classname="collapsed",
            ),
            LevelledInlinePanel(
                "addresses", ADDRESS_FIELDS, heading=_("Addresses"), label=_("Address"), classname="collapsed"
            ),
            LevelledInlinePanel(
                "other_names",
                NAME_FIELDS,
                heading=_("Other names, acronyms, former names"),
                label=_("Other name"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("parent"),
                    FieldPanel("founded_on"),
                    FieldPanel("dissolved_on"),
                    FieldPanel("is_our_council"),
                ],
                heading=_("What it is part of, and since when"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("is_listed"), FieldPanel("logo")], heading=_("On the site"), classname="collapsed"
            ),
            MultiFieldPanel(
                [FieldPanel("board_notes", permission="partners.see_board_level")],
                heading=_("Notes for the board"),
                classname="collapsed",
            ),
        ],
        base_form_class=OrganizationForm,
    )


class SectorListView(NoFile, IndexView):
    """The sectors."""


class SectorViewSet(ModelViewSet):
    """What organizations work on: greening, seniors, mobility."""

    model = Sector
    url_prefix = "secteurs"
    icon = "tag"
    menu_label = _("Sectors")
    form_fields = ["name"]
    index_view_class = SectorListView
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["name"]
    search_backend_name = None
    search_fields = ["name"]
    history_view_class = RecordHistoryView

    def get_urlpatterns(self) -> list[URLPattern]:
        """Our history is one page: Wagtail's address for the rows of its own has nothing to answer."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "history_results"]
