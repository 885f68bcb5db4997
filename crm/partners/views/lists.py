"""Brings a list of partners in step by step: the file, its columns, every line looked at, then the writing."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlencode

from celery import Task
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from crm.accounts.workers import call_workers
from crm.partners.domain.imports.batches import (
    cancel_import,
    decide,
    left_out,
    prepare_import,
    progress_of,
    settle_lines,
    start_import,
)
from crm.partners.domain.imports.carrying import A_HANDFUL
from crm.partners.domain.imports.columns import unused_columns
from crm.partners.domain.imports.leaving import LEAVABLE
from crm.partners.domain.imports.looking import plan_some, start_planning, stop_planning
from crm.partners.domain.imports.undoing import MOST_TOLD, Obstacle, obstacles_of
from crm.partners.enums import ImportState, LineDecision, LineOutcome
from crm.partners.list_forms import ColumnsForm, FileForm
from crm.partners.models import PartnerImport
from crm.partners.record_links import addresses_of
from crm.partners.references import undo_list
from crm.partners.tasks import carry_import, plan_import_task, undo_import_task
from crm.partners.views.line_words import rows_of
from crm.partners.views.tidying import TidyingScreen
from crm.partners.views.visible import person_of

logger = logging.getLogger("parvis.partners")

LINES_A_PAGE = 100
LOOKED_AT_ONCE = 500  # a second or two, whatever they say
WITH_PROGRESS = (ImportState.PLANNING, ImportState.UNDER_WAY, ImportState.CANCELLED)
UNDOABLE = (ImportState.IMPORTED, ImportState.CANCELLED)
DECISION = "line-"
LEFT = "left"
PAGES = ("index", "list", "columns")


class ListScreen(TidyingScreen):
    """About one kind of lists: those of partners here, others in the rooms above."""

    home = ("partner_lists:index", gettext_lazy("Import a list"))
    header_icon = "upload"
    model: ClassVar[Any] = PartnerImport
    place = "partner_lists"

    @cached_property
    def batch(self) -> Any:
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    def hand_over(self, task: Task) -> None:
        """Without a broker the page says that it waits."""
        transaction.on_commit(partial(call_workers, task, self.batch.pk))

    def to_batch(self) -> HttpResponse:
        return redirect(f"{self.place}:list", self.batch.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        urls = {f"{name}_url": f"{self.place}:{name}" for name in PAGES}
        return super().get_context_data(**urls, **kwargs)


class ListsView(ListScreen, FormView[FileForm]):
    """Takes a file; one that is no list is refused with a sentence and nothing is kept. Below, the lists brought."""

    form_class = FileForm
    template_name = "partners/admin/lists.html"
    page_title = gettext_lazy("Import a list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = (
            self.model.objects.select_related("created_by")
            .annotate(number=Count("lines"))
            .order_by("-created_at", "-pk")
        )
        page = Paginator(lists, 20).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, **kwargs)

    def form_valid(self, form: FileForm) -> HttpResponse:
        sent = form.cleaned_data["file"]
        try:
            batch = self.prepare(sent.name, sent.read())
        except ValidationError as refusal:
            form.add_error("file", refusal)
            return self.form_invalid(form)
        return redirect(f"{self.place}:columns", batch.pk)

    def prepare(self, filename: str, raw: bytes) -> Any:
        by: Any = self.request.user
        return prepare_import(filename, raw, by=by, levels=self.levels, now=timezone.now())


class ColumnsView(ListScreen, FormView[ColumnsForm]):
    """Says which column holds what; the usual names are already found."""

    form_class = ColumnsForm
    template_name = "partners/admin/list_columns.html"
    page_title = gettext_lazy("Columns of the list")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self._is_open else self.to_batch()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A second click finds the list in a worker's hands, and leads to where one sees it."""
        return super().post(request, *args, **kwargs) if self._is_open else self.to_batch()

    @property
    def _is_open(self) -> bool:
        return bool(self.batch.state == ImportState.PREPARED)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "batch": self.batch}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(batch=self.batch, sample=self.batch.lines.all()[:3], **kwargs)

    def form_valid(self, form: ColumnsForm) -> HttpResponse:
        try:
            self.plan(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        return self.to_batch()

    def plan(self, form: Any) -> None:
        """A short list is looked at while one waits; a long one is a worker's business, the same way."""
        start_planning(self.batch, form.mapping)
        if self.batch.lines.count() <= LOOKED_AT_ONCE:
            plan_some(self.batch.pk)
        else:
            self.hand_over(plan_import_task)


class ListWords(NamedTuple):
    """How a screen speaks of taking back what was written."""

    undo: Any = gettext_lazy("Undo this import")
    undo_question: Any = gettext_lazy("Undo this import?")
    undo_told: Any = gettext_lazy(
        "Everything that this list brought is taken away, and the records that it completed are as before. It can only "
        "come back by importing the file again."
    )
    undo_yes: Any = gettext_lazy("Yes, undo it")
    undo_note: Any = gettext_lazy(
        "Undoing takes away everything that this list brought, unless something was built on it since."
    )
    undone: Any = gettext_lazy("The import is undone: everything is as it was.")


class ListView(ListScreen, TemplateView):
    """Before: every line and what it would do. Meanwhile: how far. After: what it did, and the way back."""

    template_name = "partners/admin/imported_list.html"
    headings: ClassVar[tuple[Any, Any]] = (gettext_lazy("Person"), gettext_lazy("Organization"))
    decisions: ClassVar[tuple[LineDecision, ...]] = (LineDecision.LEAVE, LineDecision.SAME, LineDecision.NEW)
    warning: Any = ""  # what one should know before writing

    def get_page_title(self) -> str:
        return self.batch.filename

    def words(self) -> ListWords:
        return ListWords()

    def list_headings(self) -> tuple[Any, Any]:
        """What stands above the two columns that `rows` fills."""
        return self.headings

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.batch.state == ImportState.PREPARED and not self.batch.is_planned:
            return redirect(f"{self.place}:columns", self.batch.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("outcome", "")
        page = Paginator(self._lines(chosen), LINES_A_PAGE).get_page(self.request.GET.get("p"))
        is_prepared = self.batch.state == ImportState.PREPARED
        return super().get_context_data(
            batch=self.batch,
            **self._counts(),
            chosen=chosen,
            page=page,
            rows=self.rows(list(page)),
            headings=self.list_headings(),
            decisions=[(one.value, one.label) for one in self.decisions] if is_prepared else [],
            leavable=[one.value for one in LEAVABLE] if is_prepared else [],
            progress=progress_of(self.batch) if self.batch.state in WITH_PROGRESS else None,
            obstacles=self._told_obstacles() if "undo" in self.request.GET else [],
            can_undo=self.can_undo,
            warning=self.warning,
            words=self.words(),
            asked=self._asked(),
            unused=unused_columns(self.batch.columns, self.batch.mapping),
            **kwargs,
        )

    def _lines(self, chosen: str) -> Any:
        if chosen == LEFT:
            return left_out(self.batch)
        return self.batch.lines.filter(outcome=chosen) if chosen in LineOutcome.values else self.batch.lines.all()

    def _counts(self) -> dict[str, Any]:
        """How many lines do what, and how many are written or left out, in one query."""
        groups = self.batch.lines.order_by().values_list("outcome", "decision").annotate(Count("pk"))
        counted: Counter[str] = Counter()
        for outcome, decision, number in groups:
            counted[outcome] += number
            if outcome in LEAVABLE:
                counted[LEFT if decision == LineDecision.LEAVE else "written"] += number
        tabs = [
            ("", _("Every line"), sum(counted[one] for one in LineOutcome)),
            *((one.value, one.label, counted[one]) for one in LineOutcome if counted[one]),
            *([(LEFT, _("Left out"), counted[LEFT])] if counted[LEFT] else []),
        ]
        return {
            "tabs": tabs,
            "left": counted[LEFT],
            "written": counted["written"],
        }

    @property
    def can_undo(self) -> bool:
        return self.batch.state in UNDOABLE

    def rows(self, lines: Sequence[Any]) -> list[Any]:
        return rows_of(self.batch, lines, self.levels)

    def obstacles(self) -> list[Obstacle]:
        return obstacles_of(self.batch)

    def _told_obstacles(self) -> list[tuple[Obstacle, str]]:
        """Each with the address of the record to mend, empty where this person may open none."""
        told = self.obstacles()[:MOST_TOLD]
        addresses = addresses_of([place for one in told for place in one.places], person_of(self.request))
        return [(one, next((addresses[place] for place in one.places if place in addresses), "")) for one in told]

    def _asked(self) -> str:
        """What the page asks before it is done, where it may still be done."""
        asked = self.request.GET.get("ask", "")
        may = {"undo": self.can_undo, "forget": self.batch.state == ImportState.PREPARED}
        return asked if may.get(asked) else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        acts = {
            "decide": self._decide,
            "turn": self._turn,
            "import": self._import,
            "plan": self._plan,
            "cancel": self._cancel,
            "undo": self._undo,
            "forget": self._forget,
        }
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            return act()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages[:5]))
            return self.to_batch()

    def _decisions(self) -> dict[int, LineDecision]:
        """What is chosen on this page of the list, by the numbers of the lines."""
        return {
            int(number): LineDecision(value)
            for name, value in self.request.POST.items()
            if (number := name.removeprefix(DECISION)).isascii() and number.isdigit() and value in LineDecision.values
        }

    def settle(self) -> int:
        """What a decision about one line changes for others; how many do something else now."""
        return settle_lines(self.batch)

    def keep_decisions(self) -> int:
        return self.settle() if decide(self.batch, self._decisions()) else 0

    def _turn(self) -> HttpResponseBase:
        """To another page of the list; what is chosen on this one is kept, without a word."""
        self.keep_decisions()
        where = {name: value for name in ("outcome", "p") if (value := self.request.GET.get(name))}
        return redirect(f"{self.request.path}?{urlencode(where)}")

    def _decide(self) -> HttpResponseBase:
        answer = self._turn()
        messages.success(self.request, _("Your decisions are kept. Nothing is written yet."))
        return answer

    def refuse_unseen(self) -> None:
        """What is chosen on the screen counts; nothing is written of a line that it turns into something else."""
        if number := self.keep_decisions():
            raise ValidationError(
                ngettext(
                    "Nothing is written yet: because of what you left out or took back, %(n)s other line does "
                    "something else now. Look at it, then import.",
                    "Nothing is written yet: because of what you left out or took back, %(n)s other lines do "
                    "something else now. Look at them, then import.",
                    number,
                )
                % {"n": number}
            )

    def _import(self) -> HttpResponseBase:
        """A handful is written at once; more is a worker's business."""
        self.refuse_unseen()
        start_import(self.batch)
        logger.info("list of partners started", extra={"batch": self.batch.pk, "user": self.request.user.pk})
        if self.batch.lines.filter(is_done=False).count() < A_HANDFUL:
            carry_import(self.batch.pk)
            messages.success(self.request, _("The list is imported. See below what each line did; all can be undone."))
        else:
            self.hand_over(carry_import)
        return self.to_batch()

    def _plan(self) -> HttpResponseBase:
        """Again, for whoever sees that nothing moves."""
        if self.batch.state == ImportState.PLANNING:
            self.hand_over(plan_import_task)
        return self.to_batch()

    def _cancel(self) -> HttpResponseBase:
        if self.batch.state == ImportState.PLANNING:
            stop_planning(self.batch)
            messages.success(self.request, _("Stopped. Nothing is written; check the columns, or forget this list."))
            return redirect(f"{self.place}:columns", self.batch.pk)
        cancel_import(self.batch, now=timezone.now())
        messages.success(self.request, _("Stopped. What was written stays, and can be undone."))
        return self.to_batch()

    def _undo(self) -> HttpResponseBase:
        if self.obstacles():
            return redirect(f"{self.request.path}?undo")
        if self.batch.lines.exclude(made=[]).count() > A_HANDFUL:
            PartnerImport.objects.filter(pk=self.batch.pk, state__in=UNDOABLE).update(state=ImportState.UNDOING)
            self.hand_over(undo_import_task)
            return self.to_batch()
        undo_list(self.batch, now=timezone.now())
        messages.success(self.request, self.words().undone)
        return self.to_batch()

    def _forget(self) -> HttpResponseBase:
        self.model.objects.filter(pk=self.batch.pk, state=ImportState.PREPARED).delete()
        messages.success(self.request, _("The list is forgotten: nothing was imported."))
        return redirect(f"{self.place}:index")
