"""The one menu of the post room: each list adds itself here, in the order in which it is used."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from newsletters.viewsets.disputes import DisputeViewSet
from newsletters.viewsets.imports import ImportViewSet
from newsletters.viewsets.issue_templates import IssueTemplateViewSet
from newsletters.viewsets.issues import NewsletterPageListing
from newsletters.viewsets.ledger import LedgerViewSet
from newsletters.viewsets.mailings import AutomaticLettersViewSet, MailingViewSet, OutboxViewSet
from newsletters.viewsets.plans import PlanViewSet
from newsletters.viewsets.reports import ReportViewSet
from newsletters.viewsets.subscribers import SubscriberViewSet
from newsletters.viewsets.topics import TopicViewSet


class PostRoomGroup(ViewSetGroup):
    menu_label = _("Newsletter")
    menu_name = "post-room"
    menu_icon = "mail"
    menu_order = 250
    items = (
        NewsletterPageListing,
        IssueTemplateViewSet,
        PlanViewSet,
        MailingViewSet,
        AutomaticLettersViewSet,
        SubscriberViewSet,
        ReportViewSet,
        ImportViewSet,
        TopicViewSet,
        LedgerViewSet,
        DisputeViewSet,
        *([OutboxViewSet] if settings.SHOW_OUTBOX else []),
    )
