"""The lists of the seats and of who holds or held them, and the page of each."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button, HeaderButton

from crm.partners.domain.partial_dates import partial_date_words
from crm.partners.domain.tenure import Answer
from crm.partners.domain.wording import state_words, tenure_words
from crm.partners.models import Membership, Post
from crm.partners.organization_field import organizations_named
from crm.partners.querysets import MembershipQuerySet, PostQuerySet
from crm.partners.roles import role_of, roles_of, with_names
from crm.partners.views.keeping import PartnerListView, PartnerPageView

YES_NO = {True: gettext_lazy("Yes"), False: gettext_lazy("No")}


def occupancy_words(post: Any) -> str:
    """Of a seat with its `answer`: held, vacant, or nobody knows."""
    return {Answer.YES: _("Held"), Answer.NO: _("Vacant"), Answer.UNKNOWN: _("Nobody knows")}[Answer(post.answer)]


def holder_names(post: Any) -> str:
    """Of a seat of the list, whose holders of today that may be seen are already there."""
    return ", ".join(str(held.person) for held in post.held_today)


def term_end_words(post: Any) -> str:
    ends = [held.term_ends_on for held in post.held_today if held.term_ends_on]
    return partial_date_words(min(ends)) if ends else ""


class PostFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            (Answer.NO.value, gettext_lazy("Vacant")),
            (Answer.YES.value, gettext_lazy("Held")),
            (Answer.UNKNOWN.value, gettext_lazy("Nobody knows")),
        ],
        field_name="answer",
    )
    organization = django_filters.CharFilter(label=gettext_lazy("Organization"), method="in_organization")

    class Meta:
        model = Post
        fields: list[str] = []

    def in_organization(self, queryset: PostQuerySet, name: str, value: str) -> QuerySet[Post]:
        return queryset.filter(organization__in=organizations_named(value))


class PostListView(PartnerListView):
    page_title = gettext_lazy("Seats")
    list_export = ["title", "organization", "holders", "state", "term_ends", "held_for", "voting", "reserved_for"]
    export_headings = {
        "title": gettext_lazy("Seat"),
        "organization": gettext_lazy("Organization"),
        "holders": gettext_lazy("Held by"),
        "state": gettext_lazy("State"),
        "term_ends": gettext_lazy("The term ends"),
        "held_for": gettext_lazy("Seat of"),
        "voting": gettext_lazy("With a vote"),
        "reserved_for": gettext_lazy("Reserved for"),
    }
    export_filename = "sieges"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.title_column(gettext_lazy("Seat"), accessor="title", sort_key="title"),
            Column("organization", label=gettext_lazy("Organization"), sort_key="organization__name"),
            Column("holders", label=gettext_lazy("Held by"), accessor=holder_names),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=occupancy_words,
                primary=lambda post: post.answer == Answer.YES,
            ),
            Column("term_ends", label=gettext_lazy("The term ends"), accessor=term_end_words),
        ]

    def get_base_queryset(self) -> QuerySet[Post]:
        today = timezone.localdate()
        held = Membership.objects.visible(self.levels).on(today, perhaps=True).select_related("person")
        seats: PostQuerySet = self.visible().existing(today)
        return (
            seats.answering(today)
            .select_related("organization", "held_for")
            .prefetch_related(Prefetch("memberships", held, "held_today"))
        )

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {
            "title": item.title,
            "organization": str(item.organization),
            "holders": holder_names(item),
            "state": occupancy_words(item),
            "term_ends": term_end_words(item),
            "held_for": str(item.held_for or ""),
            "voting": str(YES_NO[item.is_voting]),
            "reserved_for": item.reserved_for,
        }


class PostPageView(PartnerPageView):
    """Who holds this seat, who held it, and what may be done."""

    template_name = "partners/admin/post.html"

    def get_page_title(self) -> str:
        """The organization is said just below: with it, the head of the page would be cut."""
        return str(self.object.title)

    def page_queryset(self) -> QuerySet[Post]:
        seats: PostQuerySet = self.visible()
        return seats.answering(timezone.localdate()).select_related("organization", "held_for")

    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_buttons
        if self.request.user.has_perm("partners.add_membership") and self.object.answer != Answer.YES:
            url = reverse("post:seat", args=[self.object.pk])
            buttons.append(HeaderButton(_("Name someone"), url=url, icon_name="plus", priority=1))
        if self.request.user.has_perm("partners.change_membership") and self.object.answer != Answer.NO:
            url = reverse("post:vacate", args=[self.object.pk])
            buttons.append(HeaderButton(_("Vacate this seat"), url=url, icon_name="cross", priority=20))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        holders = with_names(Membership.objects.visible(self.levels).filter(post=self.object))
        return {
            **super().get_context_data(**kwargs),
            "roles": roles_of(holders, timezone.localdate()),
            "occupancy": occupancy_words(self.object),
            "notes": self.object.notes if self.request.user.has_perm("partners.see_board_level") else "",
            "may_write": self.request.user.has_perm("partners.change_membership"),
        }


class MembershipFilterSet(WagtailFilterSet):
    """Lasting, over or doubtful on a day: today where none is given."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Does it last?"),
        choices=[
            (Answer.YES.value, gettext_lazy("Under way")),
            (Answer.NO.value, gettext_lazy("Over, or to come")),
            (Answer.UNKNOWN.value, gettext_lazy("Nobody knows")),
        ],
        method="lasting",
    )
    on = django_filters.DateFilter(label=gettext_lazy("On that day"), method="ignore", widget=AdminDateInput)
    organization = django_filters.CharFilter(label=gettext_lazy("Organization"), method="in_organization")

    class Meta:
        model = Membership
        fields: list[str] = []

    def in_organization(self, queryset: MembershipQuerySet, name: str, value: str) -> QuerySet[Membership]:
        return queryset.filter(organization__in=organizations_named(value))

    def lasting(self, queryset: MembershipQuerySet, name: str, value: str) -> QuerySet[Membership]:
        day = self.form.cleaned_data.get("on") or timezone.localdate()
        return queryset.answering(day).filter(Q(answer=value))

    def ignore(self, queryset: MembershipQuerySet, name: str, value: Any) -> QuerySet[Membership]:
        """The day is read by `lasting`; alone, it asks who was there that day, surely or perhaps."""
        return queryset if self.form.cleaned_data.get("state") else queryset.on(value, perhaps=True)


def membership_when(membership: Membership) -> str:
    return tenure_words(membership.starts_on, membership.ends_on, end_is_unknown=membership.end_is_unknown)


class MembershipListView(PartnerListView):
    page_title = gettext_lazy("Memberships")
    export_headings = {
        "person": gettext_lazy("Person"),
        "role": gettext_lazy("Role"),
        "organization": gettext_lazy("Organization"),
        "when": gettext_lazy("When"),
        "state": gettext_lazy("State"),
        "term_ends": gettext_lazy("The term ends"),
        "on_behalf_of": gettext_lazy("On behalf of"),
        "capacity": gettext_lazy("Capacity"),
        "source": gettext_lazy("Source"),
        "verified": gettext_lazy("Last verified"),
    }
    list_export = list(export_headings)
    export_filename = "participations"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.title_column(gettext_lazy("Person"), accessor="person", sort_key="person__family_name"),
            Column("role", label=gettext_lazy("Role"), accessor="label"),
            Column("organization", label=gettext_lazy("Organization"), sort_key="organization__name"),
            Column("when", label=gettext_lazy("When"), accessor=membership_when, sort_key="start_max"),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=self.state_of,
                primary=lambda held: held.is_current(self.day) == Answer.YES,
            ),
        ]

    @cached_property
    def day(self) -> Any:
        """The day that is asked about; today where none is."""
        asked = self.filters.form.cleaned_data.get("on") if self.filters and self.filters.is_valid() else None
        return asked or timezone.localdate()

    def state_of(self, membership: Membership) -> str:
        return state_words(membership.tenure, self.day)

    def get_base_queryset(self) -> QuerySet[Membership]:
        return with_names(self.visible())

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {
            "person": str(item.person),
            "role": item.label,
            "organization": str(item.organization),
            "when": membership_when(item),
            "state": self.state_of(item),
            "term_ends": partial_date_words(item.term_ends_on) if item.term_ends_on else "",
            "on_behalf_of": str(item.on_behalf_of or ""),
            "capacity": item.get_capacity_display(),
            "source": item.source,
            "verified": item.last_verified_on,
        }


class MembershipPageView(PartnerPageView):
    """What is known of one membership, from where, and what may be done."""

    template_name = "partners/admin/membership.html"

    def get_page_title(self) -> str:
        """The role and the organization are said just below: with them, the head of the page would be cut."""
        return str(self.object.person)

    def page_queryset(self) -> QuerySet[Membership]:
        return with_names(self.visible())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        role = role_of(self.object, timezone.localdate())
        return {
            **super().get_context_data(**kwargs),
            "role": role,
            "may_write": self.request.user.has_perm("partners.change_membership"),
        }
