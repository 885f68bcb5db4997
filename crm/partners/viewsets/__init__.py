"""The one menu of the partners: whoever adds a screen adds its viewset to `PartnersGroup.items`."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from crm.partners.viewsets.fundings import FundingViewSet
from crm.partners.viewsets.organizations import OrganizationViewSet, SectorViewSet
from crm.partners.viewsets.partnerships import PartnershipViewSet
from crm.partners.viewsets.people import PersonViewSet
from crm.partners.viewsets.quick import QuickPartnerViewSet
from crm.partners.viewsets.seat_screens import OurBoardViewSet, WhereWeSitViewSet, WhoSitsViewSet
from crm.partners.viewsets.seats import MembershipViewSet, PostViewSet
from crm.partners.viewsets.tidying import DuplicatesViewSet, ListsViewSet


class PartnersGroup(ViewSetGroup):
    """In the order in which they are used."""

    menu_label = _("Partners")
    menu_name = "partners"
    menu_icon = "group"
    menu_order = 160
    items = (
        QuickPartnerViewSet,
        OrganizationViewSet,
        PersonViewSet,
        PostViewSet,
        MembershipViewSet,
        WhoSitsViewSet,
        WhereWeSitViewSet,
        OurBoardViewSet,
        PartnershipViewSet,
        FundingViewSet,
        SectorViewSet,
        ListsViewSet,
        DuplicatesViewSet,
    )
