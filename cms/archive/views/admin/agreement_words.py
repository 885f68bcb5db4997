"""Changes the words that people accept; who accepted the earlier ones keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from cms.archive.agreement_forms import WordsForm
from cms.archive.domain.agreement_texts import first_words, texts_of, write_text
from cms.archive.enums import AgreementSubject
from cms.archive.errors import MemoryRefused
from cms.archive.models import AgreementText
from cms.archive.views.admin.agreements import AgreementScreen


@dataclass(frozen=True)
class Wording:
    """One agreement on the screen: its versions, the latest first, and the form that writes the next."""

    subject: AgreementSubject
    version: int
    texts: list[AgreementText]
    form: WordsForm


class AgreementWordsView(AgreementScreen, TemplateView):
    """The words in force in a box, the earlier ones below; GET writes nothing."""

    model = AgreementText  # type: ignore[assignment]
    permission_policy = ModelPermissionPolicy(AgreementText)
    permission_required = "add"
    page_title = gettext_lazy("Change the words")
    template_name = "archive/admin/agreement_words.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.POST.get("subject", "")
        if asked not in AgreementSubject.values:
            raise Http404
        subject = AgreementSubject(asked)
        form = WordsForm(request.POST, prefix=subject.value)
        if form.is_valid() and self.write(subject, form):
            return redirect("archive_agreements:words")
        return self.render_to_response(self.get_context_data(sent={subject: form}))

    def write(self, subject: AgreementSubject, form: WordsForm) -> bool:
        """Whether these words are now in force."""
        before = next(iter(texts_of(subject)), None)
        try:
            text = write_text(subject, form.cleaned_data["words"], after=form.cleaned_data["version"])
        except MemoryRefused as refusal:
            form.add_error("words", str(refusal))
            return False
        if text.version == (before.version if before else 1):
            messages.info(self.request, _("These are the words in force already: nothing was changed."))
            return True
        log(instance=text, action="archive.write_words", user=self.request.user, title=str(text))
        said = _("These words are accepted from now on: version %(version)s.")
        messages.success(self.request, said % {"version": text.version})
        return True

    def get_context_data(
        self, *, sent: dict[AgreementSubject, WordsForm] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        wordings = [_wording(subject, (sent or {}).get(subject)) for subject in AgreementSubject]
        back = reverse("archive_agreements:index")
        return {**super().get_context_data(**kwargs), "wordings": wordings, "back_url": back}


def _wording(subject: AgreementSubject, sent: WordsForm | None) -> Wording:
    """A form that was refused comes back as it was typed, and has now read the latest version."""
    texts = texts_of(subject)
    version, words = (texts[0].version, texts[0].words) if texts else (1, first_words(subject))
    if sent is None:
        return Wording(subject, version, texts, WordsForm(initial={"words": words, "version": version}, prefix=subject))
    sent.data = {**sent.data.dict(), sent.add_prefix("version"): str(version)}  # type: ignore[attr-defined]
    return Wording(subject, version, texts, sent)
