"""Takes the whole memory away: asks for it, follows it, stops it, downloads it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.archive.domain.takeaways import KEPT, ask_takeaway, stop_takeaway
from cms.archive.enums import TakeawayState
from cms.archive.models import Agreement, Item, Master, Takeaway, archive_storage
from cms.archive.tasks import make_takeaway

SCREEN = "archive_takeaways:index"
SHOWN = 20


class MayTakeAway(PermissionRequiredMixin):
    """For those who may take the whole memory away, whoever else sees it."""

    permission_required = "archive.export_archive"
    request: HttpRequest

    def handle_no_permission(self) -> Any:
        raise PermissionDenied


class TakeawaysView(MayTakeAway, WagtailAdminTemplateMixin, TemplateView):
    """What leaves, where it stands, and the button."""

    page_title = gettext_lazy("Take the memory away")
    header_icon = "download"
    template_name = "archive/admin/takeaways.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        takeaways = list(Takeaway.objects.select_related("asked_by")[:SHOWN])
        for one in takeaways:
            one.until = one.finished_at + KEPT if one.finished_at else None  # type: ignore[attr-defined]
        return {
            **super().get_context_data(**kwargs),
            "takeaways": takeaways,
            "is_under_way": any(one.is_under_way for one in takeaways),
            "counts": {
                "items": Item.objects.count(),
                "files": Master.objects.count(),
                "agreements": Agreement.objects.count(),
            },
            "days": KEPT.days,
        }


class AskTakeawayView(MayTakeAway, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        takeaway = ask_takeaway(user, timezone.now())
        log(instance=takeaway, action="archive.take_away", user=user)
        make_takeaway.delay_on_commit()
        messages.success(request, _("The memory is being packed. You may leave this screen and come back."))
        return redirect(SCREEN)


class StopTakeawayView(MayTakeAway, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if stop_takeaway(get_object_or_404(Takeaway, pk=pk), timezone.now()):
            messages.success(request, _("It is stopped: nothing of it is kept."))
        else:
            messages.warning(request, _("It was over already."))
        return redirect(SCREEN)


class DownloadView(MayTakeAway, View):
    """The ZIP, to whoever may; each time is noted."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        takeaway = get_object_or_404(Takeaway, pk=pk, state=TakeawayState.READY)
        storage = archive_storage()
        if not storage.exists(takeaway.file):
            raise Http404
        log(instance=takeaway, action="archive.download", user=request.user)
        name = f"memoire-{timezone.localdate(takeaway.finished_at)}.zip"
        headers = {"Cache-Control": "private, no-store"}
        if settings.ARCHIVE_SENT_BY_PROXY:
            sent = {
                "X-Accel-Redirect": f"/.archive/{takeaway.file}",
                "Content-Disposition": f'attachment; filename="{name}"',
            }
            return HttpResponse(content_type="application/zip", headers={**headers, **sent})
        return FileResponse(storage.open(takeaway.file), as_attachment=True, filename=name, headers=headers)
