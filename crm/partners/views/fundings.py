"""The list of the grants, with the totals of a year; one application's page; the form; the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from crm.partners.board_forms import followers
from crm.partners.domain.funding import Deadline, by_month, deadlines, totals
from crm.partners.domain.funding_calendar import close_address, key_of, open_address
from crm.partners.domain.funding_words import KIND_WORDS, deadline_words, next_words
from crm.partners.domain.money import dollars
from crm.partners.domain.need_words import day_words
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import FundingStatus
from crm.partners.models import CalendarAddress, Funding, FundingFile
from crm.partners.querysets import FundingQuerySet
from crm.partners.views.history import LeadsToHistory
from crm.partners.views.visible import NoFile, VisibleRecords, person_of

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


class LabelledColumn(Column):
    """Says its name beside its value where the list is folded."""

    cell_template_name = "partners/admin/labelled_cell.html"


class FundingFilterSet(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(label=gettext_lazy("Status"), choices=FundingStatus.choices)
    followed_by = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Followed by"), queryset=lambda request: followers()
    )
    year = django_filters.NumberFilter(
        label=gettext_lazy("Year"),
        method="within",
        min_value=EARLIEST_YEAR,
        max_value=LATEST_YEAR,
        help_text=gettext_lazy("The year in which the call closes."),
    )

    class Meta:
        model = Funding
        fields: list[str] = []

    def within(self, queryset: FundingQuerySet, name: str, value: Any) -> FundingQuerySet:
        return queryset.in_year(int(value))


class FundingListView(NoFile, VisibleRecords, generic.IndexView):
    """What comes next first, in words; above it, what the year comes to."""

    page_title = gettext_lazy("Grants")
    add_item_label = gettext_lazy("Add a grant application")
    results_template_name = "partners/admin/funding_results.html"
    table_classname = "listing listing--records"
    related = ("funder", "followed_by")

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("__str__", label=gettext_lazy("Programme")),
            Column("funder", label=gettext_lazy("Funder"), sort_key="funder__name"),
            Column("next", label=gettext_lazy("What comes next"), accessor=lambda one: next_words(one, self.today)),
            StatusTagColumn(
                "status",
                label=gettext_lazy("Status"),
                accessor="get_status_display",
                primary=lambda one: one.status == FundingStatus.GRANTED,
            ),
            LabelledColumn("asked", label=gettext_lazy("Asked"), accessor=lambda one: dollars(one.amount_asked)),
            LabelledColumn(
                "granted", label=gettext_lazy("Sum granted"), accessor=lambda one: dollars(one.amount_granted)
            ),
            LabelledColumn("followed_by", label=gettext_lazy("Followed by")),
        ]

    def _get_title_column(self, field_name: str, **kwargs: Any) -> Column:
        column = super()._get_title_column(field_name)
        column.label, column.sort_key = kwargs["label"], "programme"
        return column

    def get_edit_url(self, instance: Funding) -> None:
        """A title leads to the page of the application, which leads to the form."""

    def order_queryset(self, queryset: FundingQuerySet) -> QuerySet[Funding]:
        if self.request.GET.get("ordering"):
            ordered: QuerySet[Funding] = super().order_queryset(queryset)
            return ordered
        return queryset.soonest_first(self.today)

    def search_queryset(self, queryset: Any) -> QuerySet[Funding]:
        if not self.is_searching:
            return queryset
        return queryset.matching(self.search_query, levels_of(self.request.user))

    @property
    def year(self) -> int:
        """The year asked for; otherwise this one."""
        asked = self.request.GET.get("year", "")
        is_year = asked.isdecimal() and EARLIEST_YEAR <= int(asked) <= LATEST_YEAR
        return int(asked) if is_year else self.today.year

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        calendar = HeaderButton(_("Calendar"), url=reverse("funding:calendar"), icon_name="calendar-alt", priority=5)
        return [*super().header_buttons, calendar]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        sums = totals(Funding.objects.visible(levels_of(self.request.user)).in_year(self.year))
        shown = [
            (_("Asked"), dollars(sums.asked)),
            (_("Sum granted"), dollars(sums.granted)),
            (_("Received"), dollars(sums.received)),
        ]
        return {**context, "year": self.year, "totals": shown, "years": (self.year - 1, self.year + 1)}


class FundingFormMixin(VisibleRecords):
    """What adding and correcting have in common."""

    error_message = gettext_lazy("Nothing is saved yet: see what is marked below.")
    object: Funding

    def get_success_url(self) -> str:
        return reverse("funding:inspect", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class FundingAddView(FundingFormMixin, generic.CreateView):
    page_title = gettext_lazy("Add a grant application")

    def get_page_subtitle(self) -> str:
        return ""

    def get_initial(self) -> dict[str, Any]:
        """From a funder's page, the funder is already chosen; and whoever writes follows."""
        funder = self.request.GET.get("funder", "")
        initial = {**super().get_initial(), "followed_by": self.request.user.pk}
        return {**initial, "funder": funder} if funder.isdecimal() else initial

    def get_success_message(self, instance: Funding) -> str:
        return _("“{title}” is saved.").format(title=instance)


class FundingEditView(FundingFormMixin, generic.EditView):
    def get_success_message(self) -> str:
        return _("“{title}” is saved.").format(title=self.object)


class FundingDeleteView(VisibleRecords, generic.DeleteView):
    pass


class FundingPage(VisibleRecords, LeadsToHistory, generic.InspectView):
    """Where it stands, the days that count, the money, the files."""

    template_name = "partners/admin/funding.html"
    page_title = gettext_lazy("Grant")
    related = ("funder", "followed_by")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        calendar = HeaderButton(_("Calendar"), url=reverse("funding:calendar"), icon_name="calendar-alt", priority=5)
        if not self.user_has_permission("change"):
            return [calendar]
        edit = HeaderButton(_("Edit"), url=self.get_edit_url(), icon_name="edit", priority=1)
        return [edit, calendar]

    def get_fields(self) -> list[str]:
        return []

    def visible(self) -> QuerySet[Funding]:
        files = Prefetch("files", FundingFile.objects.select_related("document"))
        return super().visible().prefetch_related(files)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        funding: Funding = self.object
        days = [
            (_("Ready among us"), funding.internal_deadline_on),
            (_("The call closes"), funding.call_closes_on),
            (_("Report due"), funding.report_due_on),
            (_("Report sent"), funding.report_sent_on),
        ]
        sums = [
            (_("Asked"), funding.amount_asked),
            (_("Sum granted"), funding.amount_granted),
            (_("Received"), funding.amount_received),
        ]
        return {
            **super().get_context_data(**kwargs),
            "funding": funding,
            "next_words": next_words(funding, timezone.localdate()),
            "days": [(label, day_words(day)) for label, day in days if day],
            "sums": [(label, dollars(amount)) for label, amount in sums if amount is not None],
        }


class FundingScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What the calendar and the acts on one's own address share."""

    model = Funding
    permission_required = "view"
    index_url_name = ""
    request: HttpRequest


class CalendarView(FundingScreen, TemplateView):
    """Month by month, what closes and what is due, what is late first; and the way to have it on a telephone."""

    template_name = "partners/admin/funding_calendar.html"
    page_title = gettext_lazy("Calendar of the grants")
    header_icon = "calendar-alt"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Grants")},
            {"url": "", "label": _("Calendar")},
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("List"), url=reverse(self.index_url_name), icon_name="list-ul", priority=5)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        seen = Funding.objects.visible(levels_of(self.request.user)).open().select_related("funder", "followed_by")
        due = deadlines(seen)
        address = CalendarAddress.objects.filter(user=self.request.user.pk).first()
        return {
            **super().get_context_data(**kwargs),
            "late": [line(one, today) for one in due if one.on < today],
            "months": [
                (month, [line(one, today) for one in ones]) for month, ones in by_month(d for d in due if d.on >= today)
            ],
            "address": self.request.build_absolute_uri(reverse("funding_feed", args=[key_of(address)]))
            if address
            else "",
        }


def line(deadline: Deadline, today: date) -> dict[str, Any]:
    """One day of the calendar, as it is read."""
    return {
        "deadline": deadline,
        "what": KIND_WORDS[deadline.kind],
        "day": day_words(deadline.on),
        "words": deadline_words(deadline, today),
    }


class OpenAddressView(FundingScreen, View):
    """Makes one's own address; a second POST finds the one that is there."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        open_address(person_of(request), timezone.now())
        messages.success(request, _("Your address is ready: add it to the calendar of your telephone."))
        return redirect(f"{reverse('funding:calendar')}#telephone")


class CloseAddressView(FundingScreen, View):
    """Closes one's own address, at once and for good."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if close_address(person_of(request)):
            messages.success(request, _("Your address is closed: calendars that follow it receive nothing any more."))
        else:
            messages.info(request, _("There was no address to close: nothing changed."))
        return redirect(f"{reverse('funding:calendar')}#telephone")
