"""The assemblies in the admin: a list, a page that leads everywhere, and a short form."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from crm.assemblies.forms import AssemblyForm
from crm.assemblies.models import Assembly
from crm.assemblies.views import agenda, keeping, listing, page, planning
from crm.assemblies.views.election_paths import election_paths

# Wagtail's own views that would tell what this room tells with its own rules, or delete what must be kept.
LEFT_OUT = {"add", "delete", "usage", "history", "history_results", "copy"}


class AssemblyViewSet(ModelViewSet):
    """One line an assembly; it is planned by a form of its own and never deleted."""

    model = Assembly
    name = "assembly"
    url_prefix = "assemblees"
    icon = "group"
    menu_label = _("Assemblies")
    add_to_admin_menu = False
    index_view_class = listing.AssemblyListView
    edit_view_class = keeping.AssemblyEditView
    inspect_view_class = page.AssemblyPageView
    inspect_template_name = "assemblies/admin/assembly.html"
    filterset_class = listing.AssemblyFilterSet
    search_backend_name = None
    search_fields = ["event__search_text"]
    list_per_page = 30
    copy_view_enabled = False
    inspect_view_enabled = True
    edit_handler = ObjectList([FieldPanel("chair"), FieldPanel("secretary")], base_form_class=AssemblyForm)

    def get_common_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        common: dict[str, object] = super().get_common_view_kwargs(**kwargs)
        return {**common, "usage_url_name": None, "history_url_name": None, "delete_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name not in LEFT_OUT]
        return [
            *kept,
            *election_paths,
            path("planifier/", planning.PlanView.as_view(), name="add"),
            path("<int:pk>/ordre-du-jour/point/", agenda.ItemFormView.as_view(), name="add_item"),
            path("<int:pk>/ordre-du-jour/<int:item>/", agenda.ItemFormView.as_view(), name="item"),
            path("<int:pk>/ordre-du-jour/<int:item>/monter/", agenda.MoveItemView.as_view(steps=-1), name="item_up"),
            path(
                "<int:pk>/ordre-du-jour/<int:item>/descendre/", agenda.MoveItemView.as_view(steps=1), name="item_down"
            ),
            path("<int:pk>/ordre-du-jour/<int:item>/retirer/", agenda.TakeOffView.as_view(), name="item_off"),
            path("<int:pk>/ordre-du-jour/commencer/<str:template>/", agenda.BeginView.as_view(), name="begin_agenda"),
            path("<int:pk>/ordre-du-jour/reporter/", agenda.BringView.as_view(), name="bring_items"),
            path("preparer/<int:event>/", self.construct_view(planning.PrepareView), name="prepare"),
        ]
