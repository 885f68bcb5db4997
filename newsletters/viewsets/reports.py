"""What was heard about the letters after they left: by name, to look up, and to settle where somebody must."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from newsletters.domain.hearing.history import what_happened
from newsletters.domain.hearing.quarantine import waiting_reports
from newsletters.models import MailReport, ReturnMailbox
from newsletters.views.admin.columns import MomentColumn
from newsletters.views.admin.reports import ReportView
from newsletters.viewsets.read_only import ReadOnlyIndexView, ReadOnlyViewSet


def whose(report: MailReport) -> str:
    return report.subscriber.email if report.subscriber else str(_("(nobody known)"))


class ReportIndexView(ReadOnlyIndexView):
    """The latest first; above, when the mailbox was last read and how many messages wait for somebody."""

    template_name = "newsletters/admin/reports.html"

    def get_base_queryset(self) -> QuerySet[MailReport]:
        return MailReport.objects.select_related("subscriber", "delivery__mailing", "settled_by")

    def get_inspect_url(self, instance: MailReport) -> str:
        return reverse(self.inspect_url_name, args=[instance.pk])

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        waiting = waiting_reports().count()
        mailbox = ReturnMailbox.objects.first()
        return {**super().get_context_data(*args, **kwargs), "waiting": waiting, "mailbox": mailbox}


class ReportViewSet(ReadOnlyViewSet):
    model = MailReport
    index_view_class = ReportIndexView
    icon = "undo"
    name = "returns"
    menu_label = _("Letters that came back")
    inspect_view_enabled = True
    list_display = [
        TitleColumn(
            "words",
            label=_("What happened"),
            accessor=what_happened,
            get_url=lambda report: reverse("returns:inspect", args=[report.pk]),
        ),
        Column("person", label=_("Person"), accessor=whose),
        Column("get_outcome_display", label=_("What was done")),
        Column("get_source_display", label=_("Heard by"), classname="wide-only"),
        MomentColumn("received_at", label=_("When"), sort_key="received_at"),
    ]
    list_filter = ["outcome", "kind", "source"]
    search_fields = ["subscriber__email"]
    ordering = ["-received_at", "-pk"]
    list_per_page = 50

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/", self.construct_view(ReportView), name="inspect")]
