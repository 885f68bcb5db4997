"""One planned mailing: when it leaves and to whom, why it asks, and the two things that one may do about it."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from crm.accounts.models import User
from newsletters.domain.errors import PostRoomError
from newsletters.domain.planning import cancel_plan, start_plan
from newsletters.domain.progress import letters_wait
from newsletters.enums import PlanState
from newsletters.models import MailingPlan
from newsletters.tasks import start_delivering


class PlanView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET tells; POST cancels it, or sends it at once. Pressed twice, the second says that nothing was changed."""

    model = MailingPlan
    permission_required = "send"
    template_name = "newsletters/admin/plan.html"
    header_icon = "time"
    index_url_name = ""

    @cached_property
    def plan(self) -> MailingPlan:
        plans = MailingPlan.objects.select_related("page", "created_by", "mailing")
        return get_object_or_404(plans, pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = cast(User, request.user)
        try:
            if "cancel" in request.POST:
                cancel_plan(self.plan, person)
                messages.success(request, _("The mailing is cancelled: nothing leaves."))
                return redirect("newsletter_send", self.plan.page_id)
            mailing = start_plan(self.plan, person, timezone.now())
        except PostRoomError as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        if start_delivering(mailing.pk):
            messages.success(request, _("The letters are leaving."))
        else:
            messages.warning(request, letters_wait())
        return redirect("mailings:inspect", mailing.pk)

    def get_page_title(self) -> str:
        return str(self.plan)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        index = {"url": reverse(self.index_url_name), "label": _("Planned mailings")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": str(self.plan)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(plan=self.plan, asks=self.plan.state == PlanState.ASKS, **kwargs)
