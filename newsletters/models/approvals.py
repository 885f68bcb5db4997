"""Approval by a second person: which letters wait for it, and the workflow of Wagtail that carries it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import (
    DraftStateMixin,
    Revision,
    RevisionMixin,
    Task,
    TaskState,
    Workflow,
    WorkflowMixin,
    WorkflowState,
    WorkflowTask,
)
from wagtail.signals import workflow_approved

from crm.accounts.models import User
from crm.assemblies.models import Assembly

NAME = "Approbation par une deuxième personne"


@register_setting(icon="check", order=20)
class ApprovalRules(BaseGenericSetting):
    """Which letters a second person approves before they leave."""

    notices = models.BooleanField(
        _("notices of assembly"),
        default=True,
        help_text=_("A wrong day or place on a notice can undo what the assembly decides."),
    )
    newsletters = models.BooleanField(
        _("newsletters"),
        default=False,
        help_text=_("Each newsletter then waits until someone other than who wrote it has read it."),
    )

    panels = [FieldPanel("notices"), FieldPanel("newsletters")]

    class Meta:
        verbose_name = _("approval by a second person")
        default_permissions = ("change",)


class NoticeDraft(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """The notice of one assembly, from the moment when someone asks another person to approve it.

    It holds no words: they are read from the assembly each time, and what was approved is known by its fingerprint.
    """

    assembly = models.OneToOneField(Assembly, on_delete=models.CASCADE, related_name="notice_draft")

    class Meta:
        verbose_name = _("notice to be approved")
        verbose_name_plural = _("notices to be approved")
        default_permissions = ()

    def __str__(self) -> str:
        return gettext("Notice: %(assembly)s") % {"assembly": self.assembly}

    def get_workflow(self) -> Workflow:
        return approval_workflow()


class SecondReader(Task):
    """Whoever may approve, but who asked and who wrote last (`domain.approvals`).

    It is done on a screen of our own, which shows the letter: neither Wagtail's editor nor its panels offer it.
    """

    class Meta:
        verbose_name = _("reading by a second person")
        verbose_name_plural = _("readings by a second person")
        default_permissions = ()

    @classmethod
    def get_task_state_class(cls) -> type[TaskState]:
        return LetterReading


class LetterReading(TaskState):
    """One request to read a letter, and its answer.

    `fingerprint` is that of the words which were approved, composed as of `read_at`.
    """

    fingerprint = models.CharField(max_length=64, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text=_("When those who may approve were written to."))
    answer_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reading of a letter")
        verbose_name_plural = _("readings of letters")
        default_permissions = ()
        permissions = [("approve_letter", _("Can approve a letter that someone else wrote"))]

    def approve(self, user: User | None = None, update: bool = True, comment: str = "") -> TaskState:
        """Ends the workflow and publishes nothing: whoever approves need not have the right to publish."""
        super().approve(user=user, update=False, comment=comment)
        state = self.workflow_state
        state.status = WorkflowState.STATUS_APPROVED
        state.save()
        workflow_approved.send(sender=WorkflowState, instance=state, user=user)
        return self

    @property
    def subject(self) -> Any:
        """The newsletter, or the notice of an assembly."""
        found = self.workflow_state.content_object
        return getattr(found, "specific", found)

    @property
    def asked_by(self) -> User | None:
        return self.workflow_state.requested_by

    @property
    def latest_writer(self) -> User | None:
        """Who saved the latest words, where they are those of a person."""
        letter = self.workflow_state.content_object
        latest: Revision | None = letter.latest_revision if letter else None
        return latest.user if latest else None

    @property
    def is_waiting(self) -> bool:
        return bool(self.status == self.STATUS_IN_PROGRESS)

    @property
    def is_approved(self) -> bool:
        return bool(self.status == self.STATUS_APPROVED)

    @property
    def is_sent_back(self) -> bool:
        return bool(self.status == self.STATUS_REJECTED)


def approval_workflow() -> Workflow:
    """The one workflow of our letters, made when it is first asked for."""
    task = SecondReader.objects.filter(active=True).first() or SecondReader.objects.create(name=NAME)
    step = WorkflowTask.objects.select_related("workflow").filter(task=task.pk, workflow__active=True).first()
    if step is None:
        step = WorkflowTask.objects.create(workflow=Workflow.objects.create(name=NAME), task=task, sort_order=0)
    return step.workflow
