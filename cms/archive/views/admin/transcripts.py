"""What is said in the recordings of an item: typed beside the player, brought from a file, put back as it was."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.log_actions import log

from cms.archive.domain.played import HEARD
from cms.archive.domain.playing import is_recording
from cms.archive.domain.timed_text import Line, language_name
from cms.archive.domain.transcribing import current_transcript, lines_of, put_back, record_transcript
from cms.archive.domain.typed_lines import write_typed
from cms.archive.errors import MemoryRefused
from cms.archive.models import Derivative, Master, Transcript
from cms.archive.transcript_forms import CaptionsForm, TranscriptForm
from cms.archive.views.admin.screens import ActScreen, MemoryScreen

SCREEN = "archive_items:transcript"
FORMER_SHOWN = 20


class RecordingScreen(MemoryScreen):
    """A screen about one recording of an item."""

    header_icon = "media"

    @cached_property
    def master(self) -> Master:
        found = Master.objects.filter(item=self.item, pk=self.kwargs["master"]).first()
        if found is None or not is_recording(found):
            raise Http404
        return found

    def way_here(self) -> list[dict[str, Any]]:
        return [*super().way_here(), {"url": reverse("archive_items:transcripts", args=[self.item.pk]), "label": TITLE}]

    def transcript_url(self) -> str:
        return reverse(SCREEN, args=[self.item.pk, self.master.pk])


TITLE = gettext_lazy("Timed transcript")


class ItemTranscriptsView(MemoryScreen, TemplateView):
    """The recordings of an item, each with how much of it is written down."""

    template_name = "archive/admin/transcripts.html"
    page_title = TITLE
    header_icon = "media"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        masters = [master for master in self.item.masters.all() if is_recording(master)]
        current = Transcript.objects.filter(master__in=masters, is_current=True).annotate(count=Count("cues"))
        counts = {one.master_id: one.count for one in current}
        return {
            **super().get_context_data(**kwargs),
            "item": self.item,
            "recordings": [(master, counts.get(master.pk, 0)) for master in masters],
        }


class TranscriptView(RecordingScreen, TemplateView):
    """The player, the lines, the former versions; a file that is brought is shown first, and saved on a second act."""

    template_name = "archive/admin/transcript.html"
    page_title = TITLE

    def get_page_subtitle(self) -> str:
        return str(self.master)

    @cached_property
    def current(self) -> Transcript | None:
        return current_transcript(self.master)

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.current) if self.current else []

    @cached_property
    def recording_ms(self) -> int | None:
        return round(self.master.seconds * 1000) if self.master.seconds else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("act") == "bring":
            return self._bring(request)
        form = self._form(request.POST)
        if form.is_valid():
            try:
                return self._save(form)
            except MemoryRefused as refusal:
                form.add_error("words", str(refusal))
        return self.render_to_response(self.get_context_data(form=form))

    def _bring(self, request: HttpRequest) -> HttpResponse:
        captions = CaptionsForm(request.POST, request.FILES)
        if not captions.is_valid():
            return self.render_to_response(self.get_context_data(captions=captions))
        form = self._form(None, write_typed(captions.lines, self.recording_ms))
        return self.render_to_response(self.get_context_data(form=form, brought=len(captions.lines)))

    def _save(self, form: TranscriptForm) -> HttpResponse:
        user: Any = self.request.user
        written = record_transcript(self.master, form.lines, form.cleaned_data["language"], user, timezone.now())
        if written is None or (self.current is not None and written.pk == self.current.pk):
            messages.success(self.request, _("Nothing changed: the lines are those that were there."))
        else:
            log(instance=self.item, action="archive.transcribe", user=user)
            count = len(form.lines)
            said = ngettext("%(count)d line is saved.", "%(count)d lines are saved.", count) % {"count": count}
            messages.success(self.request, said if count else _("The lines are taken off; the former version is kept."))
        return redirect(self.transcript_url())

    def _form(self, data: Any, words: str | None = None) -> TranscriptForm:
        language = self.current.language if self.current else self.item.language or "fr"
        typed = write_typed(self.lines, self.recording_ms) if words is None else words
        return TranscriptForm(
            data,
            initial={"words": typed, "language": language, "seen": self.current.pk if self.current else None},
            current=self.current.pk if self.current else None,
            has_lines=bool(self.lines),
            recording_ms=self.recording_ms,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        former = Transcript.objects.filter(master=self.master, is_current=False).select_related("written_by")
        return {
            **super().get_context_data(**kwargs),
            "item": self.item,
            "master": self.master,
            "player": Derivative.objects.filter(master=self.master, purpose__in=HEARD).first(),
            "form": kwargs.get("form") or self._form(None),
            "captions": kwargs.get("captions") or CaptionsForm(),
            "brought": kwargs.get("brought", 0),
            "count": len(self.lines),
            "former": [
                (one, one.count, language_name(one.language))
                for one in former.annotate(count=Count("cues")).order_by("-pk")[:FORMER_SHOWN]
            ],
        }


class PutBackView(RecordingScreen, ActScreen):
    """A former version becomes today's."""

    page_title = gettext_lazy("Put this version back")

    @cached_property
    def former(self) -> Transcript:
        return get_object_or_404(Transcript, master=self.master, is_current=False, pk=self.kwargs["version"])

    def consequences(self) -> list[str]:
        count = self.former.cues.count()
        replaced = _("The version that it replaces is kept among the former ones.")
        if not count:
            return [_("The transcript is taken off, as it was in that version."), replaced]
        return [
            ngettext(
                "Its %(count)d line becomes what everyone reads beside the recording.",
                "Its %(count)d lines become what everyone reads beside the recording.",
                count,
            )
            % {"count": count},
            replaced,
        ]

    def act(self, form: forms.Form) -> None:
        user: Any = self.request.user
        put_back(self.former, user, timezone.now())
        log(instance=self.item, action="archive.transcribe", user=user)

    def done(self) -> str:
        return _("That version is put back.")

    def back_url(self) -> str:
        return self.transcript_url()
