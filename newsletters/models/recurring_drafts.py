"""The draft that is made each month by itself: on which day, and what became of it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from newsletters.enums import MonthWeek, Weekday
from newsletters.models.issues import NewsletterPage


@register_setting(icon="date", order=25)
class MonthlyDraftRule(BaseGenericSetting):
    """« Le premier lundi de chaque mois, préparer un brouillon des cinq prochaines semaines. »"""

    is_on = models.BooleanField(
        _("prepare a draft each month"),
        default=False,
        help_text=_(
            "Of the next five weeks: agenda, news and decisions since the last newsletter. It is a draft: nothing "
            "leaves by itself. When there is nothing new, none is made, and you are told."
        ),
    )
    week = models.SmallIntegerField(
        _("which one of the month"),
        choices=MonthWeek,
        default=MonthWeek.FIRST,
        validators=[MinValueValidator(-1), MaxValueValidator(4)],
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday, default=Weekday.MONDAY)

    panels = [FieldPanel("is_on"), FieldPanel("week"), FieldPanel("weekday")]

    class Meta:
        verbose_name = _("monthly draft")
        default_permissions = ("change",)


class MonthlyDraft(models.Model):
    """What was done for one month: a draft, or nothing because nothing was new. One a month, whatever runs twice."""

    month = models.CharField(_("month"), max_length=7, unique=True, help_text=_("As in 2026-05."))
    made_at = models.DateTimeField(_("made"))
    page = models.ForeignKey(
        NewsletterPage, verbose_name=_("draft"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    nothing_new = models.BooleanField(_("nothing new"), default=False)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("draft of one month")
        verbose_name_plural = _("drafts of the months")
        default_permissions = ()
        ordering = ["-month"]

    def __str__(self) -> str:
        return self.month
