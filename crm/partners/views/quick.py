"""« Add a partner »: one screen, under a minute; an organization alike is shown before it is written twice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from crm.partners.audit import bare_title
from crm.partners.domain.entering import Entered, Entry, enter_partner, organizations_alike
from crm.partners.enums import OrganizationKind
from crm.partners.models import Organization

NEEDED = ("partners.add_organization", "partners.add_person", "partners.add_membership", "partners.add_post")


class QuickForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the organization"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=OrganizationKind.choices, initial=OrganizationKind.COMMUNITY
    )
    given_name = forms.CharField(label=gettext_lazy("First name"), max_length=80, required=False)
    family_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80, required=False)
    role = forms.CharField(
        label=gettext_lazy("Role there"),
        help_text=gettext_lazy("As in “coordinator”."),
        max_length=150,
        required=False,
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    telephone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    our_seat = forms.CharField(
        label=gettext_lazy("Our seat there"),
        help_text=gettext_lazy("Only if our council sits there: as in “administrator”."),
        max_length=150,
        required=False,
    )
    # The numbers of the organizations alike that were shown: another one since then is shown again.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") and not (cleaned.get("given_name") or cleaned.get("family_name")):
            self.add_error("family_name", _("Whose role is it? Write at least a name."))
        return cleaned

    @property
    def entry(self) -> Entry:
        return Entry(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class QuickPartnerView(WagtailAdminTemplateMixin, FormView):
    """Sent twice, it writes once: the second time, the first one's organization is alike."""

    form_class = QuickForm
    template_name = "partners/admin/quick.html"
    page_title = gettext_lazy("Add a partner")
    header_icon = "plus"
    alike: list[Organization] = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perms(NEEDED):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        self.alike = organizations_alike(form.cleaned_data["name"])
        numbers = ",".join(str(organization.pk) for organization in self.alike)
        if numbers != form.cleaned_data["seen"]:
            form.data = {**form.data.dict(), "seen": numbers}
            return self.render_to_response(self.get_context_data(form=form))
        entered = enter_partner(form.entry, on=timezone.localdate())
        self._note(entered)
        return redirect("organization:inspect", entered.organization.pk)

    def _note(self, entered: Entered) -> None:
        for record in (entered.organization, entered.person, entered.membership, entered.post):
            if record is not None:
                log(instance=record, action="wagtail.create", title=bare_title(record), content_changed=True)
        buttons = []
        if entered.post:
            url = reverse("post:seat", args=[entered.post.pk])
            buttons.append(messages.button(url, _("Name someone to our seat")))
        words = _("“{name}” is among the partners.").format(name=entered.organization)
        messages.success(self.request, words, buttons=buttons)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse("organization:index"), "label": _("Organizations")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": _("Add a partner")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self.get_form()
        contact = ("given_name", "family_name", "role", "email", "telephone")
        return {
            **super().get_context_data(**{**kwargs, "form": form}),
            "alike": self.alike,
            "groups": [
                (_("The organization"), [form[name] for name in ("name", "kind")]),
                (_("Who answers there"), [form[name] for name in contact]),
                (_("Our seat"), [form["our_seat"]]),
            ],
            "media": form.media,
        }
