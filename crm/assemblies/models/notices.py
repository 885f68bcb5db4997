"""The notice that called an assembly: when it went, under which rule, and what was decided against the rule."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.assemblies.models.assemblies import Assembly
from crm.partners.models.remembered import Remembered


class Notice(Remembered):
    """What proves that an assembly was called; the letters themselves are rows of the post room, and lead here."""

    assembly = models.OneToOneField(
        Assembly, verbose_name=_("assembly"), on_delete=models.PROTECT, related_name="notice"
    )
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("given by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_otherwise = models.CharField(
        _("how it was given"), max_length=250, blank=True, help_text=_("Empty: by the letters of Parvis.")
    )
    # What was announced, as it was said that day: a later change of the event is another announcement.
    starts_at = models.DateTimeField(_("announced for"))
    place = models.CharField(_("announced place"), max_length=500, blank=True)
    days_required = models.PositiveSmallIntegerField(_("days of notice required"), null=True, blank=True)
    source = models.CharField(_("rule"), max_length=250, blank=True)
    due_on = models.DateField(_("last day to give it"), null=True, blank=True)
    override = models.TextField(_("why it was given in spite of that"), blank=True)

    class Meta:
        verbose_name = _("notice of assembly")
        verbose_name_plural = _("notices of assembly")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.assembly)
