"""The letters that are written by themselves: all of them, and one of them to read, change, switch off, put back."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from crm.accounts.models import User
from newsletters.domain.automatic_letters import (
    Standing,
    WordingRefused,
    change_words,
    check_words,
    restore_words,
    standing_of,
    standings,
    switch,
)
from newsletters.domain.letter_samples import sample_letter
from newsletters.domain.letter_texts import LetterText
from newsletters.models import LetterWording
from newsletters.wording_forms import WordingForm


class SenderScreen(WagtailAdminTemplateMixin):
    """For those who may send."""

    header_icon = "mail"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("newsletters.send_mailing"):
            raise PermissionDenied
        return cast(HttpResponseBase, super().dispatch(request, *args, **kwargs))


class AutomaticLettersView(SenderScreen, TemplateView):
    """Each of them: when it leaves, and how it stands."""

    template_name = "newsletters/admin/automatic_letters.html"
    page_title = gettext_lazy("Automatic letters")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(standings=standings(), **kwargs)


class AutomaticLetterView(SenderScreen, FormView):
    """GET shows the letter; POST previews, changes, puts back or switches it. What is refused is said and not kept."""

    form_class = WordingForm
    template_name = "newsletters/admin/automatic_letter.html"

    @cached_property
    def standing(self) -> Standing:
        try:
            return standing_of(self.kwargs["key"])
        except KeyError as error:
            raise Http404 from error

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"subject": self.standing.text.subject, "words": self.standing.text.words}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key, now = self.standing.letter.key, timezone.now()
        try:
            if "original" in request.POST:
                restore_words(key, self.person, now)
                messages.success(request, _("The letter has its original text again."))
            elif "off" in request.POST or "on" in request.POST:
                switch(key, self.person, now, off="off" in request.POST)
                said = _("This letter leaves no more.") if "off" in request.POST else _("This letter leaves again.")
                messages.success(request, said)
            else:
                return super().post(request, *args, **kwargs)
        except WordingRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(request.path)

    def form_valid(self, form: WordingForm) -> HttpResponse:
        text = LetterText(form.cleaned_data["subject"], form.cleaned_data["words"])
        try:
            if "look" in self.request.POST:
                check_words(self.standing.letter, text)
                return self.render_to_response(self.get_context_data(form=form, shown=text))
            change_words(self.standing.letter.key, text, self.person, timezone.now())
        except WordingRefused as refusal:
            form.add_error("words", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The letter says this from now on."))
        return redirect(self.request.path)

    def get_page_title(self) -> str:
        return self.standing.letter.label

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        index = {"url": reverse("automatic_letters"), "label": _("Automatic letters")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.standing.letter.label}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = kwargs.pop("shown", None)
        subject, html = sample_letter(self.standing.letter.key, shown or self.standing.text, timezone.now())
        history = LetterWording.objects.filter(letter=self.standing.letter.key).select_related("changed_by")
        return super().get_context_data(
            standing=self.standing,
            letter=self.standing.letter,
            slots=[(f"{{{name}}}", words) for name, words in self.standing.letter.slots.items()],
            sample_subject=subject,
            sample=html,
            is_trial=shown is not None,
            history=history[:20],
            **kwargs,
        )
