"""« Qui siège où ? »: a question asked by a plain form, answered by a sentence, a table and a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from crm.partners.domain.network import first_known_day
from crm.partners.domain.visibility import levels_of
from crm.partners.domain.who_sits import Told, load_organizations, tell
from crm.partners.enums import Scope
from crm.partners.exports import FileFormat
from crm.partners.models import Membership
from crm.partners.questions import QuestionForm, When, months_of

MONTHS_AHEAD = 12


class SeatScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen about seats, for whoever may see the memberships."""

    permission_policy = ModelPermissionPolicy(Membership)
    permission_required = "view"
    header_icon = "group"

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def levels(self) -> frozenset[str]:
        return levels_of(self.request.user)

    @cached_property
    def today(self) -> date:
        return timezone.localdate()


@dataclass(frozen=True)
class Slider:
    """The months that one can slide through, counted since the year 0."""

    first: int
    last: int
    value: int
    kept: dict[str, Any]


class WhoSitsView(SeatScreen):
    template_name = "partners/admin/who_sits.html"
    page_title = _("Who sits where?")

    @cached_property
    def form(self) -> QuestionForm:
        return QuestionForm(self.request.GET, self.organizations, self.today)

    @cached_property
    def organizations(self) -> dict[int, Any]:
        return load_organizations()

    def address(self, kind: str, pk: int) -> str:
        """An organization leads to its own network at the same time, a person to their lines in the table."""
        if kind == "person":
            return f"#person-{pk}"
        kept = {name: self.request.GET[name] for name in ("when", "day", "first", "last") if self.request.GET.get(name)}
        return f"{reverse('who_sits:index')}?{urlencode({**kept, 'scope': Scope.AROUND.value, 'organization': pk})}"

    def tell(self, page: int | None = None) -> Told:
        return tell(
            self.form.question(), self.levels, self.organizations, today=self.today, address=self.address, page=page
        )

    def slider(self) -> Slider | None:
        first = first_known_day(self.levels)
        if first is None or self.form.cleaned_data["when"] != When.DAY:
            return None
        kept = {
            name: value
            for name in ("scope", "organization", "other")
            if (value := self.form.cleaned_data[name]) is not None and value != ""
        }
        value, now = months_of(self.form.day_asked()), months_of(self.today)
        bounds = min(value, months_of(first)), max(value, now + MONTHS_AHEAD)
        return Slider(*bounds, value=value, kept=kept)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**super().get_context_data(**kwargs), "form": self.form}
        if not self.form.is_valid():
            return context
        asked_page = self.request.GET.get("p", "")
        told = self.tell(int(asked_page) if asked_page.isdecimal() and len(asked_page) < 6 else 1)
        query = self.request.GET.copy()
        query.pop("p", None)
        return {
            **context,
            "told": told,
            "slider": self.slider(),
            "query": query.urlencode(),
            "formats": FileFormat if self.request.user.has_perm("partners.export_partners") else (),
            "is_between": self.form.cleaned_data["scope"] == Scope.BETWEEN,
        }
