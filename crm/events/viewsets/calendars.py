"""The calendars of partners: where they are read, and what is shown of them."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from crm.events.models import PartnerCalendar
from crm.events.views import calendars
from crm.partners.forms import LevelledForm


class PartnerCalendarViewSet(ModelViewSet):
    """An address, a look at what it announces, then a person accepts it."""

    model = PartnerCalendar
    name = "partner_calendar"
    url_prefix = "calendriers-voisins"
    icon = "calendar-alt"
    menu_label = _("Partners’ calendars")
    add_to_admin_menu = False
    index_view_class = calendars.CalendarListView
    add_view_class = calendars.CalendarAddView
    edit_view_class = calendars.CalendarEditView
    inspect_view_class = calendars.CalendarPageView
    inspect_view_enabled = True
    copy_view_enabled = False
    search_backend_name = None
    edit_handler = ObjectList([FieldPanel("organization"), FieldPanel("url")], base_form_class=LevelledForm)

    def get_urlpatterns(self) -> list[URLPattern]:
        acts = [
            path("read/<int:pk>/", calendars.read_now, name="read"),
            path("accept/<int:pk>/", calendars.accept, name="accept"),
            path("stop/<int:pk>/", calendars.stop, name="stop"),
            path("hide/<int:pk>/", calendars.hide, name="hide"),
        ]
        return [*super().get_urlpatterns(), *acts]
