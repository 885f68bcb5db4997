"""What the council decided: its number, its words, how it was voted."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.assemblies.enums import DecisionKind, DecisionResult, DecisionState, VoteOption
from crm.assemblies.models.agenda import AgendaItem
from crm.assemblies.models.assemblies import Assembly
from crm.assemblies.querysets import DecisionQuerySet
from crm.partners.domain.searching import searchable
from crm.partners.models import Person
from crm.partners.models.remembered import Remembered


class Decision(Remembered):
    """A resolution, an opinion, a brief, a recommendation or a letter (Popolo: Motion, with its VoteEvent)."""

    kind = models.CharField(_("kind"), max_length=16, choices=DecisionKind, default=DecisionKind.RESOLUTION)
    state = models.CharField(_("state"), max_length=10, choices=DecisionState, default=DecisionState.DRAFT)
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    rank = models.PositiveSmallIntegerField(null=True, editable=False)
    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)

    title = models.CharField(_("in one line"), max_length=200)
    considerations = models.TextField(_("whereas"), blank=True, help_text=_("A reason a line."))
    text = models.TextField(_("what is decided"), blank=True)
    item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    assembly = models.ForeignKey(
        Assembly, verbose_name=_("assembly"), null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    mover = models.ForeignKey(
        Person,
        verbose_name=_("moved by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="moved_decisions",
    )
    seconder = models.ForeignKey(
        Person,
        verbose_name=_("seconded by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seconded_decisions",
    )
    result = models.CharField(_("result"), max_length=10, choices=DecisionResult, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    voted_at = models.DateTimeField(_("voted at"), null=True, blank=True)
    is_closed_session = models.BooleanField(
        _("closed session"), default=False, help_text=_("Its words stay with the board; it never appears on the site.")
    )
    action_concerned = models.CharField(
        _("action of the plan"), max_length=200, blank=True, help_text=_("As written in the action plan.")
    )
    documents: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "wagtaildocs.Document", verbose_name=_("documents"), blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(default=timezone.now, editable=False)
    search_text = models.TextField(default="", blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-adopted_on", "-pk"]
        permissions = [("see_closed_session", "Can see what is said and decided in closed session")]
        indexes = [models.Index(fields=["state", "-adopted_on"], name="decision_state_when")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "rank"], condition=Q(rank__isnull=False), name="decision_rank_is_its_own"
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="decision_number_is_its_own"),
            models.CheckConstraint(
                condition=Q(state="adopted", rank__isnull=False, adopted_on__isnull=False)
                | ~Q(state="adopted") & Q(rank__isnull=True),
                name="decision_numbered_when_adopted",
                violation_error_message=_("A decision has a number once it is adopted, and only then."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with what the search reads."""
        lines = [
            self.number,
            self.title,
            *self.considerations.splitlines(),
            *self.text.splitlines(),
            self.action_concerned,
        ]
        self.search_text = searchable(lines)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)


class NumberSeries(models.Model):
    """How far the numbers of one series have come in one year; its row is locked while a number is taken."""

    kind = models.CharField(max_length=16, choices=DecisionKind)
    year = models.PositiveSmallIntegerField()
    last_rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="number_series_once_a_year")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class DecisionVote(Remembered):
    """How one person voted, written because they asked for it (Popolo: Vote)."""

    decision = models.ForeignKey(Decision, verbose_name=_("decision"), on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="recorded_votes"
    )
    option = models.CharField(_("vote"), max_length=8, choices=VoteOption, default=VoteOption.NO)

    class Meta:
        verbose_name = _("recorded vote")
        verbose_name_plural = _("recorded votes")
        ordering = ["decision", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "person"],
                name="one_vote_each",
                violation_error_message=_("This person’s vote is already written."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_option_display()})"
