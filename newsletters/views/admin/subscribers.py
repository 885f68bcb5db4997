"""One person's page: where they stand, how they came, and what the council may do for them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from newsletters.audit import note_change, note_consultation
from newsletters.domain.consent import leave_topics
from newsletters.domain.hearing.history import letter_story
from newsletters.domain.ledger import user_actor
from newsletters.domain.personal_data import erase_subscriber, personal_data
from newsletters.enums import ConsentMethod, Standing, SuppressionReason
from newsletters.forms import CouncilActForm
from newsletters.models import Subscriber

NEEDED_PERMISSION = {
    CouncilActForm.WITHDRAW: "change",
    CouncilActForm.SET_ASIDE: "change",
    CouncilActForm.ERASE: "delete",
}


class SubscriberView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET shows the file, and the showing is noted; POST acts in the person's name, with the reason in the ledger."""

    model = Subscriber
    index_url_name = ""
    permission_required = "view"
    template_name = "newsletters/admin/subscriber.html"
    header_icon = "user"

    @cached_property
    def subscriber(self) -> Any:
        """With its standing, which is computed and not a column."""
        return get_object_or_404(Subscriber.objects.with_standing(timezone.localdate()), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note_consultation(request.user, self.subscriber)  # type: ignore[arg-type]
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = CouncilActForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        act = form.cleaned_data["act"]
        if not self.user_has_permission(NEEDED_PERMISSION[act]):
            raise PermissionDenied
        return self._act(act, form.cleaned_data["reason"])

    def _act(self, act: str, reason: str) -> HttpResponseBase:
        """The ledger keeps the number of the user and the reason; the audit log, the user and the file's number."""
        user = self.request.user
        note_change(user, self.subscriber, act)  # type: ignore[arg-type]
        now, actor = timezone.now(), user_actor(user.pk)  # type: ignore[arg-type]
        if act == CouncilActForm.ERASE:
            erase_subscriber(self.subscriber, method=ConsentMethod.ADMIN, now=now, actor=actor, evidence=reason)
            messages.success(self.request, _("The person is erased."))
            return redirect(self.index_url_name)
        why = SuppressionReason.ADMIN if act == CouncilActForm.SET_ASIDE else SuppressionReason.LEFT
        leave_topics(self.subscriber, None, ConsentMethod.ADMIN, now, reason=why, actor=actor, evidence=reason)
        messages.success(self.request, _("It is done: this person will not be written to any more."))
        return redirect(self.request.path)

    def get_page_title(self) -> str:
        return self.subscriber.email

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Subscribers")},
            {"url": "", "label": self.subscriber.email},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing, reason = self.subscriber.standing, self.subscriber.suppression_reason
        return super().get_context_data(
            **{
                "form": CouncilActForm(),
                "person": personal_data(self.subscriber),
                "story": letter_story(self.subscriber),
                "standing": Standing(standing).label,
                "suppression": SuppressionReason(reason).label if reason else "",
                "may_change": self.user_has_permission("change"),
                "subscriber_id": self.subscriber.pk,
                "may_lift": reason == SuppressionReason.BOUNCED and self.user_has_permission("change"),
                "may_erase": self.user_has_permission("delete"),
                **kwargs,
            }
        )
