"""The mailings that wait for their hour, and what became of the others."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, UserColumn
from wagtail.permissions import ModelPermissionPolicy

from newsletters.models import Mailing, MailingPlan
from newsletters.views.admin.columns import MomentColumn
from newsletters.views.admin.plans import PlanView
from newsletters.viewsets.read_only import ReadOnlyIndexView, ReadOnlyViewSet


class PlanIndexView(ReadOnlyIndexView):
    any_permission_required = ["send"]

    def get_base_queryset(self) -> QuerySet[MailingPlan]:
        return MailingPlan.objects.select_related("page", "created_by__wagtail_userprofile")

    def get_inspect_url(self, instance: MailingPlan) -> str:
        return reverse(self.inspect_url_name, args=[instance.pk])


class PlanViewSet(ReadOnlyViewSet):
    model = MailingPlan
    index_view_class = PlanIndexView
    icon = "time"
    name = "plans"
    menu_label = _("Planned mailings")
    inspect_view_enabled = True
    list_display = [
        Column("page", label=_("Newsletter"), accessor=str),
        MomentColumn("leaves_at", label=_("Leaves"), sort_key="leaves_at"),
        Column("get_state_display", label=_("State")),
        UserColumn("created_by", label=_("By")),
    ]

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Who may send may plan, and sees what is planned."""
        return ModelPermissionPolicy(Mailing)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/", self.construct_view(PlanView), name="inspect")]
