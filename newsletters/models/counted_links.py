"""A link of a letter, and how many times it was followed: a total, and nothing about who did."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsletters.models.mailings import Mailing


class CountedLink(models.Model):
    """Where one link of a frozen mailing leads; it goes on leading there when the mailing is gone."""

    mailing = models.ForeignKey(Mailing, null=True, on_delete=models.SET_NULL, related_name="counted_links")
    url = models.TextField(_("address"), help_text=_("As it was frozen: the only place where this link can lead."))
    words = models.CharField(_("words"), max_length=200, blank=True)
    clicks = models.PositiveIntegerField(_("clicks"), default=0)

    class Meta:
        verbose_name = _("counted link")
        verbose_name_plural = _("counted links")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words or self.url
