"""Tasks: the list, the form, and the two buttons that close and reopen one."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from crm.partners.models import Task
from crm.partners.views import tasks
from crm.partners.viewsets.desk import DeskViewSet


class TaskViewSet(DeskViewSet):
    model = Task
    name = "task"
    url_prefix = "taches"
    icon = "tasks"
    menu_label = _("Tasks")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(tasks.TaskListView), name="index"),
            path("ajouter/", self.construct_view(tasks.AddTaskView), name="add"),
            path("<int:pk>/", self.construct_view(tasks.EditTaskView), name="edit"),
            path("<int:pk>/supprimer/", self.construct_view(tasks.DeleteTaskView), name="delete"),
            path("<int:pk>/faite/", self.construct_view(tasks.FinishTaskView), name="finish"),
            path("<int:pk>/a-refaire/", self.construct_view(tasks.ReopenTaskView), name="reopen"),
        ]
