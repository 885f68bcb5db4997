"""Plugs the table into the admin; registrations only."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from crm.assemblies.agenda_section import AgendaSection
from crm.assemblies.decision_sections import DecisionsSection, RequestsSection
from crm.assemblies.duties_section import DutiesSection
from crm.assemblies.election_audit import register_consultation
from crm.assemblies.election_section import show_election
from crm.assemblies.enums import AssemblyState
from crm.assemblies.models import Assembly
from crm.assemblies.offers import offer_assembly
from crm.assemblies.sections import AssemblySection
from crm.assemblies.table_sections import MinutesSection, SittingSection
from crm.assemblies.viewsets import AssembliesGroup
from crm.assemblies.viewsets.minutes import MinutesViewSet
from crm.assemblies.viewsets.sitting import SittingViewSet
from crm.partners.models import Organization
from crm.partners.sections import OrganizationSection


@hooks.register("register_admin_viewset")
def register_assemblies() -> AssembliesGroup:
    return AssembliesGroup()


@hooks.register("register_admin_viewset")
def register_table() -> list[ViewSet]:
    return [SittingViewSet(), MinutesViewSet()]


@hooks.register("construct_assembly_page")
def show_what_comes(request: HttpRequest, assembly: Assembly, sections: list[AssemblySection]) -> None:
    sections.append(AgendaSection(assembly, request))
    if assembly.state in (AssemblyState.PREPARING, AssemblyState.CALLED):
        sections.append(DutiesSection(assembly, request))


@hooks.register("construct_assembly_page")
def show_table(request: HttpRequest, assembly: Assembly, sections: list[AssemblySection]) -> None:
    sections += [SittingSection(assembly, request), MinutesSection(assembly, request)]


@hooks.register("register_log_actions")
def register_table_acts(actions: LogActionRegistry) -> None:
    actions.register_action("assemblies.open", _("Open an assembly"), _("Opened"))
    actions.register_action("assemblies.close", _("Close an assembly"), pgettext_lazy("assembly", "Closed"))
    actions.register_action("assemblies.reopen", _("Open an assembly again"), _("Opened again"))
    actions.register_action("assemblies.publish_minutes", _("Publish minutes"), _("Minutes published"))
    actions.register_action("assemblies.withdraw_minutes", _("Withdraw minutes"), _("Minutes withdrawn"))


@hooks.register("construct_assembly_page")
def show_decisions(request: HttpRequest, assembly: Assembly, sections: list[AssemblySection]) -> None:
    if request.user.has_perm("assemblies.view_decision"):
        sections.append(DecisionsSection(assembly, request))


@hooks.register("construct_organization_page")
def show_requests(request: HttpRequest, organization: Organization, sections: list[OrganizationSection]) -> None:
    if request.user.has_perm("assemblies.view_sending"):
        sections.append(RequestsSection(organization, request))


hooks.register("construct_event_offers", offer_assembly)


@hooks.register("register_log_actions")
def register_decision_acts(actions: LogActionRegistry) -> None:
    actions.register_action("assemblies.vote", _("Record the vote of a decision"), _("Vote recorded"))
    actions.register_action("assemblies.old_number", _("Enter a decision from before"), _("Entered with its number"))
    actions.register_action("assemblies.erratum", _("Write an erratum"), _("Erratum written"))
    actions.register_action("assemblies.attach", _("Attach a document"), _("Document attached"))
    actions.register_action("assemblies.send", _("Send a decision"), _("Written as sent"))
    actions.register_action("assemblies.acknowledge", _("Acknowledge a decision"), _("Written as acknowledged"))
    actions.register_action("assemblies.remind", _("Ask again"), _("Asked again"))
    actions.register_action("assemblies.answer", _("Write an answer"), _("Answer written"))
    actions.register_action("assemblies.stop", _("Stop asking"), _("No longer asked for"))
    actions.register_action("assemblies.resume", _("Be reminded again"), _("Reminded of again"))
    actions.register_action("assemblies.await", _("Take an outcome back"), _("Outcome taken back"))


hooks.register("construct_assembly_page", show_election)
hooks.register("register_log_actions", register_consultation)
