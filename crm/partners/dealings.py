"""What we have under way with an organization, on its page: the last contact, tasks, agreements, grants."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.encounters import encounters
from crm.partners.domain.funding_words import next_words
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import PartnershipStage
from crm.partners.models import Funding, Interaction, Organization, Partnership
from crm.partners.sections import OrganizationSection
from crm.partners.views.tasks import line_of, tasks_for
from crm.partners.views.visible import person_of


class LastContactSection(OrganizationSection):
    """The last time that we spoke, and the last activity held together where it came later."""

    heading = _("Last contact")
    template_name = "partners/admin/last_contact_section.html"

    def facts(self) -> dict[str, Any]:
        today = timezone.localdate()
        seen = Interaction.objects.visible(levels_of(self.request.user))
        last = seen.filter(organizations=self.organization, happened_on__lte=today).first()
        met = max((one.any for one in encounters(today).get(self.organization.pk, [])), default=None)
        return {"last": last, "met": met if met and (last is None or met > last.happened_on) else None}


class TasksSection(OrganizationSection):
    """What is still to be done about it."""

    heading = _("To do")
    template_name = "partners/admin/tasks_section.html"

    def __init__(self, organization: Organization, request: HttpRequest) -> None:
        super().__init__(organization, request)
        today = timezone.localdate()
        found = tasks_for(person_of(request)).to_do().filter(organization=organization)
        self.lines = [line_of(task, today) for task in found]

    def facts(self) -> dict[str, Any]:
        user = self.request.user
        return {
            "lines": self.lines,
            "may_add": user.has_perm("partners.add_task"),
            "may_change": user.has_perm("partners.change_task"),
        }


class PartnershipsSection(OrganizationSection):
    """What was agreed with it, as far as it has come; what has ended comes last."""

    heading = _("Partnerships")
    template_name = "partners/admin/partnerships_section.html"

    def facts(self) -> dict[str, Any]:
        seen = Partnership.objects.visible(levels_of(self.request.user)).filter(organization=self.organization)
        found = seen.select_related("followed_by").order_by("-created_at", "-pk")
        return {
            "partnerships": sorted(found, key=lambda one: one.stage == PartnershipStage.ENDED),
            "may_add": self.request.user.has_perm("partners.add_partnership"),
        }


class FundingsSection(OrganizationSection):
    """What we seek from it, with what comes next."""

    heading = _("Grants")
    template_name = "partners/admin/fundings_section.html"

    def facts(self) -> dict[str, Any]:
        today = timezone.localdate()
        seen = Funding.objects.visible(levels_of(self.request.user)).filter(funder=self.organization)
        found = seen.select_related("followed_by").soonest_first(today)
        return {
            "lines": [{"funding": one, "next": next_words(one, today)} for one in found],
            "may_add": self.request.user.has_perm("partners.add_funding"),
        }


def show_dealings(request: HttpRequest, organization: Organization, sections: list[OrganizationSection]) -> None:
    """Each part for whoever reads such records; with ourselves, there is nothing to deal."""
    if organization.is_our_council:
        return
    user = request.user
    if user.has_perm("partners.view_interaction"):
        sections.append(LastContactSection(organization, request))
    tasks = TasksSection(organization, request)
    if user.has_perm("partners.view_task") or tasks.lines:
        sections.append(tasks)
    if user.has_perm("partners.view_partnership"):
        sections.append(PartnershipsSection(organization, request))
    if user.has_perm("partners.view_funding"):
        sections.append(FundingsSection(organization, request))
