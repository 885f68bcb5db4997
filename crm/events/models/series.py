"""A series: the same thing again, on the days that a rule gives."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.events.domain.recurrence import Rule, read_rrule
from crm.events.domain.recurrence_words import rule_words


class Series(models.Model):
    """What repeats: each time is an event of its own, with its page and its `uid`, moved or cancelled alone."""

    rule = models.CharField(_("rule"), max_length=120, help_text=_("The value of an RRULE (RFC 5545)."))
    first_on = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    starts = models.TimeField(_("hour"), null=True, blank=True)
    # Days of the rule on which nothing takes place (RFC 5545: EXDATE), as ISO dates.
    skipped_days = models.JSONField(default=list, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="continued_by"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("first_on")),
                name="series_ends_after_it_begins",
                violation_error_message=_("The series ends before it begins: check the last day."),
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def recurrence(self) -> Rule:
        return read_rrule(self.rule)

    @property
    def words(self) -> str:
        """« le deuxième mardi de chaque mois, sauf en juillet et en août, à 19 h »."""
        return rule_words(self.recurrence, self.starts)
