"""One disputed consent: what was said, how the address came to us, and what the council answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from crm.partners.views.visible import person_of
from newsletters.audit import note_consultation
from newsletters.domain.disputes import MOST_WORDS, answer_dispute
from newsletters.domain.personal_data import consent_history
from newsletters.models import ConsentDispute, Subscriber


class AnswerForm(forms.Form):
    """What was found, in a few words, without the name of anybody."""

    answer = forms.CharField(
        label=gettext_lazy("What was found, and what was answered"),
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("As in “Typed wrongly from the sheet of May 14; told by e-mail on May 20”."),
        error_messages={"required": gettext_lazy("Write what was found: it is the answer that we can prove.")},
    )


class DisputeView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView[AnswerForm]):
    """GET shows it with the lines of the ledger, and the showing is noted; POST answers, once."""

    model = Subscriber
    permission_required = "view"
    form_class = AnswerForm
    template_name = "newsletters/admin/dispute.html"
    page_title = gettext_lazy("“I did not ask for this”")
    header_icon = "warning"
    index_url_name = ""

    @cached_property
    def dispute(self) -> ConsentDispute:
        return get_object_or_404(ConsentDispute.objects.select_related("subscriber"), pk=self.kwargs["pk"])

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.dispute.subscriber:
            note_consultation(person_of(self.request), self.dispute.subscriber)
        return super().get(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("change"):
            raise PermissionDenied
        return super().post(*args, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        if answer_dispute(self.dispute, form.cleaned_data["answer"], person_of(self.request), timezone.now()):
            messages.success(self.request, _("The answer is kept."))
        else:
            messages.info(self.request, _("Someone answered meanwhile: nothing was changed."))
        return redirect(self.request.path)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Disputed consents")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            dispute=self.dispute,
            history=consent_history(self.dispute.address_hash),
            may_answer=self.dispute.answered_at is None and self.user_has_permission("change"),
            **kwargs,
        )
