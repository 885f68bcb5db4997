"""Writes down why we may write to one person, beginning with what our records know of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from crm.partners.domain.visibility import levels_of
from crm.partners.models import Organization, Person
from crm.partners.views.visible import person_of
from newsletters.audit import note_change
from newsletters.basis_forms import BasisForm
from newsletters.domain.bases import note_basis
from newsletters.domain.basis_facts import KnownFacts, facts_of
from newsletters.domain.ledger import Act, user_actor
from newsletters.domain.papers import keep_paper
from newsletters.enums import ConsentMethod
from newsletters.models import Subscriber

RECORDS: dict[str, type[Person | Organization]] = {"person": Person, "organization": Organization}


class BasisView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView[BasisForm]):
    """For those who may import: it is the same act, for one person whom somebody knows."""

    model = Subscriber
    permission_required = "import"
    form_class = BasisForm
    template_name = "newsletters/admin/basis.html"
    page_title = gettext_lazy("Note a basis")
    header_icon = "user"
    index_url_name = ""
    inspect_url_name = ""

    @cached_property
    def facts(self) -> KnownFacts | None:
        """Of the record whose number is in the address, if this person may see it."""
        levels = levels_of(self.request.user)
        for name, model in RECORDS.items():
            number = self.request.GET.get(name, "")
            if number.isdecimal():
                record = model._default_manager.visible(levels).filter(pk=number).first()
                return facts_of(record, levels, timezone.localdate()) if record else None
        return None

    def get_initial(self) -> dict[str, Any]:
        topics = [number for number in self.request.GET.getlist("topics") if number.isdecimal()]
        known = {"email": self.facts.email, **self.facts.initial} if self.facts else {}
        return {**super().get_initial(), **known, "topics": topics}

    def form_valid(self, form: BasisForm) -> HttpResponse:
        user = person_of(self.request)
        now, said = timezone.now(), form.cleaned_data
        act = Act(ConsentMethod.ADMIN, now, user_actor(user.pk))
        try:
            with transaction.atomic():
                paper = keep_paper(said["paper"].name, said["paper"].read(), user, now) if said["paper"] else None
                subscriber = note_basis(said["email"], said["topics"], form.proof, act, paper)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        note_change(user, subscriber, "basis")
        messages.success(self.request, _("It is noted: this person may be written to about these topics."))
        return redirect(self.inspect_url_name, subscriber.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Subscribers")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(facts=self.facts, **kwargs)
