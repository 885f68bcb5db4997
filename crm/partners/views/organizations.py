"""The list of the organizations, and the page of one of them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from crm.partners.domain.imports.columns import Field
from crm.partners.domain.imports.writing import REACH, headings_of, other_names_cell, reach_cells, sectors_cell
from crm.partners.enums import OrganizationKind, Visibility
from crm.partners.models import Membership, Organization, OrganizationAddress, OrganizationContact, Sector
from crm.partners.querysets import OrganizationQuerySet
from crm.partners.roles import Role, roles_of, with_names
from crm.partners.sections import sections_of
from crm.partners.views.keeping import PartnerListView, PartnerPageView


def sector_names(organization: Organization) -> str:
    return ", ".join(sector.name for sector in organization.sectors.all())


def follower_name(organization: Organization) -> str:
    follower = organization.followed_by
    return follower.get_full_name() or follower.get_username() if follower else ""


def listed_words(organization: Organization) -> str:
    return _("Yes") if organization.is_listed else _("No")


class OrganizationFilterSet(WagtailFilterSet):
    MINE = "mine"
    NOBODY = "nobody"
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=OrganizationKind.choices)
    sectors = django_filters.ModelChoiceFilter(label=gettext_lazy("Sector"), queryset=Sector.objects.all())
    followed = django_filters.ChoiceFilter(
        label=gettext_lazy("Followed by"),
        choices=[(MINE, gettext_lazy("Me")), (NOBODY, gettext_lazy("Nobody"))],
        method="followed_by_whom",
    )
    is_listed = django_filters.ChoiceFilter(
        label=gettext_lazy("In the public listing"),
        choices=[("True", gettext_lazy("Yes")), ("False", gettext_lazy("No"))],
    )

    class Meta:
        model = Organization
        fields: list[str] = []

    def followed_by_whom(self, queryset: OrganizationQuerySet, name: str, value: str) -> QuerySet[Organization]:
        if value == self.NOBODY:
            return queryset.filter(followed_by=None)
        return queryset.filter(followed_by=self.request.user)


IN_FILE = (Field.ORGANIZATION, Field.KIND, Field.OTHER_NAMES, Field.SECTORS, *REACH)


class OrganizationListView(PartnerListView):
    page_title = gettext_lazy("Organizations")
    default_ordering = "search_text"
    list_export = [*(field.value for field in IN_FILE), "followed_by", "listed"]
    export_headings = {
        **headings_of(IN_FILE),
        "followed_by": gettext_lazy("Followed by"),
        "listed": gettext_lazy("In the public listing"),
    }
    export_filename = "organismes"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.title_column(gettext_lazy("Name"), sort_key="search_text"),
            Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("sectors", label=gettext_lazy("Sectors"), accessor=sector_names),
            Column("followed_by", label=gettext_lazy("Followed by"), accessor=follower_name),
        ]

    def get_base_queryset(self) -> QuerySet[Organization]:
        found = super().get_base_queryset().select_related("followed_by").prefetch_related("sectors")
        return found.prefetch_related(*self.reach()) if self.is_export else found

    def reach(self) -> list[Prefetch | str]:
        """The other names, and the contact details and addresses that may be seen."""
        return [
            Prefetch(
                "contact_details", OrganizationContact.objects.filter(visibility__in=self.levels), "seen_contacts"
            ),
            Prefetch("addresses", OrganizationAddress.objects.filter(visibility__in=self.levels), "seen_addresses"),
            "other_names",
        ]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {
            Field.ORGANIZATION.value: item.name,
            Field.KIND.value: item.get_kind_display(),
            Field.OTHER_NAMES.value: other_names_cell(item.other_names.all()),
            Field.SECTORS.value: sectors_cell(sector.name for sector in item.sectors.all()),
            **reach_cells(item.seen_contacts, item.seen_addresses),
            "followed_by": follower_name(item),
            "listed": listed_words(item),
        }

    @cached_property
    def header_buttons(self) -> list[Button]:
        """The quick way first: it is the one that nine volunteers in ten need."""
        buttons: list[Button] = super().header_buttons
        if self.user_has_permission("add"):
            url = reverse("partner_quick:index")
            buttons.insert(0, HeaderButton(_("Add a partner"), url=url, icon_name="plus", priority=1))
        return buttons


class OrganizationPageView(PartnerPageView):
    """Its seats with who holds them, its people, its parts, how to reach it; for the board, the notes."""

    template_name = "partners/admin/organization.html"

    def page_queryset(self) -> QuerySet[Organization]:
        return super().page_queryset().select_related("parent", "followed_by", "logo")

    def seats(self, roles: list[Role]) -> list[dict[str, Any]]:
        """Each seat with its holders of today; a holder whom one may not see is said to be there, without a name."""
        today = timezone.localdate()
        posts = self.object.posts.visible(self.levels).existing(today).answering(today).select_related("held_for")
        return [
            {"post": post, "roles": [role for role in roles if role.membership.post_id == post.pk]} for post in posts
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = with_names(Membership.objects.visible(self.levels).filter(organization=self.object))
        roles = roles_of(here, timezone.localdate())
        sees_notes = self.request.user.has_perm("partners.see_board_level")
        return {
            **super().get_context_data(**kwargs),
            "contacts": self.object.contact_details.filter(visibility__in=self.levels),
            "addresses": self.object.addresses.filter(visibility__in=self.levels),
            "other_names": self.object.other_names.all(),
            "sectors": sector_names(self.object),
            "parts": self.object.children.all(),
            "seats": self.seats(roles.current),
            "people": [role for role in roles.current if not role.membership.post_id],
            "past": roles.others,
            "follower": follower_name(self.object),
            "sees_everything": Visibility.PRIVATE.value in self.levels,
            "notes": self.object.board_notes if sees_notes else "",
            "sections": sections_of(self.object, self.request),
            "may_write": self.user_has_permission("change"),
        }
