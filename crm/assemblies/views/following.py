"""The acts that follow a decision to its answer: sent, acknowledged, asked for again, answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.assemblies import decision_forms as forms
from crm.assemblies.domain.followups import (
    acknowledge,
    await_again,
    record_answer,
    remind_recipient,
    resume_asking,
    send_decision,
    stop_asking,
)
from crm.assemblies.enums import AnswerLevel
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.files import keep_document, place_document
from crm.assemblies.models import Decision, Sending
from crm.assemblies.views import actions
from crm.assemblies.views.acting import DecisionAct
from crm.partners.domain.need_words import day_words


class SendView(DecisionAct):
    action = actions.SEND
    form_class = forms.SendForm

    def get_initial(self) -> dict[str, Any]:
        """Whoever writes it is most often who sent it."""
        person = getattr(self.request.user, "person", None)
        return {**super().get_initial(), "sent_by": person.pk if person else None, "followed_by": self.request.user.pk}

    def consequences(self) -> list[str]:
        return [
            _("Nothing leaves by itself: you write down what you sent."),
            _("The days without an answer are counted from there, and you are reminded to ask again."),
            _("The public table says to whom it was sent, unless it was decided in closed session."),
        ]

    def act(self, form: Any) -> str:
        facts = form.cleaned_data
        sending = send_decision(
            self.decision,
            form.recipient,
            by=facts["sent_by"],
            on=facts["on"],
            channel=facts["channel"],
            remind_on=facts["remind_on"],
            followed_by=facts["followed_by"],
        )
        return _("It is written: sent to {recipient}.").format(recipient=sending.recipient)


class SendingAct(DecisionAct):
    """An act on one sending of a decision."""

    @cached_property
    def sending(self) -> Sending:
        seen = Sending.objects.seen_by(self.request.user).select_related("decision", "organization")
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    @cached_property
    def decision(self) -> Decision:
        return self.sending.decision

    @property
    def record(self) -> Any:
        return self.sending

    def facts(self) -> list[str]:
        days = self.sending.days_waited(self.today)
        waited = ngettext("{days} day without an answer.", "{days} days without an answer.", days).format(days=days)
        sent = _("Sent on {day}, {how}.").format(
            day=day_words(self.sending.sent_on), how=self.sending.get_channel_display().lower()
        )
        return [sent, waited if self.sending.is_waiting else ""]


class AcknowledgeView(SendingAct):
    action = actions.ACKNOWLEDGE
    form_class = forms.DayForm

    def consequences(self) -> list[str]:
        return [_("The answer itself is still awaited: the days go on being counted.")]

    def act(self, form: Any) -> str:
        acknowledge(self.sending, form.cleaned_data["on"])
        return _("It is written: they received it.")


class RemindView(SendingAct):
    action = actions.REMIND
    form_class = forms.RemindForm

    def consequences(self) -> list[str]:
        return [
            _("Nothing leaves by itself: you write down that you asked again."),
            _("The next time is counted from that day."),
        ]

    def act(self, form: Any) -> str:
        remind_recipient(self.sending, form.cleaned_data["on"], form.cleaned_data["channel"])
        return _("It is written: we asked again.")


class AnswerView(SendingAct):
    action = actions.ANSWER
    form_class = forms.AnswerForm

    def get_initial(self) -> dict[str, Any]:
        held = self.sending
        initial = {**super().get_initial(), "level": AnswerLevel.BOARD}
        if held.outcome:
            initial |= {"outcome": held.outcome, "on": held.closed_on, "text": held.answer, "level": held.answer_level}
        return initial

    def consequences(self) -> list[str]:
        return [
            _("The outcome shows in the public table, unless the decision is of a closed session."),
            _("Their words and their letter show there only where you say that everyone reads them."),
            _("No more reminder is asked of you."),
        ]

    def act(self, form: Any) -> str:
        record_answer(self.sending, form.answer(self._document(form)), form.cleaned_data["on"])
        return _("The answer is written.")

    def _document(self, form: Any) -> int | None:
        """The letter that was sent along, or the one that is there; where the answer is read, there it is kept."""
        file = form.cleaned_data["file"]
        if file and self.decision.is_closed_session:
            raise AssemblyRefused(_("A decision of a closed session has no document here."))
        is_public = form.cleaned_data["level"] == AnswerLevel.PUBLIC
        if file:
            title = _("Answer to {number}").format(number=self.decision.number)
            return int(keep_document(file, title, is_public=is_public, by=self.request.user).pk)
        if held := self.sending.answer_document:
            place_document(held, is_public=is_public)
        return self.sending.answer_document_id


class AwaitView(SendingAct):
    action = actions.AWAIT
    form_class = forms.ActForm

    def consequences(self) -> list[str]:
        return [_("The outcome and the answer are taken off; the days are counted again from the sending.")]

    def act(self, form: Any) -> str:
        await_again(self.sending)
        return _("An answer is awaited again.")


class StopView(SendingAct):
    action = actions.STOP
    form_class = forms.ActForm

    def consequences(self) -> list[str]:
        return [
            _("Nobody is reminded of it any more; you can be reminded again from its page."),
            _("The public table still says that an answer is awaited: write it, or that none came, to end that."),
        ]

    def act(self, form: Any) -> str:
        stop_asking(self.sending, self.today)
        return _("Nobody is reminded of it any more.")


class ResumeView(SendingAct):
    action = actions.RESUME
    form_class = forms.DayForm

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "on": self.today + timedelta(days=7)}

    def consequences(self) -> list[str]:
        return [_("The first screen and the letter of Monday remind you of it a week before that day.")]

    def act(self, form: Any) -> str:
        resume_asking(self.sending, form.cleaned_data["on"])
        return _("You will be reminded of it.")
