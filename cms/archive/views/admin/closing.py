"""Takes an item down, puts it back, destroys it, forgets who asked; the journal of all that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from cms.archive.domain.askers import leave_askers
from cms.archive.domain.closing import destroy, restore, take_down
from cms.archive.forms import TakeDownForm
from cms.archive.models import Item, Takedown
from cms.archive.views.admin.screens import ActScreen, PageList

JOURNAL = "archive_takedowns:index"


class TakeDownView(ActScreen):
    """One act closes the page, the files, the search, the feeds."""

    permission_required = "take_down"
    page_title = gettext_lazy("Take down")
    form_class = TakeDownForm
    is_serious = True

    def consequences(self) -> list[str]:
        return [
            _("“%(title)s” leaves the site, the search, the feeds and every copy of its files within a minute.")
            % {"title": self.item.title},
            _("Whoever comes by its address reads that it was withdrawn, and why."),
            _("Nothing is lost: you can put it back, until someone orders its destruction."),
        ]

    def act(self, form: forms.Form) -> None:
        said = form.cleaned_data
        user: Any = self.request.user
        take_down(self.item, said["reason"], user, timezone.now(), asked_by=said["asked_by"])
        log(instance=self.item, action="archive.take_down", user=user)

    def done(self) -> str:
        return _("It is taken down. The journal of what was taken down lets you put it back.")

    def back_url(self) -> str:
        return reverse(JOURNAL) if self.item.closed_for else super().back_url()


class TakedownScreen(ActScreen):
    """An act on one line of the journal."""

    @cached_property
    def takedown(self) -> Takedown:
        return get_object_or_404(Takedown.objects.select_related("item"), pk=self.kwargs["pk"])

    def way_here(self) -> list[dict[str, Any]]:
        return [{"url": reverse(JOURNAL), "label": _("What was taken down")}]

    def back_url(self) -> str:
        return reverse(JOURNAL)


class RestoreView(TakedownScreen):
    permission_required = "take_down"
    page_title = gettext_lazy("Put back")

    def consequences(self) -> list[str]:
        return [
            _("“%(title)s” is shown again as it was, at the same address.") % {"title": self.takedown.title},
            _("The journal keeps the trace of both acts."),
        ]

    def act(self, form: forms.Form) -> None:
        user: Any = self.request.user
        item = restore(self.takedown, user, timezone.now())
        log(instance=item, action="archive.restore", user=user)

    def done(self) -> str:
        return _("“%(title)s” is put back.") % {"title": self.takedown.title}


class DestroyView(TakedownScreen):
    permission_required = "delete"
    page_title = gettext_lazy("Destroy for good")
    is_serious = True

    def consequences(self) -> list[str]:
        files = self.takedown.item.masters.count() if self.takedown.item else 0
        return [
            ngettext(
                "“%(title)s” and its %(count)s file are erased, with their drafts. This cannot be undone.",
                "“%(title)s” and its %(count)s files are erased, with their drafts. This cannot be undone.",
                files,
            )
            % {"title": self.takedown.title, "count": files},
            _("The journal keeps the number, the title and the reason, and the address keeps telling them."),
        ]

    def act(self, form: forms.Form) -> None:
        user: Any = self.request.user
        gone = destroy(self.takedown, user, timezone.now())
        log(instance=gone, action="archive.destroy", user=user)

    def done(self) -> str:
        return _("“%(title)s” is destroyed.") % {"title": self.takedown.title}


class ForgetAskerView(TakedownScreen):
    permission_required = "take_down"
    page_title = gettext_lazy("Forget who asked")

    def consequences(self) -> list[str]:
        return [
            _("The journal does not say any more who asked that “%(title)s” be taken down.")
            % {"title": self.takedown.title},
            _("The taking down and its reason stay as they are."),
        ]

    def act(self, form: forms.Form) -> None:
        leave_askers([self.takedown])
        log(instance=self.takedown, action="archive.forget_asker", user=self.request.user)

    def done(self) -> str:
        return _("The journal does not say any more who asked.")


def number_words(takedown: Takedown) -> str:
    return _("no. {number}").format(number=takedown.number)


def state_of(takedown: Takedown) -> str:
    """What became of it."""
    if takedown.destroyed_at:
        return _("destroyed")
    return _("put back") if takedown.restored_at else _("taken down")


class TakedownListView(PageList):
    """The journal, the latest act first; what may still be put back has its buttons, and who asked may be forgotten.

    Who asked is a person: only those who take down read it.
    """

    permission_policy = ModelPermissionPolicy(Takedown)
    page_title = gettext_lazy("What was taken down")
    default_ordering = "-taken_down_at"

    @cached_property
    def columns(self) -> list[Column]:
        asked_by = Column("asked_by", label=capfirst(Takedown._meta.get_field("asked_by").verbose_name))
        return [
            self._get_title_column("title"),
            Column("number", label=_("No."), accessor=number_words),
            Column("reason", label=_("Reason")),
            *([asked_by] if self.request.user.has_perm("archive.take_down_item") else []),
            Column("state", label=_("What became of it"), accessor=state_of),
            DateColumn("taken_down_at", label=_("Taken down"), sort_key="taken_down_at"),
        ]

    def get_list_more_buttons(self, instance: Takedown) -> list[Button]:
        can = ModelPermissionPolicy(Item).user_has_permission
        acts = [("take_down", "forget_asker", _("Forget who asked…"), "cross")] if instance.asked_by else []
        if not instance.destroyed_at and not instance.restored_at:
            acts.append(("take_down", "restore", _("Put back…"), "undo"))
            acts.append(("delete", "destroy", _("Destroy for good…"), "bin"))
        return [
            Button(label, reverse(f"archive_takedowns:{name}", args=[instance.pk]), icon_name=icon)
            for permission, name, label, icon in acts
            if can(self.request.user, permission)
        ]

    def get_edit_url(self, instance: Any) -> str | None:
        return reverse("archive_items:edit", args=[instance.item_id]) if instance.item_id else None
