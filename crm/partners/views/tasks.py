"""What is to be done: mine, or everyone's; done with one press, undone with another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import HeaderButton

from crm.accounts.models import User
from crm.partners.contact_forms import TaskForm
from crm.partners.domain.contacts import finish_task, reopen_task
from crm.partners.domain.due_words import due_words
from crm.partners.domain.need_words import day_words
from crm.partners.models import Task
from crm.partners.querysets import TaskQuerySet
from crm.partners.views.desk import DeskAct, DeskDelete, DeskEdit, DeskForm, DeskPage

TASKS_A_PAGE = 50


SEE_TASKS = "partners.view_task"


def tasks_for(user: User) -> TaskQuerySet:
    """Those that this person may see; whoever sees none by their role sees those that they were given."""
    found = Task.objects.visible(user).select_related("organization", "assignee", "done_by")
    return found if user.has_perm(SEE_TASKS) else found.filter(assignee=user)


def may_finish(user: User) -> bool:
    """Whether this person closes the tasks that they see: a role that reads them all and writes none does not."""
    return user.has_perm("partners.change_task") or not user.has_perm(SEE_TASKS)


@dataclass(frozen=True)
class TaskLine:
    """A task of the list, with its day in words."""

    task: Task
    day: str
    nearness: str
    is_late: bool


def line_of(task: Task, today: Any) -> TaskLine:
    if task.done_at:
        return TaskLine(task, day_words(timezone.localdate(task.done_at)), "", is_late=False)
    is_late = bool(task.due_on and task.due_on < today)
    return TaskLine(task, day_words(task.due_on) if task.due_on else "", due_words(task.due_on, today), is_late)


class TaskListView(DeskPage, TemplateView):
    """Mine and nobody's, or everyone's; to be done, or done lately. Whoever was given one sees their own."""

    template_name = "partners/desk/tasks.html"
    page_title = gettext_lazy("Tasks")
    header_icon = "tasks"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: User = request.user  # type: ignore[assignment]
        if not user.has_perm(SEE_TASKS) and not tasks_for(user).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("add"):
            return []
        return [HeaderButton(_("Add a task"), url=reverse("task:add"), icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: User = self.request.user  # type: ignore[assignment]
        whose = "all" if self.request.GET.get("whose") == "all" else "mine"
        is_done = self.request.GET.get("state") == "done"
        found = tasks_for(user)
        found = found.exclude(done_at=None).order_by("-done_at", "-pk") if is_done else found.to_do()
        found = found if whose == "all" else found.given_to(user)
        page = Paginator(found, TASKS_A_PAGE).get_page(self.request.GET.get("p"))
        today = timezone.localdate()
        return {
            **super().get_context_data(**kwargs),
            "lines": [line_of(task, today) for task in page],
            "page": page,
            "whose": whose,
            "is_done": is_done,
            "sees_others": user.has_perm(SEE_TASKS),
            "may_change": self.user_has_permission("change"),
            "may_finish": may_finish(user),
            "here": self.request.get_full_path(),
        }


class TaskPage(DeskPage):
    list_name = "task:index"
    list_label = gettext_lazy("Tasks")
    header_icon = "tasks"

    @cached_property
    def record(self) -> Task:
        return get_object_or_404(tasks_for(self.request.user), pk=self.kwargs["pk"])  # type: ignore[arg-type]


class AddTaskView(TaskPage, DeskForm):
    permission_required = "add"
    page_title = gettext_lazy("Add a task")
    form_class = TaskForm
    button = gettext_lazy("Add it")

    def get_initial(self) -> dict[str, Any]:
        return {"assignee": self.request.user, "organization": self.request.GET.get("organization")}

    def act(self, form: TaskForm) -> str:
        form.instance.created_by = self.request.user
        task = form.save()
        return _("“{task}” is among the tasks.").format(task=task)


class EditTaskView(TaskPage, DeskEdit):
    form_class = TaskForm
    delete_name = "task:delete"

    def act(self, form: TaskForm) -> str:
        return _("“{task}” is saved.").format(task=form.save())


class DeleteTaskView(TaskPage, DeskDelete):
    page_title = gettext_lazy("Delete a task")
    warning = gettext_lazy("“{record}” will be deleted. A task that was carried out is marked as done instead.")
    deleted = gettext_lazy("“{record}” is deleted.")


class TaskAct(DeskAct):
    list_name = "task:index"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_finish(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def task(self) -> Task:
        return get_object_or_404(tasks_for(self.request.user), pk=self.kwargs["pk"])  # type: ignore[arg-type]


class FinishTaskView(TaskAct):
    """Done; the message holds the button that undoes it."""

    def act(self) -> None:
        if finish_task(self.task, by=self.request.user, now=timezone.now()):  # type: ignore[arg-type]
            said = _("Done: {task}.").format(task=self.task)
            messages.success(self.request, with_undo(self.request, said, self.task))
        else:
            messages.info(self.request, _("“{task}” was done already.").format(task=self.task))


class ReopenTaskView(TaskAct):
    def act(self) -> None:
        reopen_task(self.task)
        messages.success(self.request, _("“{task}” is to be done again.").format(task=self.task))


def with_undo(request: HttpRequest, said: str, task: Task) -> SafeString:
    """A message with a button of its own, because to undo is a POST like the rest."""
    context = {
        "said": said,
        "url": reverse("task:reopen", args=[task.pk]),
        "token": get_token(request),
        "next": get_valid_next_url_from_request(request),
    }
    return mark_safe(render_to_string("partners/desk/undo.html", context))  # noqa: S308 # nosec: a template's output
