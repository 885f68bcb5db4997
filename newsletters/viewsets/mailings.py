"""Every mailing, how far it has come, and its register: who got it, who did not, and why."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, UserColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from crm.partners.domain.tallies import Tally
from newsletters.enums import DeliveryState
from newsletters.models import Delivery, Exclusion, Mailing
from newsletters.views.admin.aftermath import AftermathFileView, AftermathView
from newsletters.views.admin.columns import MomentColumn
from newsletters.views.admin.letters import ExclusionsView, RegisterView
from newsletters.views.admin.mailings import MailingView, ProgressView
from newsletters.views.admin.moves import MoveView
from newsletters.views.admin.resend import ResendView
from newsletters.views.admin.rows import RowsOfMailingView
from newsletters.views.admin.settle import SettleView
from newsletters.viewsets.read_only import ReadOnlyIndexView, ReadOnlyViewSet


def letters_gone(mailing: Any) -> str:
    """« 310 lettres sur 412 », of a mailing of the list."""
    words = ngettext("%(sent)s letter of %(all)s", "%(sent)s letters of %(all)s", mailing.sent)
    return words % {"sent": Tally(mailing.sent), "all": Tally(mailing.prepared)}


class MailingIndexView(ReadOnlyIndexView):
    """The latest first, each with how many of its letters have left."""

    def get_base_queryset(self) -> QuerySet[Mailing]:
        sent = Count("deliveries", filter=Q(deliveries__state=DeliveryState.SENT))
        return Mailing.objects.select_related("created_by__wagtail_userprofile").annotate(sent=sent)


class MailingViewSet(ReadOnlyViewSet):
    model = Mailing
    index_view_class = MailingIndexView
    icon = "mail"
    name = "mailings"
    menu_label = _("Mailings")
    inspect_view_enabled = True
    list_display = [
        "subject",
        Column("get_state_display", label=_("State")),
        Column("sent", label=_("Letters gone"), accessor=letters_gone, sort_key="sent"),
        MomentColumn("created_at", label=_("Started"), sort_key="created_at"),
        UserColumn("created_by", label=_("By")),
    ]
    ordering = ["-created_at", "-pk"]
    search_fields = ["subject"]
    list_filter = ["state"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", self.construct_view(MailingView), name="inspect"),
            path("<int:pk>/progress/", self.construct_view(ProgressView), name="progress"),
            path("<int:pk>/<slug:verb>/now/", self.construct_view(MoveView), name="move"),
            path("<int:pk>/report/", self.construct_view(AftermathView), name="report"),
            path("<int:pk>/report.csv", self.construct_view(AftermathFileView), name="report_file"),
            path("<int:pk>/resend/", self.construct_view(ResendView), name="resend"),
            *self._rows("letters", RegisterView, Delivery),
            path("<int:pk>/letters/<int:letter>/", self.construct_view(SettleView), name="settle"),
            *self._rows("exclusions", ExclusionsView, Exclusion),
        ]

    def _rows(self, name: str, view: type[RowsOfMailingView], model: type[Model]) -> list[URLPattern]:
        """A list of one mailing's rows, and its results alone; seeing names has permissions of its own."""
        rows = {"model": model, "permission_policy": ModelPermissionPolicy(model)}
        results = self.construct_view(view, results_only=True, **rows)
        return [
            path(f"<int:pk>/{name}/", self.construct_view(view, **rows), name=name),
            path(f"<int:pk>/{name}/results/", results, name=f"{name}_results"),
        ]


class AutomaticLettersViewSet(ViewSet):
    """A line of the menu: it leads to the letters that are written by themselves."""

    name = "automatic"
    menu_label = _("Automatic letters")
    menu_icon = "repeat"

    @property
    def menu_url(self) -> str:
        return reverse("automatic_letters")

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        """For those who may send."""
        return SendersMenuItem(self.menu_label, self.menu_url, self.name, icon_name=self.menu_icon, order=order)

    def get_urlpatterns(self) -> list[URLPattern]:
        return []


class SendersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("newsletters.send_mailing"))


class OutboxViewSet(ViewSet):
    """A line of the menu, on a machine where letters stay: it leads to the outbox."""

    name = "outbox"
    menu_label = _("Local outbox")
    menu_icon = "download"

    @property
    def menu_url(self) -> str:
        return reverse("outbox")

    def get_urlpatterns(self) -> list[URLPattern]:
        return []
