"""The controlled list of what items are about."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from crm.events.querysets import free_slug
from crm.partners.domain.folding import fold


class Term(ClusterableModel):
    """A subject of the list, said in one way (SKOS: Concept; Dublin Core: subject)."""

    label = models.CharField(_("subject"), max_length=100, unique=True)
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    broader = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="narrower",
        help_text=_("A wider subject of the list, if there is one."),
    )
    folded_label = models.CharField(max_length=100, default="", editable=False, db_index=True)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["folded_label", "pk"]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_label = fold(self.label)[:100]
        if not self.slug:
            self.slug = free_slug(type(self).objects.all(), self.label, self.pk, otherwise="sujet")
        super().save(*args, **kwargs)


class Synonym(models.Model):
    """Another way to say a subject, that a search understands (SKOS: altLabel)."""

    term = ParentalKey(Term, on_delete=models.CASCADE, related_name="synonyms")
    label = models.CharField(_("also said"), max_length=100)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["term", "label"], name="synonym_once")]

    def __str__(self) -> str:
        return self.label
