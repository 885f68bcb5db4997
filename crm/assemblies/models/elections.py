"""The election of an assembly: what is to be filled, who stands, what came out of it."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.assemblies.enums import BallotOrder, CandidacyState, ElectionState, TieWay
from crm.assemblies.models.assemblies import Assembly
from crm.partners.models import Membership, Person, Post
from crm.partners.models.remembered import Remembered


class Election(Remembered):
    """The neighbourhood chooses who sits: prepared, opened at the assembly, counted, proclaimed."""

    assembly = models.OneToOneField(
        Assembly, verbose_name=_("assembly"), on_delete=models.PROTECT, related_name="election"
    )
    state = models.CharField(_("state"), max_length=12, choices=ElectionState, default=ElectionState.PREPARING)
    chair = models.ForeignKey(
        Person,
        verbose_name=_("chair of the election"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="chaired_elections",
    )
    chair_words = models.CharField(
        _("chair of the election"), max_length=150, blank=True, help_text=_("As in “a councillor of the borough”.")
    )
    secretary = models.ForeignKey(
        Person,
        verbose_name=_("secretary of the election"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recorded_elections",
    )
    secretary_words = models.CharField(_("secretary of the election"), max_length=150, blank=True)
    order = models.CharField(
        _("order of the names on the ballot"), max_length=12, choices=BallotOrder, default=BallotOrder.DRAWN
    )
    # Anyone may redo the draw from it: it is written on the election's page.
    seed = models.PositiveIntegerField(_("number of the draw"), null=True, editable=False)
    keep_days = models.PositiveSmallIntegerField(
        _("days that names are kept"),
        default=30,
        validators=[MinValueValidator(1)],
        help_text=_("So many days after the assembly, electors and supporters are destroyed; the counts stay."),
    )
    residents = models.PositiveSmallIntegerField(_("residents"), default=0, editable=False)
    establishments = models.PositiveSmallIntegerField(_("representatives of establishments"), default=0, editable=False)
    ballots_given = models.PositiveSmallIntegerField(_("ballots given"), default=0, editable=False)
    # How many electors were in the room, from which moments: what stays once their names are destroyed.
    room_counts = models.JSONField(default=list, editable=False)
    ballots = models.PositiveSmallIntegerField(_("ballots in the box"), null=True, blank=True)
    spoiled = models.PositiveSmallIntegerField(_("spoiled ballots"), default=0)
    results = models.TextField(_("results"), blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    proclaimed_at = models.DateTimeField(null=True, editable=False)
    forgotten_at = models.DateTimeField(null=True, editable=False)
    officers_on = models.DateField(_("officers elected on"), null=True, blank=True)
    officers_words = models.CharField(_("decision that names the officers"), max_length=250, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["-assembly__event__starts_at", "-pk"]

    def __str__(self) -> str:
        return str(self.assembly)

    @property
    def is_proclaimed(self) -> bool:
        return self.state == ElectionState.PROCLAIMED

    @property
    def takes_candidacies(self) -> bool:
        return self.state == ElectionState.PREPARING


class ElectionSeat(Remembered):
    """A seat that this election fills, for how long."""

    election = models.ForeignKey(Election, verbose_name=_("election"), on_delete=models.CASCADE, related_name="seats")
    post = models.ForeignKey(Post, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="+")
    term_months = models.PositiveSmallIntegerField(
        _("length of this term, in months"),
        null=True,
        blank=True,
        help_text=_("Empty: the seat's own. A shorter one staggers the terms."),
    )
    filled_by = models.OneToOneField(
        Membership, null=True, editable=False, on_delete=models.SET_NULL, related_name="won_at"
    )

    class Meta:
        verbose_name = _("seat to fill")
        verbose_name_plural = _("seats to fill")
        ordering = ["election", "post__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["election", "post"], name="election_seat_once")]

    def __str__(self) -> str:
        return self.post.title

    @property
    def category(self) -> str:
        """Whom the seat is reserved for: candidates stand for that, not for one chair."""
        return self.post.reserved_for

    @property
    def months(self) -> int | None:
        return self.term_months or self.post.term_months


class Candidacy(Remembered):
    """Someone who stands for the seats of a category."""

    election = models.ForeignKey(
        Election, verbose_name=_("election"), on_delete=models.CASCADE, related_name="candidacies"
    )
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="candidacies")
    category = models.CharField(_("for the seats of"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=CandidacyState, default=CandidacyState.PROPOSED)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    rank = models.PositiveSmallIntegerField(_("place on the ballot"), default=0, editable=False)
    votes = models.PositiveSmallIntegerField(_("votes"), null=True, blank=True)
    won_tie = models.BooleanField(_("chosen between equals"), default=False)

    class Meta:
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        ordering = ["election", "rank", "received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "person"],
                name="candidacy_once",
                violation_error_message=_("This person already stands at this election."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class TieDecision(Remembered):
    """How equals were told apart, in the words of the minutes; without it nothing is proclaimed."""

    election = models.ForeignKey(Election, verbose_name=_("election"), on_delete=models.CASCADE, related_name="ties")
    category = models.CharField(_("for the seats of"), max_length=120, blank=True)
    way = models.CharField(_("how"), max_length=12, choices=TieWay)
    words = models.CharField(_("how it went"), max_length=500)
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("decision between equals")
        verbose_name_plural = _("decisions between equals")
        ordering = ["election", "category"]
        constraints = [models.UniqueConstraint(fields=["election", "category"], name="election_tie_once")]

    def __str__(self) -> str:
        return self.words
