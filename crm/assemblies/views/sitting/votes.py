"""Presses about what is put to the vote: its words, the vote, who asks to be named."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from crm.assemblies.domain.deciding import write_decision
from crm.assemblies.domain.proposals import propose_decision, strike_decision
from crm.assemblies.domain.voting import Ballot, moment_of_vote, name_vote, record_vote, strike_vote, voters
from crm.assemblies.enums import DecisionResult, VoteOption
from crm.assemblies.models import AgendaItem, Decision, DecisionVote
from crm.assemblies.sitting_forms import DecisionForm, NamedVoteForm, OneMoreForm, VoteForm
from crm.assemblies.views.sitting.acts import CLOSED, TableAct
from crm.assemblies.views.sitting.items import ItemAct


class OneMoreView(ItemAct):
    form_class = OneMoreForm
    key = "more"

    def act(self, form: Any) -> None:
        propose_decision(self.item, form.cleaned_data["title"])


class DecisionAct(TableAct):
    decision: Decision
    item: AgendaItem

    def load(self) -> None:
        decisions = Decision.objects.filter(item__isnull=False).select_related("item__assembly__event")
        self.decision = get_object_or_404(decisions, pk=self.kwargs["pk"])
        if self.decision.is_closed_session and not self.request.user.has_perm(CLOSED):
            raise PermissionDenied
        self.item = self.decision.item  # type: ignore[assignment]
        self.assembly = self.item.assembly

    def form_key(self) -> str:
        return f"decision-{self.decision.pk}"

    @property
    def moment(self) -> datetime:
        return self.decision.voted_at or moment_of_vote(self.assembly, timezone.now())


class WordsView(DecisionAct):
    form_class = DecisionForm
    saves_words = True

    def form_kwargs(self) -> dict[str, Any]:
        return {"decision": self.decision, "able": voters(self.item, self.moment)}

    def act(self, form: Any) -> Decision:
        return write_decision(self.decision, form.cleaned_data["version"], **form.words())


class VoteView(DecisionAct):
    """The words as they stand on the screen, and the vote, at once or not at all."""

    form_class = VoteForm

    def form_kwargs(self) -> dict[str, Any]:
        return {"decision": self.decision, "able": voters(self.item, self.moment)}

    @transaction.atomic
    def act(self, form: Any) -> None:
        written = form.cleaned_data
        decision = write_decision(self.decision, written["version"], **form.words())
        counts = {name: written[name] for name in ("votes_for", "votes_against", "abstentions")}
        ballot = Ballot(DecisionResult(written["result"]), written["mover"], written["seconder"], **counts)
        record_vote(decision, decision.version, ballot, self.moment, knowing=written["knowing"])


class StrikeDecisionView(DecisionAct):
    def act(self, form: Any) -> None:
        strike_decision(self.decision)


class NameVoteView(DecisionAct):
    form_class = NamedVoteForm

    def act(self, form: Any) -> None:
        name_vote(self.decision, form.cleaned_data["person"], VoteOption(form.cleaned_data["option"]), self.moment)


class StrikeVoteView(DecisionAct):
    def load(self) -> None:
        votes = DecisionVote.objects.select_related("decision__item__assembly__event")
        self.vote = get_object_or_404(votes, pk=self.kwargs["pk"])
        self.decision = self.vote.decision
        if self.decision.is_closed_session and not self.request.user.has_perm(CLOSED):
            raise PermissionDenied
        self.item = self.decision.item  # type: ignore[assignment]
        self.assembly = self.item.assembly

    def act(self, form: Any) -> None:
        strike_vote(self.vote)
