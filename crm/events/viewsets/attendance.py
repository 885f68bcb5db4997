"""What a volunteer sees of those who came, in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from crm.events.views import attendance, door


class AttendanceMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(attendance.SEE))


class AttendanceViewSet(ViewSet):
    """Numbers first; the list at the door and the sheets stand beside them."""

    name = "attendance"
    url_prefix = "presences"
    icon = "clipboard-list"
    menu_label = _("Who came")
    menu_item_class = AttendanceMenuItem
    menu_name = "attendance"

    def get_urlpatterns(self) -> list[URLPattern]:
        pages: list[tuple[str, Any, str]] = [
            ("", attendance.AttendanceListView, "index"),
            ("<int:pk>/", attendance.AttendanceView, "event"),
            ("nombre/<int:pk>/", attendance.CorrectCountView, "correct"),
            ("<int:pk>/pas-de-comptage/", attendance.WaiveCountView, "waive"),
            ("<int:pk>/saisir/", attendance.TypedInView, "type_in"),
            ("<int:pk>/feuille/", door.SheetView, "sheet"),
            ("<int:pk>/feuille/vide/", door.EmptySheetView, "empty_sheet"),
            ("<int:pk>/accueil/", door.DoorView, "door"),
            ("<int:pk>/accueil/etat/", door.DoorStateView, "door_state"),
            ("<int:pk>/accueil/hors-ligne.js", door.DoorWorkerView, "door_worker"),
        ]
        return [path(address, view.as_view(), name=name) for address, view, name in pages]
