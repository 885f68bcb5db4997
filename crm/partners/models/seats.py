"""Seats on boards, and who holds them from when to when (Popolo: Post, Membership)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.tenure import Answer, Tenure, tenure_of
from crm.partners.enums import Capacity, Visibility, WayIn
from crm.partners.fields import PartialDateField
from crm.partners.models.organizations import Organization
from crm.partners.models.people import Person
from crm.partners.models.remembered import Remembered
from crm.partners.models.searched import Titled
from crm.partners.querysets import MembershipQuerySet, PostQuerySet


class Post(Titled, Remembered):
    """A seat, which exists without its holder: so a vacant one shows."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="posts"
    )
    title = models.CharField(_("title"), max_length=150)
    held_for = models.ForeignKey(
        Organization,
        verbose_name=_("seat of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outside_posts",
        help_text=_("The organization that sends someone to this seat: our council, most often."),
    )
    is_on_board = models.BooleanField(_("on the board"), default=True)
    is_voting = models.BooleanField(_("with a vote"), default=True)
    reserved_for = models.CharField(
        _("reserved for"), max_length=120, blank=True, help_text=_("As in “a resident” or “an establishment”.")
    )
    way_in = models.CharField(_("how one comes to it"), max_length=12, choices=WayIn, default=WayIn.ELECTED)
    term_months = models.PositiveSmallIntegerField(_("length of a term, in months"), null=True, blank=True)
    starts_on = PartialDateField(_("created"), blank=True)
    ends_on = PartialDateField(_("abolished"), blank=True)
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    notes = models.TextField(_("notes for the board"), blank=True)
    position = models.PositiveSmallIntegerField(_("order in the list"), default=0)
    start_min = models.DateField(editable=False)
    end_max = models.DateField(editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["organization", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.organization})"

    def words_to_search(self) -> list[str]:
        return [self.title, self.reserved_for]

    def save(self, *args: Any, **kwargs: Any) -> None:
        tenure = tenure_of(self.starts_on, self.ends_on)
        self.start_min, self.end_max = tenure.start_min, tenure.end_max
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "start_min", "end_max"}
        super().save(*args, **kwargs)


class Membership(Remembered):
    """A person in an organization, perhaps in a seat, from a date to a date, as far as it is known."""

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="memberships"
    )
    post = models.ForeignKey(
        Post, verbose_name=_("seat"), null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=150, blank=True, help_text=_("As in “president” or “coordinator”."))
    starts_on = PartialDateField(_("since"), blank=True)
    ends_on = PartialDateField(_("until"), blank=True)
    end_is_unknown = models.BooleanField(_("nobody knows whether it still lasts"), default=False)
    term_ends_on = PartialDateField(_("the term ends"), blank=True)
    on_behalf_of = models.ForeignKey(
        Organization,
        verbose_name=_("on behalf of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delegations",
    )
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity, default=Capacity.OWN_NAME)
    mandate = models.TextField(_("mandate"), blank=True, help_text=_("What this person is asked to carry there."))
    next_report_on = models.DateField(_("next report due"), null=True, blank=True)
    source = models.CharField(
        _("source"),
        max_length=250,
        blank=True,
        help_text=_("Where this is known from: minutes, a web address, a call."),
    )
    appointed_by = models.CharField(_("appointed by"), max_length=200, blank=True, help_text=_("The decision."))
    ended_by = models.CharField(_("ended by"), max_length=200, blank=True, help_text=_("The decision or the reason."))
    last_verified_on = models.DateField(_("last verified"), null=True, blank=True)
    last_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    renews = models.OneToOneField(
        "self",
        verbose_name=_("renews"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="renewal",
    )
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.BOARD)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # What the dates leave: see `crm.partners.domain.tenure`. Queries read these, and never guess.
    start_min = models.DateField(editable=False)
    start_max = models.DateField(editable=False)
    end_min = models.DateField(editable=False)
    end_max = models.DateField(editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-end_max", "-start_max", "pk"]
        indexes = [
            models.Index(fields=["organization", "start_min", "end_max"], name="membership_org_when"),
            models.Index(fields=["person", "start_min", "end_max"], name="membership_person_when"),
            models.Index(fields=["-end_max", "-start_max", "id"], name="membership_latest_first"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_max__gte=models.F("start_min")),
                name="membership_ends_after_start",
                violation_error_message=_("It ends before it starts: check both dates."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(end_is_unknown=False),
                name="membership_end_known_or_not",
                violation_error_message=_("Give the end, or say that it is not known; not both."),
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.person}, {self.label} ({self.organization})"
            if self.label
            else f"{self.person} ({self.organization})"
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the bounds that the dates leave."""
        self.bound()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *BOUNDS}
        super().save(*args, **kwargs)

    def bound(self) -> None:
        """Set the four days that the dates leave, for those who save many at once."""
        bounds = self.tenure
        for name in BOUNDS:
            setattr(self, name, getattr(bounds, name))

    def clean(self) -> None:
        """Refuses what cannot be: a seat of another organization, an end before the start, the same twice."""
        super().clean()
        if self.post and self.organization_id and self.post.organization_id != self.organization_id:
            raise ValidationError({"post": _("This seat is in another organization.")})
        if self.ends_on and self.end_is_unknown:
            raise ValidationError({"end_is_unknown": _("Give the end, or say that it is not known; not both.")})
        if self.starts_on and self.ends_on and self.ends_on.latest < self.starts_on.earliest:
            raise ValidationError({"ends_on": _("It ends before it starts: check both dates.")})
        if self.person_id and self.organization_id and type(self).objects.same_as(self).exists():
            raise ValidationError(
                _("This person already holds this place at that time. Correct that membership, or end it first."),
                code="overlap",
            )

    @property
    def label(self) -> str:
        """What this person is there."""
        return self.role or (self.post.title if self.post else "")

    @property
    def tenure(self) -> Tenure:
        """From when to when, with what is not known."""
        return tenure_of(
            self.starts_on,
            self.ends_on,
            end_is_unknown=self.end_is_unknown,
            term_ends_on=self.term_ends_on,
            verified_on=self.last_verified_on,
        )

    def is_current(self, on: date) -> Answer:
        """Whether it lasts on that day: yes, no, or nobody can say."""
        return self.tenure.on(on)


BOUNDS = ("start_min", "start_max", "end_min", "end_max")
