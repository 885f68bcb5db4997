"""Brings old decisions in step by step: the file, its columns, every line looked at, then the writing."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from crm.assemblies.domain.old_decisions.bringing import (
    bring_decisions,
    plan_decisions,
    prepare_decisions,
    settle_decisions,
)
from crm.assemblies.domain.old_decisions.columns import Field
from crm.assemblies.domain.old_decisions.undoing import brought_decisions, obstacles_of, undo_decisions
from crm.assemblies.models import DecisionImport, ImportedDecision
from crm.assemblies.querysets import SEE_CLOSED_SESSION
from crm.partners.domain.imports.leaving import LEAVABLE
from crm.partners.domain.imports.tables import Line
from crm.partners.domain.imports.undoing import Obstacle
from crm.partners.enums import LineDecision
from crm.partners.list_forms import ColumnsForm, FileForm
from crm.partners.views.line_words import Row
from crm.partners.views.lists import ColumnsView, ListsView, ListView

logger = logging.getLogger("parvis.assemblies")

# A list may hold what was decided in closed session, and is compared with it: nobody else looks at one.
PERMISSIONS = ("assemblies.add_decision", "assemblies.change_decision", "assemblies.add_sending", SEE_CLOSED_SESSION)


class DecisionsFileForm(FileForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV or Excel workbook (.xlsx); 10 MB and 1,000 lines at most. Each line needs a number, a day, and a "
            "title or a text."
        )
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt,.tsv,.xlsx"


class DecisionColumnsForm(ColumnsForm):
    said = Field
    needed = frozenset({Field.NUMBER, Field.DAY, Field.KIND, Field.TITLE, Field.TEXT})

    def __init__(self, *args: Any, batch: DecisionImport, **kwargs: Any) -> None:
        super().__init__(*args, batch=batch, **kwargs)
        self.fields["sent_when_adopted"] = forms.BooleanField(
            label=_("Where the day of sending is missing, take the day of the adoption"),
            required=False,
            initial=batch.sent_when_adopted,
        )
        self.fields["answers_are_public"] = forms.BooleanField(
            label=_("Everyone reads the words of the answers, on the site"),
            required=False,
            initial=batch.answers_are_public,
        )


class OldDecisionsScreen:
    """Who may, what is brought, and where one comes from."""

    home = ("old_decisions:index", gettext_lazy("Bring in old decisions"))
    rights: ClassVar[tuple[str, ...]] = PERMISSIONS
    model = DecisionImport
    place = "old_decisions"
    request: Any


class OldDecisionsView(OldDecisionsScreen, ListsView):
    form_class = DecisionsFileForm
    page_title = gettext_lazy("Bring in old decisions")

    def prepare(self, filename: str, raw: bytes) -> DecisionImport:
        return prepare_decisions(filename, raw, by=self.request.user, now=timezone.now())


class DecisionColumnsView(OldDecisionsScreen, ColumnsView):
    form_class = DecisionColumnsForm

    def plan(self, form: Any) -> None:
        plan_decisions(
            self.batch,
            form.mapping,
            today=timezone.localdate(),
            sent_when_adopted=form.cleaned_data["sent_when_adopted"],
            answers_are_public=form.cleaned_data["answers_are_public"],
        )


class OldDecisionListView(OldDecisionsScreen, ListView):
    headings = (gettext_lazy("Decision"), gettext_lazy("Sent to"))
    decisions = (LineDecision.LEAVE, LineDecision.NEW)

    warning = gettext_lazy(
        "A new decision cannot be taken back: once imported it stays in the register, with its number. Look at every "
        "line before importing; what is wrong in its words is then corrected by an erratum. Undoing takes back only "
        "what was added to decisions that stood already."
    )

    @property
    def can_undo(self) -> bool:
        """What completed decisions that stood is taken back; decisions stay."""
        return super().can_undo and not brought_decisions(self.batch)

    def rows(self, lines: Sequence[Any]) -> list[Row]:
        return [self._row(line) for line in lines]

    def _row(self, line: ImportedDecision) -> Row:
        said = Line(line.number, tuple(line.cells))
        number, title, text, to = (
            said.cell(self.batch.mapping.get(field, -1))
            for field in (Field.NUMBER, Field.TITLE, Field.TEXT, Field.SENT_TO)
        )
        is_left = line.is_done and line.outcome in LEAVABLE and not line.made
        why = [line.reason, *([_("left out")] if is_left else [])]
        return Row(line, f"{number} {(title or text)[:120]}".strip(), to, [reason for reason in why if reason])  # type: ignore[arg-type]

    def settle(self) -> int:
        return settle_decisions(self.batch, today=timezone.localdate())

    def obstacles(self) -> list[Obstacle]:
        return list(obstacles_of(self.batch))

    def _import(self) -> HttpResponseBase:
        """The whole list is written at once."""
        self.refuse_unseen()
        bring_decisions(
            self.batch,
            now=timezone.now(),
            today=timezone.localdate(),
        )
        logger.info("list of decisions written", extra={"batch": self.batch.pk, "user": self.request.user.pk})
        return self.to_batch()

    def _undo(self) -> HttpResponseBase:
        if self.obstacles():
            return redirect(f"{self.request.path}?undo")
        undo_decisions(self.batch, now=timezone.now())
        messages.success(self.request, _("The import is undone: everything is as it was."))
        return self.to_batch()

    def _cancel(self) -> HttpResponseBase:
        """Nothing is ever half written."""
        return self.to_batch()
