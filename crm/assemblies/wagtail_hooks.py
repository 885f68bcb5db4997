"""Plugs the table into the admin; registrations only."""

from wagtail import hooks

from crm.assemblies.offers import offer_assembly
from crm.assemblies.viewsets import AssembliesGroup


@hooks.register("register_admin_viewset")
def register_assemblies() -> AssembliesGroup:
    return AssembliesGroup()


hooks.register("construct_event_offers", offer_assembly)
