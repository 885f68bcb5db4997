"""How the originals are: in figures, and which are not what arrived."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from cms.archive.domain.fixity import broken_masters, report
from cms.archive.tasks import check_masters
from cms.archive.views.admin.screens import MemoryScreen
from crm.accounts.workers import call_workers


class FixityView(MemoryScreen, TemplateView):
    """The report; its button has the originals that are due read now."""

    permission_required = "view"
    template_name = "archive/admin/fixity.html"
    page_title = gettext_lazy("Are the originals whole?")
    header_icon = "check"

    def way_here(self) -> list[dict[str, Any]]:
        return [{"url": reverse("archive_items:list"), "label": pgettext("archives", "Items")}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("archive.change_item"):
            raise PermissionDenied
        transaction.on_commit(partial(call_workers, check_masters), robust=True)
        messages.success(request, _("The originals that are due are being read. Come back in a few minutes."))
        return redirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_change = self.request.user.has_perm("archive.change_item")
        facts = {"report": report(timezone.now()), "broken": broken_masters()[:200], "may_change": may_change}
        return {**super().get_context_data(**kwargs), **facts}
