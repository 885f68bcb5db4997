"""What a volunteer sees of the grants in the admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList

from crm.partners.board_files import board_document_widget
from crm.partners.board_forms import BoardRecordForm
from crm.partners.models import Funding
from crm.partners.views import fundings as views
from crm.partners.viewsets.board_records import BoardRecordViewSet


class FundingViewSet(BoardRecordViewSet):
    """Five fields first, the rest folded; the list begins with what comes next."""

    model = Funding
    name = "funding"
    url_prefix = "subventions"
    icon = "calendar-check"
    menu_label = _("Grants")

    index_view_class = views.FundingListView
    add_view_class = views.FundingAddView
    edit_view_class = views.FundingEditView
    delete_view_class = views.FundingDeleteView
    inspect_view_class = views.FundingPage
    inspect_template_name = "partners/admin/funding.html"
    index_results_template_name = "partners/admin/funding_results.html"
    filterset_class = views.FundingFilterSet
    search_fields = ["programme"]

    edit_handler = ObjectList(
        [
            FieldPanel("funder"),
            FieldPanel("programme"),
            FieldPanel("project"),
            FieldPanel("call_closes_on"),
            FieldPanel("status"),
            MultiFieldPanel(
                [FieldPanel("internal_deadline_on"), FieldPanel("call_url"), FieldPanel("followed_by")],
                heading=_("Before it is submitted"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("amount_asked"), FieldPanel("amount_granted"), FieldPanel("amount_received")]
                    ),
                    FieldPanel("authorised_by"),
                ],
                heading=_("Money and decision"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("report_due_on"), FieldPanel("report_sent_on")])],
                heading=_("Report"),
                classname="collapsed",
            ),
            InlinePanel(
                "files",
                panels=[FieldPanel("document", widget=board_document_widget())],
                heading=_("Files of the application"),
                label=_("File"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("notes"), FieldPanel("visibility")],
                heading=_("Notes, who may see it"),
                classname="collapsed",
            ),
        ],
        base_form_class=BoardRecordForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("calendrier/", self.construct_view(views.CalendarView), name="calendar"),
            path("calendrier/adresse/", self.construct_view(views.OpenAddressView), name="open_address"),
            path("calendrier/adresse/fermer/", self.construct_view(views.CloseAddressView), name="close_address"),
        ]
