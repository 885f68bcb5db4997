"""The forms of who chairs an assembly, and of the rules of the by-laws."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from crm.assemblies.domain.bylaw_words import amount_words, standing_words
from crm.assemblies.models import Bylaw


class AssemblyEditView(generic.EditView):
    """Who chairs, and who takes the minutes."""

    error_message = gettext_lazy("Nothing is saved yet: see what is marked below.")

    def get_success_url(self) -> str:
        return reverse("assembly:inspect", args=[self.object.pk])

    def get_success_message(self) -> str:
        return _("“{title}” is saved.").format(title=self.object)

    def get_success_buttons(self) -> list[Any]:
        return []

    can_delete = False


class BylawListView(generic.IndexView):
    """Every rule, those in force today said so: a rule that changed is kept, with its days."""

    page_title = gettext_lazy("Rules of the by-laws")
    add_item_label = gettext_lazy("Add a rule")
    table_classname = "listing listing--records"

    @cached_property
    def columns(self) -> list[Column]:
        today, rules = timezone.localdate(), list(Bylaw.objects.all())
        return [
            self._get_title_column("get_kind_display", label=gettext_lazy("Rule")),
            Column(
                "assembly_kind",
                label=gettext_lazy("For which assembly"),
                accessor=lambda one: one.get_assembly_kind_display() or _("All"),
            ),
            Column("amount", label=gettext_lazy("Number"), accessor=amount_words),
            Column("standing", label=gettext_lazy("In force"), accessor=lambda one: standing_words(one, rules, today)),
            Column("source", label=gettext_lazy("Source"), accessor="source"),
        ]

    def _get_title_column(self, field_name: str, **kwargs: Any) -> Column:
        column = super()._get_title_column("__str__")
        column.label, column.accessor, column.sort_key = kwargs["label"], field_name, "kind"
        return column

    def get_base_queryset(self) -> QuerySet[Bylaw]:
        return Bylaw.objects.all()


class BylawFormMixin:
    error_message = gettext_lazy("Nothing is saved yet: see what is marked below.")
    object: Bylaw

    def get_success_message(self, instance: Any = None) -> str:
        return _("“{title}” is saved.").format(title=self.object)

    def get_success_buttons(self) -> list[Any]:
        return []


class BylawAddView(BylawFormMixin, generic.CreateView):
    page_title = gettext_lazy("Add a rule")

    def get_page_subtitle(self) -> str:
        return ""


class BylawEditView(BylawFormMixin, generic.EditView):
    """To correct what was typed; a rule that changes is a new one, from its day."""
