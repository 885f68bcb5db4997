"""What was taken down, why, and what became of it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.archive.enums import Basis
from cms.archive.models.items import Item


class Takedown(models.Model):
    """One act of taking an item down; the journal outlives the item.

    `number` and `title` stay after the item is destroyed. Restored, or destroyed, or still down: one of three.
    """

    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="takedowns")
    number = models.PositiveIntegerField(editable=False, db_index=True)
    title = models.CharField(_("title"), max_length=250, editable=False)
    reason = models.CharField(_("reason"), max_length=300, help_text=_("Shown to those who come by."))
    asked_by = models.CharField(_("who asked for it"), max_length=200, blank=True, help_text=_("For the team only."))
    taken_down_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_down_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    basis = models.CharField(max_length=20, choices=Basis, default=Basis.TAKEN_DOWN, editable=False)
    was_live = models.BooleanField(default=True, editable=False)
    restored_at = models.DateTimeField(null=True, blank=True, editable=False)
    restored_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    destroyed_at = models.DateTimeField(null=True, blank=True, editable=False)
    destroyed_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("taking down")
        verbose_name_plural = _("takings down")
        ordering = ["-taken_down_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.title
