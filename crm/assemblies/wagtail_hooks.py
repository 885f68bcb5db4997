"""Plugs the table into the admin; registrations only."""

from django.http import HttpRequest
from wagtail import hooks

from crm.assemblies.agenda_section import AgendaSection
from crm.assemblies.models import Assembly
from crm.assemblies.offers import offer_assembly
from crm.assemblies.sections import AssemblySection
from crm.assemblies.viewsets import AssembliesGroup


@hooks.register("register_admin_viewset")
def register_assemblies() -> AssembliesGroup:
    return AssembliesGroup()


@hooks.register("construct_assembly_page")
def show_agenda(request: HttpRequest, assembly: Assembly, sections: list[AssemblySection]) -> None:
    sections.append(AgendaSection(assembly, request))


hooks.register("construct_event_offers", offer_assembly)
