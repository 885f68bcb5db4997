"""The templates of the council's newsletters."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from newsletters.models import IssueTemplate
from newsletters.views.admin.columns import MomentColumn


class TemplateIndexView(IndexView):
    add_item_label = _("Add a template")


class DatesIt:
    """Says when a template was last changed."""

    form: Any

    def save_instance(self) -> Any:
        self.form.instance.changed_at = timezone.now()
        return super().save_instance()  # type: ignore[misc]


class TemplateCreateView(DatesIt, CreateView):
    pass


class TemplateEditView(DatesIt, EditView):
    pass


class IssueTemplateViewSet(ModelViewSet):
    model = IssueTemplate
    index_view_class = TemplateIndexView
    add_view_class = TemplateCreateView
    edit_view_class = TemplateEditView
    icon = "copy"
    name = "issue_templates"
    url_prefix = "modeles-d-infolettre"
    menu_label = _("Templates")
    form_fields = ["name", "body"]
    list_display = ["name", MomentColumn("changed_at", label=_("Changed"), sort_key="changed_at")]
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False
