"""The second reading of an item before it is published: Wagtail's workflow, ready without anyone setting it up."""

from __future__ import annotations

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from crm.accounts.policy import MATRIX, Capability

NAME = "Relecture de la mémoire"


def review_workflow() -> Workflow:
    """One reading by whoever may moderate the memory; made when it is first asked for."""
    step = WorkflowTask.objects.select_related("workflow").filter(workflow__name=NAME, workflow__active=True).first()
    if step is None:
        task = GroupApprovalTask.objects.create(name=NAME)
        readers = [role.value for role, held in MATRIX.items() if Capability.MODERATE in held]
        task.groups.set(Group.objects.filter(name__in=readers))
        step = WorkflowTask.objects.create(workflow=Workflow.objects.create(name=NAME), task=task, sort_order=0)
    return step.workflow
