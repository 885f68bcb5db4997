"""What a volunteer sees of the memory in the admin, under one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.archive.viewsets.agreements import AgreementViewSet
from cms.archive.viewsets.contributions import ContributionViewSet
from cms.archive.viewsets.descriptions import DescriptionsViewSet
from cms.archive.viewsets.files import FilesViewSet, FixityViewSet
from cms.archive.viewsets.fonds import FondsViewSet
from cms.archive.viewsets.homecomings import HomecomingsViewSet
from cms.archive.viewsets.items import ItemViewSet
from cms.archive.viewsets.places import PlaceViewSet
from cms.archive.viewsets.recognition import RecognitionViewSet
from cms.archive.viewsets.takeaways import TakeawayViewSet
from cms.archive.viewsets.takedowns import TakedownViewSet
from cms.archive.viewsets.terms import TermViewSet
from cms.archive.viewsets.to_describe import ToDescribeViewSet

__all__ = ["MemoryGroup"]


class MemoryGroup(SnippetViewSetGroup):
    menu_label = _("Memory")
    menu_name = "memoire"
    menu_icon = "history"
    menu_order = 160
    items = (
        ItemViewSet,
        ContributionViewSet,
        ToDescribeViewSet,
        DescriptionsViewSet,
        HomecomingsViewSet,
        RecognitionViewSet,
        FilesViewSet,
        FondsViewSet,
        PlaceViewSet,
        TermViewSet,
        AgreementViewSet,
        TakedownViewSet,
        FixityViewSet,
        TakeawayViewSet,
    )
