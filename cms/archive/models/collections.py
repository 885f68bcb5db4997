"""How the memory is arranged: fonds, series, files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.archive.enums import Level
from crm.events.querysets import free_slug

DEPTH = [Level.FONDS, Level.SERIES, Level.FILE]


class Fonds(models.Model):
    """A fonds, a series in it, or a file in that: what came together stays together (ISAD(G))."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    level = models.CharField(pgettext_lazy("archives", "level"), max_length=10, choices=Level, default=Level.FONDS)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("A series is part of a fonds; a file, of a series or of a fonds."),
    )
    reference = models.CharField(_("reference number"), max_length=40, blank=True)
    description = models.TextField(_("in a few sentences"), blank=True)
    provenance = models.TextField(
        _("where it comes from"), blank=True, help_text=_("Who gathered it, who kept it, how it came to the council.")
    )

    class Meta:
        verbose_name = pgettext_lazy("archives", "collection")
        verbose_name_plural = pgettext_lazy("archives", "collections")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = free_slug(type(self).objects.all(), self.title, self.pk, otherwise="fonds")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("archive_collection", args=[self.slug])

    def clean(self) -> None:
        """A part stands under something wider than itself, which also keeps the tree free of circles.

        It is looked at from both sides: a fonds that becomes a file would slip under its own series.
        """
        depth = DEPTH.index(Level(self.level))
        as_wide = [level for level in DEPTH if DEPTH.index(level) <= depth]
        part = self.children.filter(level__in=as_wide).first() if self.pk else None
        if part is not None:
            sentence = _("“%(part)s” is a part of it: choose a level wider than that one.")
            raise ValidationError({"level": ValidationError(sentence, params={"part": part})})
        if self.parent is None:
            if self.level != Level.FONDS:
                raise ValidationError({"parent": _("Choose what this is part of: only a fonds stands by itself.")})
        elif DEPTH.index(Level(self.parent.level)) >= depth:
            raise ValidationError({"parent": _("A series is part of a fonds; a file, of a series or of a fonds.")})

    def path(self) -> list[Fonds]:
        """From the fonds down to this one; three steps at most."""
        steps: list[Fonds] = [self]
        while (parent := steps[0].parent) is not None and len(steps) < len(DEPTH):
            steps.insert(0, parent)
        return steps
