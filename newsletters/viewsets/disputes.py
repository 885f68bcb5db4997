"""Those who say that they never asked, the unanswered first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.permissions import ModelPermissionPolicy

from newsletters.models import ConsentDispute, Subscriber
from newsletters.views.admin.columns import MomentColumn
from newsletters.views.admin.disputes import DisputeView
from newsletters.viewsets.read_only import ReadOnlyIndexView, ReadOnlyViewSet


def whose(dispute: Any) -> str:
    return str(dispute.subscriber) if dispute.subscriber else gettext("(erased)")


def answered_words(dispute: Any) -> str:
    return gettext("Answered") if dispute.answered_at else gettext("To be answered")


class DisputeIndexView(ReadOnlyIndexView):
    def get_base_queryset(self) -> QuerySet[ConsentDispute]:
        return ConsentDispute.objects.select_related("subscriber")

    def get_inspect_url(self, instance: ConsentDispute) -> str:
        return reverse(self.inspect_url_name, args=[instance.pk])


class DisputeViewSet(ReadOnlyViewSet):
    model = ConsentDispute
    index_view_class = DisputeIndexView
    icon = "warning"
    name = "disputes"
    menu_label = _("Disputed consents")
    inspect_view_enabled = True
    list_display = [
        Column("subscriber", label=_("E-mail"), accessor=whose),
        MomentColumn("occurred_at", label=_("When"), sort_key="occurred_at"),
        Column("answered", label=_("State"), accessor=answered_words),
    ]

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Who may see the subscribers sees what they dispute, and who may change them answers."""
        return ModelPermissionPolicy(Subscriber)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/", self.construct_view(DisputeView), name="inspect")]
