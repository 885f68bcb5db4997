"""Registrations to an event: the desk and its questions, who asked for places, and the counts that stay afterwards."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from crm.events.enums import QuestionKind, RegistrationState
from crm.events.models.events import Event
from crm.events.querysets import RegistrationQuerySet

ACTIVE = (RegistrationState.REGISTERED, RegistrationState.WAITING, RegistrationState.OFFERED)


class RegistrationDesk(ClusterableModel):
    """Where one registers for an event: how many places there are, from when, until when, and what is asked."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="desk", verbose_name=_("event"))
    capacity = models.PositiveIntegerField(
        _("places in all"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as come. When it is full, people are put on a waiting list."),
    )
    most_places = models.PositiveSmallIntegerField(
        _("places at once"),
        default=6,
        validators=[MinValueValidator(1)],
        help_text=_("How many places one person may take for their family."),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True, help_text=_("Empty: at once."))
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True, help_text=_("Empty: when the event starts."))
    hold_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"),
        default=24,
        validators=[MinValueValidator(1)],
        help_text=_("A freed place is kept that long for the first in line, then offered to the next."),
    )
    keep_days = models.PositiveSmallIntegerField(
        _("days that names are kept"),
        default=30,
        help_text=_("So many days after the event, names and answers are destroyed; the counts stay."),
    )
    asks_age = models.BooleanField(
        _("ask whether the person is 14 or over"),
        default=True,
        help_text=_("The law wants a parent's consent under 14. Untick only when no child could register."),
    )
    asks_photo_consent = models.BooleanField(
        _("ask for consent to photographs"), default=False, help_text=_("A separate box, which nobody must tick.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # How many times someone left their turn to stand at the end of the line; newcomers stand behind them.
    last_turn = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("registration desk")
        verbose_name_plural = _("registration desks")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=models.F("opens_at")),
                name="desk_closes_after_opening",
                violation_error_message=_("Registration closes before it opens: check both times."),
            )
        ]

    def __str__(self) -> str:
        return str(self.event)

    @property
    def shuts_at(self) -> datetime:
        """When the last registration is taken."""
        return min(self.closes_at or self.event.starts_at, self.event.starts_at)


class Question(models.Model):
    """One of the few things that a volunteer needs to know: an allergy, a T-shirt size."""

    desk = ParentalKey(RegistrationDesk, on_delete=models.CASCADE, related_name="questions")
    label = models.CharField(_("question"), max_length=150)
    kind = models.CharField(_("answer"), max_length=10, choices=QuestionKind, default=QuestionKind.TEXT)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One a line, when there is a choice to make."))
    required = models.BooleanField(_("must be answered"), default=False)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    # Named as Wagtail's `Orderable` names it, so that the volunteer may drag the questions into order.
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def choice_list(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class Registration(models.Model):
    """What one person asked for themselves and theirs: so many places at one event.

    Whoever asked first has the smallest number, and the line goes by `turn`, then by number. `places` is what the
    person has, or would have; while an offer runs, `offered_places` of them are held. Destroyed some days after the
    event.
    """

    desk = models.ForeignKey(RegistrationDesk, on_delete=models.CASCADE, related_name="registrations")
    name = models.CharField(_("name"), max_length=120)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    places = models.PositiveSmallIntegerField(
        pgettext_lazy("seats", "places"), default=1, validators=[MinValueValidator(1)]
    )
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState)
    together = models.BooleanField(
        _("all or none"), default=False, help_text=_("Waits until there is room for everyone together.")
    )
    turn = models.PositiveIntegerField(default=0, editable=False)
    offered_places = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    offer_ends_at = models.DateTimeField(_("offer ends"), null=True, blank=True, editable=False)
    parent_name = models.CharField(_("parent's name"), max_length=120, blank=True)
    parent_contact = models.CharField(_("parent's telephone or e-mail"), max_length=254, blank=True)
    photo_statement = models.TextField(
        _("consent to photographs"), blank=True, help_text=_("The words that were agreed to; empty when they were not.")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    changed_at = models.DateTimeField(_("last change"), default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["pk"]
        permissions = [("export_registration", _("Can export registrations"))]
        indexes = [models.Index(fields=["state", "offer_ends_at"], name="registration_offers")]
        constraints = [
            models.UniqueConstraint(
                "desk",
                Lower("email"),
                condition=Q(state__in=ACTIVE) & ~Q(email=""),
                name="registration_once_an_address",
                violation_error_message=_("This address already has places, or waits for some."),
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="registration_has_a_place"),
            models.CheckConstraint(
                condition=Q(
                    Q(state=RegistrationState.OFFERED)
                    & Q(offer_ends_at__isnull=False)
                    & Q(offered_places__gte=1)
                    & Q(offered_places__lte=models.F("places"))
                )
                | Q(~Q(state=RegistrationState.OFFERED), offer_ends_at__isnull=True, offered_places__isnull=True),
                name="registration_offer_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def is_offered(self) -> bool:
        return self.state == RegistrationState.OFFERED

    @property
    def is_waiting(self) -> bool:
        return self.state == RegistrationState.WAITING

    @property
    def is_registered(self) -> bool:
        return self.state == RegistrationState.REGISTERED


class Answer(models.Model):
    """What one person answered to one question, beside the question as it was put."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, null=True, on_delete=models.SET_NULL, related_name="answers")
    asked = models.CharField(_("question"), max_length=150)
    text = models.CharField(_("answer"), max_length=500)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.question_id}"


class RegistrationTally(models.Model):
    """What stays when the names are destroyed: how many asked, came to have places, waited in vain, cancelled."""

    desk = models.OneToOneField(RegistrationDesk, on_delete=models.CASCADE, related_name="tally")
    registrations = models.PositiveIntegerField(_("registrations"))
    places = models.PositiveIntegerField(_("places taken"))
    waiting = models.PositiveIntegerField(_("waited in vain"))
    cancelled = models.PositiveIntegerField(_("cancelled"))
    forgotten_at = models.DateTimeField(_("names destroyed"))

    class Meta:
        verbose_name = _("counts of registrations")
        verbose_name_plural = _("counts of registrations")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.desk_id)
