"""Brings a list in step by step: the file, its columns, every line looked at, and only then the import."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from celery import Task
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from crm.accounts.workers import call_workers
from crm.partners.views.visible import person_of
from newsletters.domain.exports import refused_rows_as_csv
from newsletters.domain.import_batches import LARGE, plan_batch, prepare_batch, run_batch, table_of
from newsletters.domain.import_plan import Plan
from newsletters.domain.import_undo import undo_import
from newsletters.domain.ledger import user_actor
from newsletters.domain.papers import keep_paper
from newsletters.enums import ImportState, RowOutcome
from newsletters.import_forms import ColumnsForm, ListForm
from newsletters.models import ImportBatch
from newsletters.tasks import import_batch, undo_batch

logger = logging.getLogger("parvis.newsletters")

LINES_A_PAGE = 100


class ImportScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """For those who may import subscribers."""

    model = ImportBatch
    permission_required = "import"
    header_icon = "upload"
    index_url_name = ""
    add_url_name = ""
    inspect_url_name = ""
    request: HttpRequest
    kwargs: dict[str, Any]

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Imports")},
            {"url": "", "label": self.get_page_title()},
        ]

    @cached_property
    def batch(self) -> ImportBatch:
        return get_object_or_404(ImportBatch, pk=self.kwargs["pk"])

    def to_batch(self, batch: ImportBatch) -> HttpResponseBase:
        return redirect(self.inspect_url_name, batch.pk)

    def actor(self) -> str:
        return user_actor(self.request.user.pk)  # type: ignore[arg-type]


class ListView(ImportScreen, FormView[ListForm]):
    """Takes the file; one that is no list is refused with a sentence, and nothing is kept."""

    form_class = ListForm
    template_name = "newsletters/admin/import_list.html"
    page_title = gettext_lazy("Import a list")

    def form_valid(self, form: ListForm) -> HttpResponse:
        sent = form.cleaned_data["file"]
        topics = form.cleaned_data["topics"]
        try:
            batch = prepare_batch(sent.name, sent.read(), topics, self.request.user.pk, timezone.now())  # type: ignore[arg-type]
        except ValidationError as refusal:
            form.add_error("file", refusal)
            return self.form_invalid(form)
        paper = form.cleaned_data["paper"]
        if paper:
            batch.paper = keep_paper(paper.name, paper.read(), person_of(self.request), timezone.now())
            batch.save(update_fields=["paper"])
        return redirect(self.inspect_url_name.replace("inspect", "columns"), batch.pk)


class ColumnsView(ImportScreen, FormView[ColumnsForm]):
    """Says which column holds what; the usual names are already found."""

    form_class = ColumnsForm
    template_name = "newsletters/admin/import_columns.html"
    page_title = gettext_lazy("Columns of the list")

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.batch.state != ImportState.PREPARED:
            raise Http404
        table = table_of(self.batch)
        return {**super().get_form_kwargs(), "columns": table.columns, "mapping": self.batch.mapping}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = table_of(self.batch)
        return super().get_context_data(table=table, sample=table.lines[:3], **kwargs)

    def form_valid(self, form: ColumnsForm) -> HttpResponse:
        self.batch.mapping = form.mapping
        self.batch.save(update_fields=["mapping"])
        return redirect(self.inspect_url_name, self.batch.pk)


class ImportView(ImportScreen, TemplateView):
    """Before: every line and what would become of it. After: what became of it, and the way back."""

    template_name = "newsletters/admin/import.html"

    def get_page_title(self) -> str:
        return self.batch.filename

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows, counts = self._planned() if self.batch.state == ImportState.PREPARED else self._done()
        chosen = self.request.GET.get("outcome", "")
        shown = [row for row in rows if chosen in {"", row.outcome}]
        return super().get_context_data(
            batch=self.batch,
            counts=counts,
            chosen=chosen,
            page=Paginator(shown, LINES_A_PAGE).get_page(self.request.GET.get("p")),
            **kwargs,
        )

    @cached_property
    def plan(self) -> Plan:
        return plan_batch(self.batch, timezone.localdate())

    def _planned(self) -> tuple[Any, list[tuple[RowOutcome, int]]]:
        self.extra_context = {"plan": self.plan, "email_column": self.batch.mapping.get("email", -1)}
        return self.plan.rows, [(outcome, self.plan.count(outcome)) for outcome in RowOutcome]

    def _done(self) -> tuple[Any, list[tuple[RowOutcome, int]]]:
        rows = list(self.batch.rows.select_related("subscriber"))
        return rows, [(outcome, sum(row.outcome == outcome for row in rows)) for outcome in RowOutcome]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        acts = {"import": self._import, "undo": self._undo, "forget": self._forget}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        return act()

    def _import(self) -> HttpResponseBase:
        if len(self.batch.content.splitlines()) > LARGE:
            return self._hand_over(ImportState.PREPARED, ImportState.UNDER_WAY, import_batch)
        run_batch(self.batch, now=timezone.now(), on=timezone.localdate(), actor=self.actor())
        logger.info("list imported", extra={"batch": self.batch.pk, "user": self.request.user.pk})
        return self.to_batch(self.batch)

    def _undo(self) -> HttpResponseBase:
        if self.batch.rows.count() > LARGE:
            return self._hand_over(ImportState.IMPORTED, ImportState.UNDOING, undo_batch)
        try:
            undone = undo_import(self.batch, now=timezone.now(), actor=self.actor())
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
            return self.to_batch(self.batch)
        logger.info("import undone", extra={"batch": self.batch.pk, "user": self.request.user.pk})
        words = _("The import is undone. Consents taken back: %(back)s. Kept, as the person acted since: %(kept)s.")
        messages.success(self.request, words % {"back": undone.taken_back, "kept": undone.kept})
        return self.to_batch(self.batch)

    def _hand_over(self, before: ImportState, during: ImportState, task: Task) -> HttpResponseBase:
        """A long list is a worker's business; the page says how it goes, and its button starts it again."""
        with transaction.atomic():
            ImportBatch.objects.filter(pk=self.batch.pk, state=before).update(state=during)
            # Without a broker the page says that it waits.
            transaction.on_commit(partial(call_workers, task, self.batch.pk, self.actor()))
        return self.to_batch(self.batch)

    def _forget(self) -> HttpResponseBase:
        ImportBatch.objects.filter(pk=self.batch.pk, state__in=[ImportState.PREPARED, ImportState.FAILED]).delete()
        messages.success(self.request, _("The list is forgotten: nothing was imported."))
        return redirect(self.index_url_name)


class RefusedView(ImportScreen, TemplateView):
    """The refused lines as a file, to be mended; only while the list still waits."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.batch.state != ImportState.PREPARED:
            raise Http404
        lines = refused_rows_as_csv(plan_batch(self.batch, timezone.localdate()))
        logger.info("refused lines taken", extra={"batch": self.batch.pk, "user": request.user.pk})
        response = HttpResponse(lines, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="lignes-refusees.csv"'
        return response
