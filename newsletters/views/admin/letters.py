"""The register of one mailing: each person's letter with the server's answer, and everyone left out."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn

from newsletters.domain.settling import SETTLED_BY_HAND
from newsletters.enums import DeliveryState, ExclusionReason, MailingState
from newsletters.models import Delivery, Exclusion
from newsletters.views.admin.columns import MomentColumn
from newsletters.views.admin.rows import RowsOfMailingView


def state_words(letter: Delivery) -> str:
    """The state; what waits in a mailing that was stopped will never leave, and says so."""
    if letter.mailing.state == MailingState.STOPPED and letter.state in {DeliveryState.QUEUED, DeliveryState.DEFERRED}:
        return _("Never sent: the mailing was stopped")
    return str(DeliveryState(letter.state).label)


def answer_words(letter: Delivery) -> str:
    return f"{letter.smtp_code or ''} {letter.smtp_reply}".strip()


class LetterFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=DeliveryState.choices)

    class Meta:
        model = Delivery
        fields: ClassVar[list[str]] = ["state"]


class RegisterView(RowsOfMailingView):
    """Who got it: one line a person."""

    page_title = gettext_lazy("Register of letters")
    rows_name = "letters"
    header_icon = "mail"
    filterset_class = LetterFilterSet
    search_fields: ClassVar[list[str]] = ["email"]
    default_ordering = "pk"
    list_export: ClassVar[list[str]] = ["email", "state", "answer", "attempts", "sent_at"]
    export_headings: ClassVar[dict[str, Any]] = {"state": gettext_lazy("State"), "answer": gettext_lazy("Answer")}
    export_filename = "infolettre-registre"

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return Delivery.objects.filter(mailing=self.mailing).select_related("mailing")

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn(
                "email", label=_("E-mail"), get_url=self._settle_url, get_title_id=lambda row: f"letter-{row.pk}"
            ),
            Column("state", label=_("State"), accessor=state_words),
            Column("answer", label=_("The server's answer"), accessor=answer_words),
            Column("attempts", label=_("Attempts"), classname="wide-only"),
            MomentColumn("sent_at", label=_("Sent")),
        ]

    def _settle_url(self, letter: Delivery) -> str | None:
        if letter.state in SETTLED_BY_HAND and self.request.user.has_perm("newsletters.send_mailing"):
            return reverse("mailings:settle", args=[self.mailing.pk, letter.pk])
        return None

    def to_row_dict(self, item: Delivery) -> dict[str, Any]:
        return {
            "email": item.email,
            "state": state_words(item),
            "answer": answer_words(item),
            "attempts": item.attempts,
            "sent_at": item.sent_at,
        }


class ExclusionFilterSet(WagtailFilterSet):
    reason = django_filters.ChoiceFilter(label=gettext_lazy("Reason"), choices=ExclusionReason.choices)

    class Meta:
        model = Exclusion
        fields: ClassVar[list[str]] = ["reason"]


class ExclusionsView(RowsOfMailingView):
    """Who was left out, and why."""

    page_title = gettext_lazy("People not written to")
    rows_name = "exclusions"
    header_icon = "user"
    filterset_class = ExclusionFilterSet
    search_fields: ClassVar[list[str]] = ["subscriber__email"]
    default_ordering = "pk"
    list_export: ClassVar[list[str]] = ["email", "reason"]
    export_headings: ClassVar[dict[str, Any]] = {"email": gettext_lazy("E-mail"), "reason": gettext_lazy("Reason")}
    export_filename = "infolettre-exclusions"

    def get_base_queryset(self) -> QuerySet[Exclusion]:
        return Exclusion.objects.filter(mailing=self.mailing).select_related("subscriber")

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            Column("email", label=_("E-mail"), accessor=excluded_address),
            Column("get_reason_display", label=_("Reason")),
        ]

    def to_row_dict(self, item: Exclusion) -> dict[str, Any]:
        return {"email": excluded_address(item), "reason": item.get_reason_display()}


def excluded_address(exclusion: Exclusion) -> str:
    if exclusion.subscriber:
        return exclusion.subscriber.email
    return _("(known by our records alone)") if exclusion.reason == ExclusionReason.NO_BASIS else _("(erased)")
