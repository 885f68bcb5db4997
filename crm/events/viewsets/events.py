"""What a volunteer sees of the events in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from crm.events.desk_in_event import DeskPanel
from crm.events.forms import EventForm
from crm.events.models import Event
from crm.events.panels import PublicDocumentPanel
from crm.events.views import acting, keeping, series
from crm.events.widgets import PlaceInput
from crm.partners.forms import LevelledInlinePanel

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ACTION_VIEWS = (
    acting.PublishView,
    acting.RestoreView,
    acting.PostponeView,
    acting.CancelView,
    acting.WithdrawView,
    acting.DuplicateView,
    series.RepeatView,
    series.ExtendView,
    series.StopView,
    series.SeriesView,
)


def folded(heading: _StrPromise, *names: str) -> MultiFieldPanel:
    """Fields that a volunteer opens only when needed."""
    return MultiFieldPanel([FieldPanel(name) for name in names], heading=heading, classname="collapsed")


class EventViewSet(ModelViewSet):
    """Five fields first, the rest folded; the public hears only of the acts, each on a page of its own."""

    model = Event
    name = "event"
    url_prefix = "agenda"
    icon = "date"
    menu_label = _("Events")
    add_to_admin_menu = False

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
        "kind_label",
        "status",
        "starts_at",
        "ends_at",
        "mode",
        "venue",
        "address",
        "accessibility",
        "online_url",
        "summary",
    ]

    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("kind"),
            FieldPanel("starts_at"),
            FieldPanel("ends_at", help_text=_("Empty: two hours after the start.")),
            FieldPanel("venue", help_text=_("As people call it; a known place brings its address."), widget=PlaceInput),
            MultiFieldPanel(
                [FieldPanel("takes_registrations"), DeskPanel()], heading=_("Registrations"), classname="collapsed"
            ),
            folded(_("In words"), "summary", "description"),
            folded(
                _("For whom, and how one takes part"),
                "audiences",
                "mode",
                "online_url",
                "address",
                "accessibility",
                "all_day",
            ),
            folded(_("Who looks after it"), "followed_by"),
            folded(_("Image"), "image", "image_alt", "image_is_decorative"),
            LevelledInlinePanel(
                "organizations",
                [FieldPanel("organization"), FieldPanel("role")],
                heading=_("Organizers and partners"),
                label=_("Organization"),
                classname="collapsed",
            ),
            LevelledInlinePanel(
                "representatives",
                [FieldPanel("person")],
                heading=_("Who was there for us"),
                label=_("Person"),
                help_text=_("The public sees only the people whose file is public."),
                classname="collapsed",
            ),
            InlinePanel(
                "links",
                [FieldPanel("title"), FieldPanel("url")],
                heading=_("Links"),
                label=_("Link"),
                classname="collapsed",
            ),
            PublicDocumentPanel(
                "documents",
                [FieldPanel("document")],
                heading=_("Documents"),
                label=_("Document"),
                classname="collapsed",
            ),
            InlinePanel(
                "photos",
                [FieldPanel("picture"), FieldPanel("alt"), FieldPanel("caption")],
                heading=_("Photos"),
                label=_("Photo"),
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
