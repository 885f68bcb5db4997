"""Brings a blog or a Facebook page in: the export, every post looked at, the writing by a worker, the way back."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.permissions import page_permission_policy

from cms.archive.domain import uploads
from cms.archive.errors import MemoryRefused
from cms.archive.models import BroughtPost, Homecoming, HomecomingLine, MemoryBlogPage
from cms.archive.outside.arriving import receive_export, receive_whole
from cms.archive.outside.bringing import forget, start, stop
from cms.archive.outside.taking_back import UNDOABLE, start_taking_back, what_goes
from cms.archive.tasks import bring_posts, look_at_export, take_posts_back
from cms.archive.views.admin.deposits import words_of_script
from crm.partners.domain.imports.batches import left_out
from crm.partners.domain.imports.undoing import Obstacle
from crm.partners.enums import ImportState, LineDecision, LineOutcome
from crm.partners.views.lists import ListsView, ListView

logger = logging.getLogger("parvis.archive")

PERMISSION = "archive.bring_home"
TITLE = gettext_lazy("Bring in a blog or a Facebook page")
TABS = {
    LineOutcome.NEW: gettext_lazy("That come"),
    LineOutcome.KNOWN: gettext_lazy("That came before"),
    LineOutcome.REFUSED: gettext_lazy("That do not come"),
}


class ExportForm(forms.Form):
    """The export alone: what it is shows by its content."""

    export = forms.FileField(
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")}
    )


@dataclass(frozen=True)
class Row:
    """One post as the table shows it; `url` leads to what it became, for those who may open it."""

    line: HomecomingLine
    what: str
    why: list[str]
    url: str

    @property
    def day(self) -> date | None:
        """When it was published, where its export tells."""
        day = self.line.cells.get("day")
        return date.fromisoformat(day) if day else None

    @property
    def with_it(self) -> str:
        """« 2 images, 1 fichier lié ». A list looked at before files were counted says none."""
        pictures, files, comments = (self.line.cells.get(name, 0) for name in ("pictures", "files", "comments"))
        said = [
            (pictures, ngettext("%(n)s picture", "%(n)s pictures", pictures)),
            (files, ngettext("%(n)s file linked", "%(n)s files linked", files)),
            (comments, ngettext("%(n)s comment", "%(n)s comments", comments)),
        ]
        return ", ".join(words % {"n": count} for count, words in said if count)


class HomecomingScreen:
    """Who may, what is brought, and where one comes from."""

    home = ("homecomings:index", TITLE)
    rights: ClassVar[tuple[str, ...]] = (PERMISSION,)
    model = Homecoming
    place = "homecomings"
    request: Any


class HomecomingsView(HomecomingScreen, ListsView):
    """Takes an export, in pieces where there is a script; below, those that were brought."""

    form_class: Any = ExportForm
    template_name = "archive/admin/homecomings.html"
    page_title = TITLE

    def form_valid(self, form: Any) -> HttpResponse:
        """Without a script: the file of the form, all of it or nothing."""
        sent = form.cleaned_data["export"]
        try:
            upload = receive_whole(sent.name or "", sent, self.request.user, timezone.now())
            homecoming = receive_export(upload, timezone.now())
        except MemoryRefused as refusal:
            form.add_error("export", str(refusal))
            return self.form_invalid(form)
        self.batch = homecoming
        if homecoming.state == ImportState.PLANNING:
            self.hand_over(look_at_export)
        return self.to_batch()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {**words_of_script(), "summary": _("Exports received: %(received)s of %(total)s.")}
        return super().get_context_data(
            unfinished=uploads.unfinished(self.request.user, None, is_export=True),
            words=words,
            addresses={"open": reverse("archive_files:open_deposit"), "item": None, "export": True},
            **kwargs,
        )


class HomecomingView(HomecomingScreen, ListView):
    """Before: every post and what comes of it. Meanwhile: how far. After: what it became, and the way back."""

    template_name = "archive/admin/homecoming.html"
    decisions = (LineDecision.LEAVE,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = super().get_context_data(**kwargs)
        notebook = MemoryBlogPage.objects.first()
        before = ("pictures", "missing", "files", "comments")
        counts = dict.fromkeys((*before, "entries", "items", "kept", "documents", "paths", "gone"), 0)
        return {
            **asked,
            "counts": {**counts, **self.batch.counts},
            "has_notebook": notebook is not None,
            "is_notebook_hidden": notebook is not None and not notebook.live,
            "goes": what_goes(self.batch) if asked["asked"] == "undo" else None,
            "stay": self.batch.posts.count() if self.batch.state == ImportState.UNDONE else 0,
        }

    def _counts(self) -> dict[str, Any]:
        told = super()._counts()
        tabs = [(value, TABS.get(value, label), count) for value, label, count in told["tabs"]]
        return {**told, "tabs": [("", _("Every post"), tabs[0][2]), *tabs[1:]]}

    @cached_property
    def can_undo(self) -> bool:
        return self.batch.state in UNDOABLE and self.batch.posts.exists()

    def rows(self, lines: Sequence[Any]) -> list[Row]:
        """Two queries, however many posts."""
        keys = [line.key for line in lines]
        posts = {post.key: post for post in BroughtPost.objects.filter(key__in=keys)}
        left = set(left_out(self.batch).values_list("number", flat=True))
        return [self._row(line, posts.get(line.key), line.number in left) for line in lines]

    def _row(self, line: HomecomingLine, post: BroughtPost | None, is_left: bool) -> Row:
        why = [one for one in line.reason.splitlines() if one]
        return Row(line, self._what(line, post, is_left), why, self._address(post))

    def _what(self, line: HomecomingLine, post: BroughtPost | None, is_left: bool) -> str:
        if line.outcome == LineOutcome.REFUSED:
            return _("Does not come")
        if line.outcome == LineOutcome.KNOWN:
            return _("Brought before")
        if is_left:
            return _("Left out")
        if self.batch.state == ImportState.PREPARED:
            return _("Comes, as a draft")
        if post is not None and post.homecoming_id == self.batch.pk:
            return _("Brought")
        if self.batch.state == ImportState.UNDONE:
            return _("Taken back")
        return _("Waits") if self.batch.state == ImportState.UNDER_WAY else _("Not brought")

    @cached_property
    def _may(self) -> dict[str, bool]:
        user = self.request.user
        return {
            "page": page_permission_policy.user_has_permission(user, "change"),
            "item": user.has_perm("archive.change_item"),
        }

    def _address(self, post: BroughtPost | None) -> str:
        if post is not None and post.page_id and self._may["page"]:
            return reverse("wagtailadmin_pages:edit", args=[post.page_id])
        if post is not None and post.item_id and self._may["item"]:
            return reverse("archive_items:edit", args=[post.item_id])
        return ""

    def settle(self) -> int:
        """A post leans on no other."""
        return 0

    def obstacles(self) -> list[Obstacle]:
        """What somebody worked on stays, and the rest goes."""
        return []

    def _import(self) -> HttpResponseBase:
        self.keep_decisions()
        start(self.batch, timezone.now())
        logger.info("posts are brought home", extra={"batch": self.batch.pk, "user": self.request.user.pk})
        self.hand_over(bring_posts)
        return self.to_batch()

    def _plan(self) -> HttpResponseBase:
        if self.batch.state == ImportState.PLANNING:
            self.hand_over(look_at_export)
        return self.to_batch()

    def _cancel(self) -> HttpResponseBase:
        was_planning = self.batch.state == ImportState.PLANNING
        stop(self.batch, timezone.now())
        said = _("Stopped. What was brought stays, as drafts; you may take it back.")
        if was_planning:
            said = _("Stopped. Nothing was brought.")
        messages.success(self.request, said)
        return self.to_batch()

    def _undo(self) -> HttpResponseBase:
        start_taking_back(self.batch)
        logger.info("posts are taken back", extra={"batch": self.batch.pk, "user": self.request.user.pk})
        self.hand_over(take_posts_back)
        return self.to_batch()

    def _forget(self) -> HttpResponseBase:
        forget(self.batch)
        messages.success(self.request, _("This export is erased: nothing was brought."))
        return redirect(f"{self.place}:index")
