"""What was corrected in a newsletter after it left."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.models.issues import NewsletterPage


class IssueErratum(models.Model):
    """One dated correction of the web copy; the letter that left, and the words that it corrects, stay as they were.

    It is never changed nor deleted, which the database sees to (`lasting_errata`): a mistake in it is corrected by the
    next one.
    """

    page = models.ForeignKey(
        NewsletterPage, verbose_name=_("newsletter"), on_delete=models.PROTECT, related_name="errata"
    )
    part = models.PositiveSmallIntegerField(
        _("where"),
        null=True,
        blank=True,
        help_text=_("Which block of what was sent; none: the whole letter."),
    )
    original = models.TextField(_("what was sent"), blank=True)
    words = models.TextField(_("correction"), max_length=2000)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("erratum of a newsletter")
        verbose_name_plural = _("errata of newsletters")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.page_id}: {self.published_at:%Y-%m-%d}"
