"""Presses about one item: to go there, what becomes of it, what was said, who withdrew, what the public asks."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone

from crm.assemblies.domain.conflicts import declare_conflict, strike_conflict
from crm.assemblies.domain.questions import ask_question, strike_question, write_question
from crm.assemblies.domain.sitting import finish_item, go_to_item, settle_item, write_discussion
from crm.assemblies.enums import ItemState
from crm.assemblies.models import AgendaItem, ConflictDeclaration, PublicQuestion
from crm.assemblies.sitting_forms import AskForm, ConflictForm, DiscussionForm, QuestionForm, StateForm
from crm.assemblies.views.sitting.acts import TableAct


class ItemAct(TableAct):
    item: AgendaItem

    def load(self) -> None:
        self.item = get_object_or_404(AgendaItem.objects.select_related("assembly__event"), pk=self.kwargs["pk"])
        self.assembly = self.item.assembly


class GoView(ItemAct):
    key = "point"

    def act(self, form: Any) -> None:
        go_to_item(self.item)


class FinishView(ItemAct):
    key = "point"

    def act(self, form: Any) -> None:
        following = finish_item(self.item)
        self.item = following or self.item


class SettleView(ItemAct):
    form_class = StateForm
    key = "point"

    def act(self, form: Any) -> None:
        settle_item(self.item, ItemState(form.cleaned_data["state"]))


class DiscussionView(ItemAct):
    form_class = DiscussionForm
    saves_words = True

    def form_key(self) -> str:
        return f"discussion-{self.item.pk}"

    def act(self, form: Any) -> AgendaItem:
        return write_discussion(self.item, form.cleaned_data["version"], form.cleaned_data["discussion"])


class DeclareView(ItemAct):
    form_class = ConflictForm
    key = "conflict"

    def act(self, form: Any) -> None:
        written = form.cleaned_data
        moment = form.moment(self.assembly, timezone.now())
        declare_conflict(self.item, written["person"], written["nature"], moment, withdrew=not written["stays"])


class AskView(ItemAct):
    form_class = AskForm
    key = "ask"

    def act(self, form: Any) -> None:
        ask_question(self.item, form.cleaned_data["question"], form.moment(self.assembly, timezone.now()))


class StrikeConflictView(TableAct):
    key = "conflict"

    def load(self) -> None:
        declared = ConflictDeclaration.objects.select_related("item__assembly__event")
        self.declared = get_object_or_404(declared, pk=self.kwargs["pk"])
        self.item = self.declared.item
        self.assembly = self.declared.item.assembly

    def act(self, form: Any) -> None:
        strike_conflict(self.declared)


class QuestionAct(TableAct):
    def load(self) -> None:
        questions = PublicQuestion.objects.select_related("item__assembly__event")
        self.question = get_object_or_404(questions, pk=self.kwargs["pk"])
        self.item = self.question.item
        self.assembly = self.question.item.assembly


class QuestionView(QuestionAct):
    form_class = QuestionForm
    saves_words = True

    def form_key(self) -> str:
        return f"question-{self.question.pk}"

    def form_kwargs(self) -> dict[str, Any]:
        return {"people": self.people()}

    def act(self, form: Any) -> PublicQuestion:
        return write_question(self.question, form.cleaned_data["version"], **form.words())


class StrikeQuestionView(QuestionAct):
    key = "ask"

    def act(self, form: Any) -> None:
        strike_question(self.question)
