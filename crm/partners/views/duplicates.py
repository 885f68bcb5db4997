"""Shows the records that may be the same, side by side, and makes one of two; the way back is on the same page."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.log_actions import log

from crm.accounts.models import User
from crm.partners.domain.duplicates import MODELS, find_duplicates, reasons_in_words, tell_apart
from crm.partners.domain.merging import (
    UNDONE_WITHIN,
    MergeRefused,
    Side,
    choices_of,
    merge,
    prevents_undoing,
    undo_merger,
    what_moves,
)
from crm.partners.enums import RecordKind
from crm.partners.models import Merger
from crm.partners.record_links import addresses_of
from crm.partners.references import read_again
from crm.partners.views.tidying import TidyingScreen
from crm.partners.views.visible import person_of

logger = logging.getLogger("parvis.partners")

PAIRS_A_PAGE = 50
KINDS = ((RecordKind.PERSON, gettext_lazy("People")), (RecordKind.ORGANIZATION, gettext_lazy("Organizations")))


@dataclass(frozen=True)
class Pair:
    """Two records that may be one, in words."""

    low: Any
    high: Any
    score: int
    reasons: list[str]


class DuplicateScreen(TidyingScreen):
    home = ("duplicates:index", gettext_lazy("Duplicates"))
    header_icon = "copy"

    def seen(self, kind: RecordKind) -> Any:
        """The records that this person may see."""
        records: Any = MODELS[kind].objects.all()
        return records.visible(self.levels) if kind == RecordKind.PERSON else records


class DuplicatesView(DuplicateScreen, TemplateView):
    """Pairs of people or of organizations, the surest first, and the mergers that can still be undone."""

    template_name = "partners/admin/duplicates.html"
    page_title = gettext_lazy("Duplicates")

    @cached_property
    def kind(self) -> RecordKind:
        asked = self.request.GET.get("kind", "")
        return RecordKind(asked) if asked in RecordKind.values else RecordKind.PERSON

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(find_duplicates(self.kind, self.levels), PAIRS_A_PAGE).get_page(self.request.GET.get("p"))
        records = self.seen(self.kind).in_bulk([pk for pair in page for pk in (pair.low, pair.high)])
        pairs = [
            Pair(records[pair.low], records[pair.high], pair.score, reasons_in_words(pair.reasons))
            for pair in page
            if pair.low in records and pair.high in records
        ]
        return super().get_context_data(
            kind=self.kind, kinds=KINDS, page=page, pairs=pairs, mergers=self._mergers(), **kwargs
        )

    def _mergers(self) -> list[tuple[Merger, str]]:
        since = timezone.now() - UNDONE_WITHIN
        mergers = list(Merger.objects.filter(kind=self.kind, undone_at=None, merged_at__gte=since)[:PAIRS_A_PAGE])
        names = self.seen(self.kind).in_bulk([merger.kept_pk for merger in mergers])
        return [(merger, str(names[merger.kept_pk])) for merger in mergers if merger.kept_pk in names]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Undo a merger."""
        merger = get_object_or_404(Merger, pk=request.POST.get("merger") or 0)
        kind = RecordKind(merger.kind)
        if prevents_undoing(merger, now=timezone.now()) == "":
            get_object_or_404(self.seen(kind), pk=merger.kept_pk)
        try:
            with read_again(kind, merger.kept_pk, merger.lost_pk):
                record = undo_merger(merger, now=timezone.now())
        except MergeRefused as refusal:
            messages.error(request, refusal_words(refusal, person_of(request)))
        else:
            log(instance=record, action="partners.unmerge", user=request.user, title=f"#{record.pk}")
            messages.success(request, _("Undone: there are two records again."))
        return redirect(f"{reverse('duplicates:index')}?kind={kind.value}")


def refusal_words(refusal: MergeRefused, user: User) -> str:
    """The sentence, and the way to what must be mended first, as far as this person may open it."""
    addresses = addresses_of((place for place in refusal.places if place[0] is not Merger), user)
    links = [(f"#merger-{pk}", _("See that merger")) for model, pk in refusal.places if model is Merger]
    links += [(address, str(model._default_manager.get(pk=pk))) for (model, pk), address in addresses.items()]
    said = format_html_join(", ", '<a href="{}">{}</a>', links)
    return format_html("{} {}", str(refusal), said) if links else str(refusal)


class MergeView(DuplicateScreen, TemplateView):
    """Two records field by field; the first of the address is the one kept, and the page can turn them round."""

    template_name = "partners/admin/merge.html"
    page_title = gettext_lazy("Merge two records")

    @cached_property
    def kind(self) -> RecordKind:
        if self.kwargs["kind"] not in RecordKind.values:
            raise Http404
        return RecordKind(self.kwargs["kind"])

    @cached_property
    def records(self) -> tuple[Any, Any]:
        """Kept, then lost."""
        seen = self.seen(self.kind)
        return get_object_or_404(seen, pk=self.kwargs["kept"]), get_object_or_404(seen, pk=self.kwargs["lost"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept, lost = self.records
        return super().get_context_data(
            kind=self.kind,
            kept=kept,
            lost=lost,
            choices=[choice for choice in choices_of(kept, lost) if choice.kept or choice.lost],
            moves=what_moves(lost),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kept, lost = self.records
        if request.POST.get("act") == "apart":
            tell_apart(self.kind, kept.pk, lost.pk, by=request.user, now=timezone.now())  # type: ignore[arg-type]
            messages.success(request, _("These are two different records: they will not be shown again."))
            return self._back()
        chosen = {name: Side(value) for name, value in request.POST.items() if value in [side.value for side in Side]}
        try:
            with read_again(self.kind, kept.pk, lost.pk):
                merge(self.kind, kept.pk, lost.pk, chosen, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except MergeRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        log(instance=kept, action="partners.merge", user=request.user, title=f"#{kept.pk}", data={"lost": lost.pk})
        messages.success(request, _("The two records are one. You can undo it for thirty days."))
        return self._back()

    def _back(self) -> HttpResponseBase:
        return redirect(f"{reverse('duplicates:index')}?kind={self.kind.value}")
