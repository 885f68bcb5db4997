"""What people agreed to: the licence a donor gives, the consent of those who are seen or heard."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.archive.domain.copyrights import Copyright
from cms.archive.enums import AgreementSubject, Channel
from cms.archive.models.items import Item


class AgreementText(models.Model):
    """The exact words that people accept, in one version; never changed once someone accepted it."""

    subject = models.CharField(pgettext_lazy("archives", "agreement"), max_length=10, choices=AgreementSubject)
    version = models.PositiveSmallIntegerField(_("version"))
    words = models.TextField(_("exact words"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("words of an agreement")
        verbose_name_plural = _("words of the agreements")
        ordering = ["subject", "-version"]
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="agreement_text_once")]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}, {self.version}"


class Agreement(models.Model):
    """One person's yes to one text, about these items, until they take it back.

    `licence` is empty for a consent to be shown. `domain.agreements` makes the private link by which the person reads
    it and takes it back.
    """

    subject = models.CharField(pgettext_lazy("archives", "agreement"), max_length=10, choices=AgreementSubject)
    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="agreements")
    person_name = models.CharField(_("who agreed"), max_length=200)
    person_email = models.EmailField(_("their e-mail"), blank=True)
    guardian_name = models.CharField(
        _("parent or guardian"), max_length=200, blank=True, help_text=_("Where the person is under 14.")
    )
    licence = models.CharField(_("licence given"), max_length=14, choices=Copyright, blank=True)
    items = models.ManyToManyField(Item, verbose_name=_("items"), related_name="agreements")
    given_on = models.DateField(_("given on"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    scan = models.CharField(_("scan of the paper"), max_length=200, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal_note = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("archives", "agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person_name}, {self.given_on}"
