"""How often partners should hear from us, and whom we neglect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from crm.accounts.models import User
from crm.partners.contact_forms import CadenceForm
from crm.partners.domain.cadence import Standing, is_quiet
from crm.partners.domain.cadence_proposals import proposed_cadences, set_proposed_cadences
from crm.partners.domain.contacts import Attention, partners_by_attention
from crm.partners.domain.due_words import due_words
from crm.partners.domain.need_words import day_words
from crm.partners.enums import CadenceMode
from crm.partners.models import Cadence
from crm.partners.views.desk import DeskAct, DeskDelete, DeskEdit, DeskForm, DeskPage


def months_words(months: int) -> str:
    return ngettext("%(months)d month", "%(months)d months", months) % {"months": months}


@dataclass(frozen=True)
class PartnerLine:
    """A partner whom a cadence concerns, in words."""

    attention: Attention
    last: str
    ideal: str
    latest: str
    nearness: str
    must_be_in_person: bool


@dataclass(frozen=True)
class Group:
    """The partners where we stand alike."""

    standing: Standing
    title: str | Promise
    lines: list[PartnerLine]


TITLES = {
    Standing.LATE: gettext_lazy("Late"),
    Standing.SOON: gettext_lazy("Soon"),
    Standing.ON_TIME: gettext_lazy("On time"),
}


def partner_line(one: Attention, today: Any) -> PartnerLine:
    due = one.due
    return PartnerLine(
        attention=one,
        last=day_words(due.last) if due.last else "",
        ideal=day_words(due.ideal_on),
        latest=day_words(due.late_after),
        nearness=due_words(due.late_after, today) if one.standing == Standing.LATE else "",
        must_be_in_person=due.rule.mode == CadenceMode.IN_PERSON,
    )


class NeglectedView(DeskPage, TemplateView):
    """« À qui donner des nouvelles »: the late first, each with the button that puts it right."""

    permission_required = "view"
    template_name = "partners/desk/neglected.html"
    page_title = gettext_lazy("Who should hear from us")
    header_icon = "group"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("The cadences"), url=reverse("cadence:index"), icon_name="history")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: User = self.request.user  # type: ignore[assignment]
        today = timezone.localdate()
        is_mine = self.request.GET.get("whose") == "mine"
        partners = partners_by_attention(today)
        shown = [one for one in partners if not is_mine or one.organization.followed_by_id == user.pk]
        groups = [
            Group(standing, TITLES[standing], [partner_line(one, today) for one in shown if one.standing == standing])
            for standing in TITLES
        ]
        return {
            **super().get_context_data(**kwargs),
            "groups": [group for group in groups if group.lines],
            "has_partners": bool(partners),
            "is_mine": is_mine,
            "is_quiet": is_quiet(today),
            "may_note": user.has_perm("partners.add_interaction"),
            "here": self.request.get_full_path(),
        }


class CadenceListView(DeskPage, TemplateView):
    """Few enough to be read on one screen."""

    permission_required = "view"
    template_name = "partners/desk/cadences.html"
    page_title = gettext_lazy("Cadences")
    header_icon = "history"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("add"):
            return []
        return [HeaderButton(_("Add a cadence"), url=reverse("cadence:add"), icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cadences = [
            (cadence, months_words(cadence.ideal_months), months_words(cadence.longest_months))
            for cadence in Cadence.objects.select_related("organization").order_by("organization__name", "kind", "mode")
        ]
        proposed = [] if cadences else proposed_cadences()
        return {
            **super().get_context_data(**kwargs),
            "proposed": [(one, months_words(one.ideal_months), months_words(one.longest_months)) for one in proposed],
            "may_add": self.user_has_permission("add"),
            "of_kinds": [row for row in cadences if row[0].organization_id is None],
            "of_partners": [row for row in cadences if row[0].organization_id is not None],
            "may_change": self.user_has_permission("change"),
        }


class ProposedCadencesView(DeskAct):
    """One press: the proposed cadences are set; what someone had chosen stays, a second press sets nothing."""

    permission_required = "add"
    list_name = "cadence:index"

    def act(self) -> None:
        count = set_proposed_cadences()
        said = ngettext("%(count)d cadence is set.", "%(count)d cadences are set.", count)
        messages.success(self.request, said % {"count": count})


class CadencePage(DeskPage):
    list_name = "cadence:index"
    list_label = gettext_lazy("Cadences")
    header_icon = "history"

    @cached_property
    def record(self) -> Cadence:
        return get_object_or_404(Cadence.objects.select_related("organization"), pk=self.kwargs["pk"])


class AddCadenceView(CadencePage, DeskForm):
    permission_required = "add"
    page_title = gettext_lazy("Add a cadence")
    form_class = CadenceForm
    button = gettext_lazy("Add it")

    def get_initial(self) -> dict[str, Any]:
        return {"organization": self.request.GET.get("organization"), "ideal_months": 3, "longest_months": 6}

    def act(self, form: CadenceForm) -> str:
        return _("The cadence “{cadence}” is set.").format(cadence=form.save())


class EditCadenceView(CadencePage, DeskEdit):
    form_class = CadenceForm
    delete_name = "cadence:delete"

    def act(self, form: CadenceForm) -> str:
        return _("The cadence “{cadence}” is set.").format(cadence=form.save())


class DeleteCadenceView(CadencePage, DeskDelete):
    page_title = gettext_lazy("Delete a cadence")
    warning = gettext_lazy("“{record}” will be deleted: nobody will be reminded of it any more.")
    deleted = gettext_lazy("The cadence “{record}” is deleted.")
