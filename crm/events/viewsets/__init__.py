"""What a volunteer sees of the square in the admin, under one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from crm.events.viewsets.attendance import AttendanceViewSet
from crm.events.viewsets.calendars import PartnerCalendarViewSet
from crm.events.viewsets.desks import RegistrationDeskViewSet
from crm.events.viewsets.events import EventViewSet
from crm.events.viewsets.kinds import OwnKindViewSet
from crm.events.viewsets.venues import VenueViewSet

__all__ = ["AgendaGroup"]


class AgendaGroup(ViewSetGroup):
    menu_label = _("Agenda")
    menu_name = "agenda"
    menu_icon = "date"
    menu_order = 150
    items = (
        EventViewSet,
        RegistrationDeskViewSet,
        AttendanceViewSet,
        VenueViewSet,
        OwnKindViewSet,
        PartnerCalendarViewSet,
    )
