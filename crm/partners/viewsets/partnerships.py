"""What a volunteer sees of the partnerships in the admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList

from crm.partners.board_files import board_document_widget
from crm.partners.board_forms import BoardRecordForm
from crm.partners.models import Partnership
from crm.partners.views import partnerships as views
from crm.partners.viewsets.board_records import BoardRecordViewSet


class PartnershipViewSet(BoardRecordViewSet):
    """Five fields first, the rest folded; moving from stage to stage has its own board."""

    model = Partnership
    name = "partnership"
    url_prefix = "partenariats"
    icon = "link"
    menu_label = _("Partnerships")

    index_view_class = views.PartnershipListView
    add_view_class = views.PartnershipAddView
    edit_view_class = views.PartnershipEditView
    delete_view_class = views.PartnershipDeleteView
    inspect_view_class = views.PartnershipPage
    inspect_template_name = "partners/admin/partnership.html"
    filterset_class = views.PartnershipFilterSet
    search_fields = ["title"]

    edit_handler = ObjectList(
        [
            FieldPanel("organization"),
            FieldPanel("title", help_text=_("As you would say it: Loan of the hall for the spring fête.")),
            FieldPanel("stage"),
            FieldPanel("followed_by"),
            FieldPanel("starts_on"),
            InlinePanel(
                "exchanges",
                panels=[
                    FieldRowPanel([FieldPanel("side"), FieldPanel("kind")]),
                    FieldPanel("description"),
                    FieldPanel("amount", help_text=_("For money only: 1 250,50.")),
                ],
                heading=_("What each side gives"),
                label=_("Something given"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("ends_on"), FieldPanel("agreement", widget=board_document_widget())],
                heading=_("End and agreement"),
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
            path("tableau/", self.construct_view(views.BoardView), name="board"),
            path("<int:pk>/etape/", self.construct_view(views.MoveView), name="move"),
        ]
