"""The calendar of the grants at one person's private address; there is no session on a telephone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from crm.partners.domain.funding_calendar import followed_by, funding_calendar, reader_of
from crm.partners.models import Council, Funding

# The address is the key: it must not leak to other sites, search engines or shared caches.
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-store",
}


class FundingFeedView(View):
    """GET alone; a closed or forged address is not found, and does not say which."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        reader = reader_of(key)
        if reader is None:
            raise Http404

        def url_of(funding: Funding) -> str:
            return request.build_absolute_uri(reverse("funding:inspect", args=[funding.pk]))

        title = _("Grants: {council}").format(council=Council.load().name or _("our council"))
        content = funding_calendar(followed_by(reader), title, timezone.now(), url_of)
        return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=HEADERS)
