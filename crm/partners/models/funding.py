"""Money sought: the calls for grants and our applications, from the applicant's side."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from crm.partners.enums import FundingStatus, Visibility
from crm.partners.fields import DollarsField
from crm.partners.models.board_files import IN_BOARD_FILES
from crm.partners.models.clusters import Cluster
from crm.partners.models.organizations import Organization
from crm.partners.models.remembered import Remembered
from crm.partners.models.searched import Titled
from crm.partners.querysets import FundingQuerySet


class Funding(Titled, Remembered, Cluster):
    """One call for grants and what we do about it, until its report is made."""

    funder = models.ForeignKey(
        Organization, verbose_name=_("funder"), on_delete=models.PROTECT, related_name="fundings"
    )
    programme = models.CharField(_("programme"), max_length=200)
    project = models.CharField(_("for what project"), max_length=200, blank=True)
    call_url = models.URLField(_("web address of the call"), blank=True)
    call_closes_on = models.DateField(_("the call closes"), null=True, blank=True)
    internal_deadline_on = models.DateField(
        _("ready among us by"),
        null=True,
        blank=True,
        help_text=_("Before the call closes: time for the board to read."),
    )
    status = models.CharField(_("status"), max_length=12, choices=FundingStatus, default=FundingStatus.CONSIDERED)
    amount_asked = DollarsField(_("asked ($)"))
    amount_granted = DollarsField(_("granted ($)"))
    amount_received = DollarsField(_("received ($)"))
    authorised_by = models.CharField(
        _("authorised by"), max_length=200, blank=True, help_text=_("The decision that allows us to apply.")
    )
    report_due_on = models.DateField(_("report due"), null=True, blank=True)
    report_sent_on = models.DateField(_("report sent"), null=True, blank=True)
    followed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("followed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_fundings",
    )
    notes = models.TextField(_("notes for the board"), blank=True)
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.BOARD)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FundingQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant application")
        verbose_name_plural = _("grant applications")
        ordering = [models.F("call_closes_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return f"{self.programme} ({self.project})" if self.project else self.programme

    def words_to_search(self) -> list[str]:
        return [self.programme, self.project]

    def clean(self) -> None:
        """Refuses an internal deadline after the call closes, and more received than granted."""
        super().clean()
        if self.internal_deadline_on and self.call_closes_on and self.internal_deadline_on > self.call_closes_on:
            raise ValidationError({"internal_deadline_on": _("The call would be closed by then.")})
        if self.amount_received and self.amount_received > (self.amount_granted or 0):
            raise ValidationError({"amount_received": _("More would be received than was granted.")})


class FundingFile(Remembered):
    """A file of an application: the form as it was sent, the letter of the funder, the report."""

    funding = ParentalKey(Funding, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("document"),
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to=IN_BOARD_FILES,
    )

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["funding", "document"], name="funding_file_once")]

    def __str__(self) -> str:
        return str(self.document)

    def get_additional_data(self) -> dict[str, Any]:
        return {**super().get_additional_data(), "visibility": self.funding.visibility}
