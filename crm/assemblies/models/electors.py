"""Who supports a candidacy and who votes: names kept a few days, and never in the history, which outlives them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.assemblies.enums import ElectorKind
from crm.assemblies.models.elections import Candidacy, Election
from crm.partners.domain.folding import fold


class Supporter(models.Model):
    """Someone who signed for a candidacy: a name and an address, as asked of an elector, and nothing more."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name=_("candidacy"), on_delete=models.CASCADE, related_name="supporters"
    )
    name = models.CharField(_("name"), max_length=150)
    address = models.CharField(_("address"), max_length=200, blank=True)
    name_key = models.CharField(max_length=150, editable=False)

    class Meta:
        verbose_name = _("supporter")
        verbose_name_plural = _("supporters")
        ordering = ["candidacy", "name_key"]
        constraints = [models.UniqueConstraint(fields=["candidacy", "name_key"], name="supporter_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = fold(self.name)
        super().save(*args, **kwargs)


class Elector(models.Model):
    """Someone who votes: a resident, or who represents an establishment; one vote a person."""

    election = models.ForeignKey(
        Election, verbose_name=_("election"), on_delete=models.CASCADE, related_name="electors"
    )
    kind = models.CharField(_("votes as"), max_length=15, choices=ElectorKind, default=ElectorKind.RESIDENT)
    name = models.CharField(_("name"), max_length=150)
    place = models.CharField(
        _("address, or name of the establishment"), max_length=200, help_text=_("In the neighbourhood.")
    )
    proof = models.CharField(
        _("proof seen"), max_length=150, help_text=_("In words, never its number: “driver’s licence”, “bill”, “lease”.")
    )
    name_key = models.CharField(max_length=150, editable=False)
    place_key = models.CharField(max_length=200, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    checked_at = models.DateTimeField(_("checked"), default=timezone.now, editable=False)
    ballot_given_at = models.DateTimeField(_("ballot given"), null=True, editable=False)

    class Meta:
        verbose_name = _("elector")
        verbose_name_plural = _("electors")
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["election", "name_key", "place_key"], name="elector_has_one_vote")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key, self.place_key = fold(self.name), fold(self.place)
        super().save(*args, **kwargs)

    @property
    def left_at(self) -> datetime | None:
        """Since when they are out of the room; None for who is in it."""
        return next((out.left_at for out in self.absences.all() if out.back_at is None), None)


class ElectorAbsence(models.Model):
    """From when to when an elector was out of the room; who has not come back has no return."""

    elector = models.ForeignKey(Elector, verbose_name=_("elector"), on_delete=models.CASCADE, related_name="absences")
    left_at = models.DateTimeField(_("left"))
    back_at = models.DateTimeField(_("back"), null=True, blank=True)

    class Meta:
        verbose_name = _("absence of an elector")
        verbose_name_plural = _("absences of electors")
        default_permissions = ()
        ordering = ["elector", "left_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["elector"], condition=models.Q(back_at__isnull=True), name="elector_is_out_once"
            ),
            models.CheckConstraint(
                condition=models.Q(back_at__isnull=True) | models.Q(back_at__gte=models.F("left_at")),
                name="elector_is_back_after_leaving",
            ),
        ]

    def __str__(self) -> str:
        return str(self.elector)
