"""What was agreed with a partner: how far it has come, and what each side gives."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from crm.partners.enums import ExchangeKind, PartnershipStage, Side, Visibility
from crm.partners.fields import DollarsField
from crm.partners.models.board_files import IN_BOARD_FILES
from crm.partners.models.clusters import Cluster
from crm.partners.models.organizations import Organization
from crm.partners.models.remembered import Remembered
from crm.partners.models.searched import Titled
from crm.partners.querysets import PartnershipQuerySet


class Partnership(Titled, Remembered, Cluster):
    """An understanding with one organization, from the first contact to its end."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="partnerships"
    )
    title = models.CharField(_("what it is about"), max_length=200)
    stage = models.CharField(_("stage"), max_length=12, choices=PartnershipStage, default=PartnershipStage.CONTACT)
    followed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("followed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_partnerships",
    )
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    agreement = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("agreement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to=IN_BOARD_FILES,
    )
    notes = models.TextField(_("notes for the board"), blank=True)
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.BOARD)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["organization__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="partnership_ends_after_start",
                violation_error_message=_("It ends before it starts: check both dates."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def words_to_search(self) -> list[str]:
        return [self.title]


class Exchange(Remembered):
    """Something that one side gives in a partnership."""

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="exchanges")
    side = models.CharField(_("who gives"), max_length=5, choices=Side, default=Side.THEM)
    kind = models.CharField(_("what"), max_length=12, choices=ExchangeKind, default=ExchangeKind.SERVICES)
    description = models.CharField(_("in a few words"), max_length=200, blank=True)
    amount = DollarsField(_("amount ($)"))

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        ordering = ["side", "pk"]

    def __str__(self) -> str:
        return self.description or self.get_kind_display()


class StageChange(models.Model):
    """A partnership moved from one stage to another: who, and when."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="stage_changes")
    before = models.CharField(max_length=12, choices=PartnershipStage)
    after = models.CharField(max_length=12, choices=PartnershipStage)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
