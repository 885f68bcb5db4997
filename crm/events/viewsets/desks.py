"""What a volunteer sees of the registrations in the admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from crm.events.desk_forms import DeskForm
from crm.events.desk_in_event import questions_panel
from crm.events.models import RegistrationDesk
from crm.events.views import desks, registering


class RegistrationDeskViewSet(ModelViewSet):
    """The number of places and the questions first; the rest is folded, and right for most events."""

    model = RegistrationDesk
    name = "registration_desk"
    url_prefix = "inscriptions"
    icon = "group"
    menu_label = _("Registrations")
    add_to_admin_menu = False
    search_backend_name = None
    search_fields = ["event__search_text"]
    copy_view_enabled = False
    list_per_page = 30

    index_view_class = desks.DeskListView
    add_view_class = desks.DeskAddView
    edit_view_class = desks.DeskEditView
    delete_view_class = desks.DeskDeleteView

    edit_handler = ObjectList(
        [
            FieldPanel("event"),
            FieldPanel("capacity"),
            FieldPanel("most_places"),
            questions_panel(),
            MultiFieldPanel(
                [FieldPanel("opens_at"), FieldPanel("closes_at"), FieldPanel("hold_hours")],
                heading=_("Opening, closing, waiting list"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("asks_age"), FieldPanel("asks_photo_consent"), FieldPanel("keep_days")],
                heading=_("Privacy"),
                classname="collapsed",
            ),
        ],
        base_form_class=DeskForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = {"permission_policy": self.permission_policy}
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", desks.PeopleView.as_view(**kept), name="people"),
            path("<int:pk>/personnes.<str:extension>", desks.PeopleFileView.as_view(**kept), name="file"),
            path("<int:pk>/telephone/", registering.CallerView.as_view(**kept), name="caller"),
            path("personne/<int:pk>/annuler/", registering.CancelPersonView.as_view(**kept), name="cancel"),
            path("personne/<int:pk>/accepter/", registering.AcceptForPersonView.as_view(**kept), name="accept"),
            path("personne/<int:pk>/places/", registering.ChangePlacesView.as_view(**kept), name="places"),
        ]
