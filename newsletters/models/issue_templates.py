"""The skeletons that the council keeps for its newsletters, so that a new one begins with its parts in place."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from newsletters.blocks import LetterBody


class IssueTemplate(models.Model):
    """A newsletter to be written again and again: « Le mois du quartier », « Veille d’assemblée »."""

    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("As you will look for it: “The month of the neighbourhood”.")
    )
    body = StreamField(LetterBody(), verbose_name=_("body"), help_text=_("Copied into the newsletter that begins."))
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("newsletter template")
        verbose_name_plural = _("newsletter templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
