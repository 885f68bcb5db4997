"""People in the admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from crm.partners.forms import LevelledForm, LevelledInlinePanel
from crm.partners.models import Person
from crm.partners.views import acting, people, personal_files
from crm.partners.viewsets.base import PartnerViewSet
from crm.partners.viewsets.organizations import ADDRESS_FIELDS, CONTACT_FIELDS, NAME_FIELDS


class PersonViewSet(PartnerViewSet):
    model = Person
    url_prefix = "personnes"
    icon = "user"
    menu_label = _("People")
    add_label = _("Add a person")
    index_view_class = people.PersonListView
    inspect_view_class = people.PersonPageView
    filterset_class = people.PersonFilterSet

    edit_handler = ObjectList(
        [
            FieldPanel("given_name"),
            FieldPanel("family_name"),
            FieldPanel("pronouns"),
            FieldPanel("visibility"),
            FieldPanel("biography"),
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
                "other_names", NAME_FIELDS, heading=_("Other names"), label=_("Other name"), classname="collapsed"
            ),
            MultiFieldPanel(
                [
                    FieldPanel("portrait"),
                    FieldPanel("user", permission="accounts.change_user"),
                    FieldPanel("keep_until"),
                ],
                heading=_("Portrait, account, retention"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("board_notes", permission="partners.see_board_level")],
                heading=_("Notes for the board"),
                classname="collapsed",
            ),
        ],
        base_form_class=LevelledForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("seat/<int:pk>/", acting.SeatFromPersonView.as_view(), name="seat"),
            path("dossier/<int:pk>/", personal_files.FileView.as_view(), name="file"),
            path("dossier/<int:pk>.<str:extension>", personal_files.FileExportView.as_view(), name="file_export"),
            path("garder/<int:pk>/", personal_files.KeepView.as_view(), name="keep"),
            path("effacer/<int:pk>/", personal_files.EraseView.as_view(), name="erase"),
        ]
