"""What a volunteer sees of the table in the admin, under one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from crm.assemblies.viewsets.assemblies import AssemblyViewSet
from crm.assemblies.viewsets.bylaws import BylawViewSet
from crm.assemblies.viewsets.decisions import DecisionViewSet
from crm.assemblies.viewsets.old_decisions import OldDecisionsViewSet

__all__ = ["AssembliesGroup"]


class AssembliesGroup(ViewSetGroup):
    menu_label = _("Assemblies")
    menu_name = "assemblies"
    menu_icon = "group"
    menu_order = 160
    items = (AssemblyViewSet, DecisionViewSet, OldDecisionsViewSet, BylawViewSet)
