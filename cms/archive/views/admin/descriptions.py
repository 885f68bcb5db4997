"""Brings descriptions in step by step: the file, its columns, every line looked at, then the writing."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages

from cms.archive.domain.descriptions.bringing import (
    A_HANDFUL,
    changes_the_site,
    obstacles_of,
    plan_descriptions,
    prepare_descriptions,
    start_descriptions,
    stop_descriptions,
    undo_descriptions,
    write_some,
)
from cms.archive.domain.descriptions.columns import Field
from cms.archive.domain.descriptions.received import told_received
from cms.archive.domain.descriptions.values import may_publish
from cms.archive.models import DescriptionLine, DescriptionList, Item
from cms.archive.tasks import undo_descriptions_task, write_descriptions
from crm.partners.domain.imports.batches import left_out
from crm.partners.domain.imports.tables import Line
from crm.partners.domain.imports.undoing import Obstacle
from crm.partners.enums import ImportState, LineDecision
from crm.partners.list_forms import ColumnsForm, FileForm
from crm.partners.views.line_words import Row
from crm.partners.views.lists import UNDOABLE, ColumnsView, ListsView, ListView, ListWords

logger = logging.getLogger("parvis.archive")

PERMISSIONS = ("archive.import_items",)


class DescriptionsFileForm(FileForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV or Excel workbook (.xlsx); 1,000 lines at most. One column holds the names of the files, as they were "
            "put in the memory; the others say what you know of them."
        )
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt,.tsv,.xlsx"


class DescriptionColumnsForm(ColumnsForm):
    said = Field
    needed = frozenset({Field.FILE, Field.TITLE, Field.DATE, Field.PLACES, Field.DESCRIPTION})

    def __init__(self, *args: Any, batch: DescriptionList, **kwargs: Any) -> None:
        super().__init__(*args, batch=batch, **kwargs)
        self.fields["makes_missing"] = forms.BooleanField(
            label=_("Add to the lists the places and subjects that they lack"),
            required=False,
            initial=batch.makes_missing,
        )


class DescriptionsScreen:
    """Who may, what is brought, and where one comes from."""

    home = ("descriptions:index", gettext_lazy("Describe from a spreadsheet"))
    rights: ClassVar[tuple[str, ...]] = PERMISSIONS
    model = DescriptionList
    place = "descriptions"
    request: Any


class DescriptionsView(DescriptionsScreen, ListsView):
    form_class = DescriptionsFileForm
    page_title = gettext_lazy("Describe from a spreadsheet")

    def prepare(self, filename: str, raw: bytes) -> DescriptionList:
        return prepare_descriptions(filename, raw, by=self.request.user, now=timezone.now())


class DescriptionColumnsView(DescriptionsScreen, ColumnsView):
    form_class = DescriptionColumnsForm

    def plan(self, form: Any) -> None:
        plan_descriptions(self.batch, form.mapping, makes_missing=form.cleaned_data["makes_missing"])


OF_A_SELECTION = ListWords(
    undo=gettext_lazy("Undo all of it"),
    undo_question=gettext_lazy("Undo all of it?"),
    undo_told=gettext_lazy("Each item says again what it said before, and is on the site only if it was there."),
    undo_yes=gettext_lazy("Yes, undo all of it"),
    undo_note=gettext_lazy("Undoing gives each item back what it said, unless someone changed it since."),
    undone=gettext_lazy("Undone: everything is as it was."),
)


class DescriptionListView(DescriptionsScreen, ListView):
    headings = (gettext_lazy("File"), pgettext_lazy("archives", "Item"))
    decisions = (LineDecision.LEAVE,)

    @property
    def is_selection(self) -> bool:
        return bool(self.batch.is_selection)

    def words(self) -> ListWords:
        return OF_A_SELECTION if self.is_selection else super().words()

    def list_headings(self) -> tuple[Any, Any]:
        return (_("What it receives"), self.headings[1]) if self.is_selection else self.headings

    def rows(self, lines: Sequence[Any]) -> list[Row]:
        received = told_received(lines) if self.is_selection else [""] * len(lines)
        items = Item.objects.in_bulk([line.item for line in lines if line.item])
        left = set(left_out(self.batch).values_list("number", flat=True))
        return [
            self._row(line, items.get(line.item), line.number in left, words)
            for line, words in zip(lines, received, strict=True)
        ]

    def _row(self, line: DescriptionLine, item: Item | None, is_left: bool, received: str) -> Row:
        said = Line(line.number, tuple(line.cells))
        names = (said.cell(self.batch.mapping.get(field, -1)) for field in (Field.FILE, Field.NUMBER))
        why = [line.reason]
        if not line.is_done and self.batch.state == ImportState.CANCELLED:
            why.append(_("not done: it was stopped before"))
        elif is_left and line.is_done:
            why.append(_("left out"))
        told = f"{item.number}. {item}" if item else ""
        return Row(line, received or next(filter(None, names), ""), told, [reason for reason in why if reason])  # type: ignore[arg-type]

    def settle(self) -> int:
        """A line speaks of one item and leans on no other."""
        return 0

    @property
    def can_undo(self) -> bool:
        """What was published is taken back by those who may publish."""
        return super().can_undo and self._may_undo

    @cached_property
    def _may_undo(self) -> bool:
        person: Any = self.request.user
        return may_publish(person) or not changes_the_site(self.batch)

    def obstacles(self) -> list[Obstacle]:
        return obstacles_of(self.batch)

    def _import(self) -> HttpResponseBase:
        """A handful is written at once; more is a worker's business."""
        self.keep_decisions()
        start_descriptions(self.batch)
        logger.info("descriptions started", extra={"batch": self.batch.pk, "user": self.request.user.pk})
        if self.batch.lines.filter(is_done=False).count() < A_HANDFUL:
            write_some(self.batch.pk, now=timezone.now())
            messages.success(self.request, _("The list is imported. See below what each line did; all can be undone."))
        else:
            self.hand_over(write_descriptions)
        return self.to_batch()

    def _undo(self) -> HttpResponseBase:
        if not self._may_undo:
            raise PermissionDenied
        if self.obstacles():
            return redirect(f"{self.request.path}?undo")
        if self.batch.lines.exclude(before={}).count() > A_HANDFUL:
            DescriptionList.objects.filter(pk=self.batch.pk, state__in=UNDOABLE).update(state=ImportState.UNDOING)
            self.hand_over(undo_descriptions_task)
            return self.to_batch()
        undo_descriptions(self.batch, now=timezone.now())
        messages.success(self.request, self.words().undone)
        return self.to_batch()

    def _cancel(self) -> HttpResponseBase:
        stop_descriptions(self.batch, now=timezone.now())
        messages.success(self.request, _("Stopped. What was written stays, and can be undone."))
        return self.to_batch()
