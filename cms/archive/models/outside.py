"""What was brought in from a blog or a Facebook page, so that it is made once and can be taken back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.archive.models.items import Item
from cms.archive.models.uploads import Upload
from crm.partners.models.imports import PlannedList, PlannedListLine


class Homecoming(PlannedList):
    """One reading of an export, with what was made of it; undone, nothing of it stays but its lines.

    `upload` holds the export itself for as long as it is read; `counts` says how much there is, came and went;
    `touched_at` is the mark of life of the worker at it; `error` says why it could not go on.
    """

    upload = models.OneToOneField(Upload, null=True, on_delete=models.SET_NULL, related_name="+")
    counts = models.JSONField(default=dict)
    touched_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta(PlannedList.Meta):
        verbose_name = _("posts brought home")
        verbose_name_plural = _("posts brought home")
        permissions = [("bring_home", _("Can bring in a blog or a Facebook page"))]


class HomecomingLine(PlannedListLine):
    """One post of an export: what it would become, or became. `cells` holds what the screen says of it."""

    batch = models.ForeignKey(Homecoming, on_delete=models.CASCADE, related_name="lines")
    key = models.CharField(max_length=250)

    class Meta(PlannedListLine.Meta):
        verbose_name = _("post of an export")
        verbose_name_plural = _("posts of an export")
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="homecoming_line_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"


class BroughtPost(models.Model):
    """A post that became an entry of the notebook or an item, by the key that it has in its export.

    Read again, it is left alone. `made` are the numbers of the items made for its pictures; `files`, the alternative
    text and the caption of each file when it came, under its number: what changed since is somebody's work.
    """

    homecoming = models.ForeignKey(Homecoming, on_delete=models.CASCADE, related_name="posts")
    key = models.CharField(max_length=250, unique=True)
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.JSONField(default=list)
    files = models.JSONField(default=dict)
    old_path = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("post brought home")
        verbose_name_plural = _("posts brought home")
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
