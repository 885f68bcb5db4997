"""The people who asked to be written to, and each one's page."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from crm.partners.domain.cells import neutralise_cell
from newsletters.audit import note_export
from newsletters.enums import Standing, SubscriptionState, SuppressionReason
from newsletters.models import Subscriber, Subscription, Topic
from newsletters.views.admin.bases import BasisView
from newsletters.views.admin.columns import MomentColumn
from newsletters.views.admin.reports import LiftView
from newsletters.views.admin.subscribers import SubscriberView
from newsletters.viewsets.read_only import ReadOnlyIndexView, ReadOnlyViewSet


def topic_names(subscriber: Any) -> str:
    """Of a subscriber of the list, whose subscriptions are already there."""
    return ", ".join(subscription.topic.name for subscription in subscriber.active_subscriptions)


def standing_words(subscriber: Any) -> str:
    """Of a subscriber of the list, with its standing; an address set aside says why."""
    words = Standing(subscriber.standing).label
    reason = subscriber.suppression_reason
    return f"{words} ({SuppressionReason(reason).label})" if reason else f"{words}"


class SubscriberFilterSet(WagtailFilterSet):
    topic = django_filters.ModelChoiceFilter(label=_("Topic"), queryset=Topic.objects.all(), method="hears_about")
    standing = django_filters.ChoiceFilter(label=_("State"), choices=Standing.choices, method="stands")

    class Meta:
        model = Subscriber
        fields: list[str] = []

    def hears_about(self, queryset: QuerySet[Subscriber], name: str, topic: Topic) -> QuerySet[Subscriber]:
        mailable = Subscription.objects.filter(topic=topic).mailable(timezone.localdate())
        return queryset.filter(pk__in=mailable.values("subscriber"))

    def stands(self, queryset: QuerySet[Subscriber], name: str, value: str) -> QuerySet[Subscriber]:
        return queryset.filter(Q(standing=value))


class SubscriberIndexView(ReadOnlyIndexView):
    """Search, filters, and a file for those who may take one, its cells neutralised and its taking noted."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export and not self.user_has_permission("export"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    add_item_label = _("Note why we may write to someone")

    def get_add_url(self) -> str | None:
        return reverse(self.add_url_name) if self.user_has_permission("import") else None

    @cached_property
    def show_export_buttons(self) -> bool:
        return bool(self.user_has_permission("export"))

    def get_base_queryset(self) -> QuerySet[Subscriber]:
        active = Subscription.objects.filter(state=SubscriptionState.ACTIVE).select_related("topic")
        return Subscriber.objects.with_standing(timezone.localdate()).prefetch_related(
            Prefetch("subscriptions", active.order_by("topic"), to_attr="active_subscriptions")
        )

    def as_spreadsheet(self, queryset: QuerySet[Subscriber], spreadsheet_format: str) -> HttpResponseBase:
        note_export(self.request.user, [subscriber.pk for subscriber in queryset])
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def to_row_dict(self, item: Subscriber) -> dict[str, Any]:
        return {
            "email": item.email,
            "topics": topic_names(item),
            "standing": standing_words(item),
            "created_at": item.created_at,
            "confirmed_at": item.confirmed_at,
        }

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return neutralise_cell(super().preprocess_field_value(field, value, export_format))


class SubscriberViewSet(ReadOnlyViewSet):
    model = Subscriber
    index_view_class = SubscriberIndexView
    icon = "group"
    name = "subscribers"
    menu_label = _("Subscribers")
    inspect_view_enabled = True
    inspect_view_class = SubscriberView
    list_display = [
        "email",
        Column("topics", label=_("Topics"), accessor=topic_names),
        Column("standing", label=_("State"), accessor=standing_words),
        MomentColumn("created_at", label=_("Known since"), sort_key="created_at"),
    ]
    list_export = ["email", "topics", "standing", "created_at", "confirmed_at"]
    filterset_class = SubscriberFilterSet
    search_fields = ["email"]
    export_headings = {"topics": _("Topics"), "standing": _("State")}
    export_filename = "infolettre-personnes"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("motif/", self.construct_view(BasisView), name="add"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/ecrire-de-nouveau/", self.construct_view(LiftView), name="lift"),
        ]
