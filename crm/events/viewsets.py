"""What a volunteer sees of the events in the admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from crm.events.forms import EventForm
from crm.events.models import Event
from crm.events.views import acting, keeping

ACTION_VIEWS = (
    acting.PublishView,
    acting.RestoreView,
    acting.PostponeView,
    acting.CancelView,
    acting.WithdrawView,
    acting.DuplicateView,
)


class EventViewSet(ModelViewSet):
    """Five fields first, the rest folded; the public hears only of the acts, each on a page of its own."""

    model = Event
    name = "event"
    url_prefix = "agenda"
    icon = "date"
    menu_label = _("Events")
    menu_order = 150
    add_to_admin_menu = True

    index_view_class = keeping.EventListView
    add_view_class = keeping.EventAddView
    edit_view_class = keeping.EventEditView
    delete_view_class = keeping.EventDeleteView
    filterset_class = keeping.EventFilterSet
    search_backend_name = None
    search_fields = ["search_text"]
    list_per_page = 30
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "title",
        "kind",
        "status",
        "starts_at",
        "ends_at",
        "venue",
        "address",
        "online_url",
        "audience",
        "summary",
    ]

    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("kind"),
            FieldPanel("starts_at"),
            FieldPanel("ends_at", help_text=_("Empty: two hours after the start.")),
            FieldPanel("venue", help_text=_("As people call it: Parc de la Carrière.")),
            MultiFieldPanel(
                [FieldPanel("summary"), FieldPanel("description")], heading=_("In words"), classname="collapsed"
            ),
            MultiFieldPanel(
                [FieldPanel("address"), FieldPanel("online_url"), FieldPanel("audience"), FieldPanel("all_day")],
                heading=_("Address, online, audience"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_is_decorative")],
                heading=_("Image"),
                classname="collapsed",
            ),
        ],
        base_form_class=EventForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        acts = [
            path(
                f"{view.action.name}/<int:pk>/",
                view.as_view(permission_policy=self.permission_policy),
                name=view.action.name,
            )
            for view in ACTION_VIEWS
        ]
        return [*super().get_urlpatterns(), *acts]
