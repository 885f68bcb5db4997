"""The register for feed readers."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.pages.atom import Atom
from crm.assemblies.models import Decision
from crm.partners.models import Council

IN_FEED = 30


class DecisionsAtom(Feed):
    """What was adopted lately, the latest first."""

    feed_type = Atom

    def get_object(self, request: HttpRequest) -> Council:
        return Council.load()

    def title(self, obj: Council) -> str:
        return _("Decisions of {council}").format(council=obj.name) if obj.name else _("Decisions")

    def link(self) -> str:
        return reverse("decisions")

    def feed_url(self) -> str:
        return reverse("decisions_feed")

    def author_name(self, obj: Council) -> str:
        """An Atom feed without an author is not one (RFC 4287, 4.1.1)."""
        return obj.name or _("Decisions")

    def items(self) -> list[Decision]:
        return list(Decision.objects.public().in_order()[:IN_FEED])

    def item_title(self, item: Decision) -> str:
        return str(item)

    def item_description(self, item: Decision) -> SafeString:
        reasons = format_html_join("", "<li>Considérant {}</li>", ((reason,) for reason in item.reasons))
        lines = format_html_join("", "<p>{}</p>", ((line,) for line in item.text.splitlines() if line.strip()))
        return format_html("<ul>{}</ul>{}", reasons, lines) if item.reasons else lines

    def item_guid(self, item: Decision) -> str:
        return f"{settings.BASE_URL.rstrip('/')}{item.get_absolute_url()}"

    def item_pubdate(self, item: Decision) -> datetime | None:
        if item.adopted_on is None:
            return None
        return timezone.make_aware(datetime.combine(item.adopted_on, time(12)))

    def item_updateddate(self, item: Decision) -> datetime:
        return item.modified_at
