"""What the council decided: its number, its words, how it was voted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, ProtectedError, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from crm.assemblies.domain.reasons import reason_words
from crm.assemblies.enums import DecisionKind, DecisionResult, DecisionState, VoteOption
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models.agenda import AgendaItem
from crm.assemblies.models.assemblies import Assembly
from crm.assemblies.querysets import DecisionQuerySet
from crm.partners.domain.searching import searchable
from crm.partners.enums import Visibility
from crm.partners.models import Person
from crm.partners.models.remembered import Remembered

# What a number stands for, and what it says: `crm.assemblies.lasting_words` has the database keep both.
NUMBERED = ("state", "kind", "year", "rank", "number", "adopted_on", "item_id", "assembly_id")
SAID = ("title", "considerations", "text", "result", "votes_for", "votes_against", "abstentions", "voted_at")


class Decision(Remembered, ClusterableModel):
    """A resolution, an opinion, a brief, a recommendation or a letter (Popolo: Motion, with its VoteEvent)."""

    kind = models.CharField(_("kind"), max_length=16, choices=DecisionKind, default=DecisionKind.RESOLUTION)
    state = models.CharField(_("state"), max_length=10, choices=DecisionState, default=DecisionState.DRAFT)
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    rank = models.PositiveSmallIntegerField(null=True, editable=False)
    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    is_from_before = models.BooleanField(default=False, editable=False)  # numbered before Parvis, in its own way

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
    # From then on only a dated erratum says otherwise: its minutes are adopted, or it was numbered outside an assembly.
    is_sealed = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(default=timezone.now, editable=False)
    search_text = models.TextField(default="", blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        # As `in_order` says: what has no day first, whatever the database thinks of empty dates.
        ordering = [F("adopted_on").desc(nulls_first=True), F("rank").desc(nulls_last=True), "-pk"]
        permissions = [
            ("see_closed_session", "Can see what is said and decided in closed session"),
            ("export_decisions", "Can export decisions and what became of them"),
        ]
        indexes = [models.Index(fields=["state", "-adopted_on"], name="decision_state_when")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "rank"], condition=Q(rank__isnull=False), name="decision_rank_is_its_own"
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="decision_number_is_its_own"),
            models.CheckConstraint(
                condition=Q(state="adopted", adopted_on__isnull=False)
                & ~Q(number="")
                & (Q(rank__isnull=False) | Q(is_from_before=True))
                | ~Q(state="adopted") & Q(rank__isnull=True, number=""),
                name="decision_numbered_when_adopted",
                violation_error_message=_("A decision has a number once it is adopted, and only then."),
            ),
            models.CheckConstraint(
                condition=Q(number="") | Q(item__isnull=False) | Q(is_sealed=True),
                name="decision_outside_an_assembly_is_sealed_with_its_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a draft; a number that was given is never missing from the register."""
        if self.state == DecisionState.ADOPTED:
            raise ProtectedError("an adopted decision keeps its number", {self})
        return super().delete(*args, **kwargs)

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any) -> Self:
        """The row, which remembers what it must keep."""
        decision = super().from_db(db, field_names, values, **kwargs)
        known = vars(decision)
        if known.get("number") or known.get("is_sealed"):
            decision._kept = {name: known[name] for name in (*NUMBERED, *SAID, "version") if name in known}
        return decision

    def get_absolute_url(self) -> str:
        """Its page in the public register; stable, because its number is."""
        return reverse("decision", args=[self.number])

    @property
    def is_public(self) -> bool:
        return self.state == DecisionState.ADOPTED and not self.is_closed_session

    @property
    def visibility(self) -> str:
        """Who reads its history: that of a closed session is not for whoever sees what is for the board."""
        return Visibility.PRIVATE if self.is_closed_session else Visibility.BOARD

    @property
    def reasons(self) -> list[str]:
        """What follows « considérant », reason by reason."""
        return [reason_words(line) for line in self.considerations.splitlines() if line.strip()]

    @property
    def decided_on(self) -> date | None:
        """When it was adopted; before that, the day of its assembly."""
        return self.adopted_on or (self.assembly.held_on if self.assembly else None)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with what the search reads; refuses to change what must stay."""
        self._check_kept(getattr(self, "_kept", {}))
        self.modified_at = timezone.now()
        lines = [
            self.number,
            self.title,
            *self.considerations.splitlines(),
            *self.text.splitlines(),
            self.action_concerned,
        ]
        self.search_text = searchable(lines)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text", "modified_at"}
        super().save(*args, **kwargs)

    def _check_kept(self, kept: dict[str, Any]) -> None:
        """Its number never changes; what it says, by `domain.deciding` alone, which moves the version, until sealed."""
        changed = {name for name, value in kept.items() if getattr(self, name) != value}
        if changed.intersection(NUMBERED) or (
            changed.intersection(SAID) and (self.is_sealed or "version" not in changed)
        ):
            raise AssemblyRefused(gettext("The words of an adopted decision do not change: write a dated erratum."))


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

    decision = ParentalKey(Decision, verbose_name=_("decision"), on_delete=models.CASCADE, related_name="votes")
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

    @property
    def visibility(self) -> str:
        return self.decision.visibility


class DecisionErratum(Remembered):
    """What an adopted decision should have said, written beside it on a day."""

    decision = models.ForeignKey(Decision, verbose_name=_("decision"), on_delete=models.PROTECT, related_name="errata")
    dated_on = models.DateField(_("dated"))
    text = models.TextField(_("what to read"), help_text=_("As in: read “rue des Tailleurs”, not “rue des Tanneurs”."))
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("erratum of a decision")
        verbose_name_plural = _("errata of decisions")
        ordering = ["dated_on", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def visibility(self) -> str:
        return self.decision.visibility
