"""The list of the people, and the file of one of them: each look at a file is noted."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from crm.partners.audit import note_consultation
from crm.partners.domain.imports.columns import Field
from crm.partners.domain.imports.writing import REACH, headings_of, other_names_cell, reach_cells
from crm.partners.domain.visibility import levels_of
from crm.partners.models import Membership, Person, PersonAddress, PersonContact
from crm.partners.organization_field import organizations_named
from crm.partners.querysets import PersonQuerySet
from crm.partners.roles import roles_of, with_names
from crm.partners.views.guarded import ANSWER_REQUESTS, HAND_OVER
from crm.partners.views.keeping import PartnerListView, PartnerPageView


def roles_today(person: Any) -> str:
    """Of a person of the list, whose memberships of today are already there."""
    return "; ".join(
        f"{held.label}, {held.organization}" if held.label else str(held.organization) for held in person.held_today
    )


def first_contact(person: Any) -> str:
    return str(person.seen_contacts[0]) if person.seen_contacts else ""


class PersonFilterSet(WagtailFilterSet):
    organization = django_filters.CharFilter(label=gettext_lazy("Organization"), method="in_organization")

    class Meta:
        model = Person
        fields: list[str] = []

    def in_organization(self, queryset: PersonQuerySet, name: str, value: str) -> QuerySet[Person]:
        seen = Membership.objects.visible(levels_of(self.request.user))
        seen = seen.filter(organization__in=organizations_named(value))
        return queryset.filter(pk__in=seen.values("person"))


IN_FILE = (
    *(Field.GIVEN, Field.FAMILY, Field.OTHER_NAMES, Field.ORGANIZATION, Field.ROLE, Field.SINCE, Field.UNTIL),
    *REACH,
)


class PersonListView(PartnerListView):
    page_title = gettext_lazy("People")
    list_export = [*(field.value for field in IN_FILE), "visibility"]
    export_headings = {
        **headings_of(IN_FILE),
        "visibility": gettext_lazy("Who may see this person"),
    }
    export_filename = "personnes"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.title_column(gettext_lazy("Name"), sort_key="family_name"),
            Column("roles", label=gettext_lazy("Today"), accessor=roles_today),
            Column("contact", label=gettext_lazy("To reach them"), accessor=first_contact),
        ]

    def get_base_queryset(self) -> QuerySet[Person]:
        held = Membership.objects.visible(self.levels).on(timezone.localdate(), perhaps=True)
        contacts = PersonContact.objects.filter(visibility__in=self.levels)
        addresses = PersonAddress.objects.filter(visibility__in=self.levels)
        in_file = (Prefetch("addresses", addresses, "seen_addresses"), "other_names")
        return (
            super()
            .get_base_queryset()
            .prefetch_related(
                Prefetch("memberships", held.select_related("organization", "post"), "held_today"),
                Prefetch("contact_details", contacts, "seen_contacts"),
                *(in_file if self.is_export else ()),
            )
        )

    def file_rows(self, queryset: QuerySet[Any]) -> list[tuple[Any, Membership | None]]:
        """A line for each place that someone holds today; one for whoever holds none."""
        return [(person, held) for person in queryset for held in person.held_today or [None]]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        person, held = item
        return {
            Field.GIVEN.value: person.given_name,
            Field.FAMILY.value: person.family_name,
            Field.OTHER_NAMES.value: other_names_cell(person.other_names.all()),
            Field.ORGANIZATION.value: str(held.organization) if held else "",
            Field.ROLE.value: held.label if held else "",
            Field.SINCE.value: str(held.starts_on or "") if held else "",
            Field.UNTIL.value: str(held.ends_on or "") if held else "",
            **reach_cells(person.seen_contacts, person.seen_addresses),
            "visibility": person.get_visibility_display(),
        }


class PersonPageView(PartnerPageView):
    """Every role past and present, with its dates, its sources, and what one may do about it."""

    template_name = "partners/admin/person.html"

    def page_queryset(self) -> QuerySet[Person]:
        return super().page_queryset().select_related("portrait", "user")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        note_consultation(request.user, self.object)
        return super().get(request, *args, **kwargs)

    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_buttons
        if self.request.user.has_perm("partners.add_membership"):
            url = reverse("person:seat", args=[self.object.pk])
            buttons.append(HeaderButton(_("Name to a seat"), url=url, icon_name="plus", priority=20))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        user = self.request.user
        if user.has_perm(ANSWER_REQUESTS):
            url = reverse("person:file", args=[self.object.pk])
            label = _("Everything held about this person")
            buttons.append(Button(label, url=url, icon_name="folder-open-1", priority=40))
        if self.object.user_id and user.has_perm(HAND_OVER):
            url = reverse("handover:leaver", args=[self.object.user_id])
            buttons.append(Button(_("Hand over what is held"), url=url, icon_name="group", priority=50))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = with_names(Membership.objects.visible(self.levels).filter(person=self.object))
        sees_notes = self.request.user.has_perm("partners.see_board_level")
        return {
            **super().get_context_data(**kwargs),
            "roles": roles_of(held, timezone.localdate()),
            "contacts": self.object.contact_details.filter(visibility__in=self.levels),
            "addresses": self.object.addresses.filter(visibility__in=self.levels),
            "other_names": self.object.other_names.all(),
            "notes": self.object.board_notes if sees_notes else "",
            "may_write": self.request.user.has_perm("partners.change_membership"),
        }
