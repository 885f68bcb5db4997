"""Writes down an agreement, shows it with its private link, ends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from django_filters import NumberFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from cms.archive.agreement_forms import AgreementForm, ItemsForm, WithdrawForm
from cms.archive.domain.agreement_texts import current_text
from cms.archive.domain.agreements import agreement_url, record_agreement, withdraw_agreement
from cms.archive.domain.item_numbers import write_numbers
from cms.archive.enums import AgreementSubject, ContributionState
from cms.archive.models import Agreement, Contribution, archive_storage
from cms.archive.querysets import CONTRIBUTION_KEPT
from cms.archive.views.admin.screens import ActScreen, PageList

LIST = "archive_agreements:index"


class AgreementScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A screen about agreements, which hold personal data."""

    model = Agreement
    permission_policy = ModelPermissionPolicy(Agreement)
    permission_required = "view"
    header_icon = "doc-full"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def agreement(self) -> Agreement:
        found = Agreement.objects.select_related("text", "recorded_by").prefetch_related("items")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def note(self, action: str) -> None:
        """Leave a trace with the agreement's number, never with a name."""
        log(instance=self.agreement, action=action, user=self.request.user, title=f"#{self.agreement.pk}")

    @property
    def page_url(self) -> str:
        return reverse("archive_agreements:page", args=[self.agreement.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": _("Agreements")},
            {"url": "", "label": self.get_page_title()},
        ]


class AddAgreementView(AgreementScreen, FormView):
    """The words that are accepted stand above the form, in today's version."""

    permission_required = "add"
    page_title = gettext_lazy("Write down an agreement")
    template_name = "archive/admin/agreement_form.html"
    form_class = AgreementForm

    def get_initial(self) -> dict[str, Any]:
        return {"given_on": timezone.localdate(), "items": self.request.GET.get("pieces", "")}

    def form_valid(self, form: AgreementForm) -> HttpResponse:
        said = form.cleaned_data
        user: Any = self.request.user
        agreement = record_agreement(form.save(commit=False), said["items"], user, said["scan_file"])
        log(instance=agreement, action="wagtail.create", user=user, title=f"#{agreement.pk}")
        messages.success(self.request, _("The agreement is written down. Give the person the link below."))
        return redirect("archive_agreements:page", agreement.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        texts = [current_text(subject) for subject in AgreementSubject]
        return {**context, "texts": texts, "back_url": reverse(LIST), "media": context["form"].media}


class AgreementPageView(AgreementScreen, TemplateView):
    """What was agreed, word for word; each look is noted."""

    template_name = "archive/admin/agreement.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.note("archive.consult_agreement")
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.agreement.person_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_change = self.permission_policy.user_has_permission(self.request.user, "change")
        return {
            **super().get_context_data(**kwargs),
            "agreement": self.agreement,
            "items": list(self.agreement.items.all()),
            "link": agreement_url(self.agreement),
            "may_change": may_change,
        }


class AgreementItemsView(AgreementScreen, FormView):
    """Corrects which items an agreement is about."""

    permission_required = "change"
    page_title = gettext_lazy("Which items")
    template_name = "archive/admin/act.html"
    form_class = ItemsForm

    def get_initial(self) -> dict[str, Any]:
        return {"items": write_numbers(item.number for item in self.agreement.items.all())}

    def form_valid(self, form: ItemsForm) -> HttpResponse:
        self.agreement.items.set(form.cleaned_data["items"])
        self.note("wagtail.edit")
        messages.success(self.request, _("The items of this agreement are corrected."))
        return redirect(self.page_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {
            "consequences": [_("The agreement is about the items of this list, and no other.")],
            "back_url": self.page_url,
        }
        return {**super().get_context_data(**kwargs), **facts}


class WithdrawAgreementView(AgreementScreen, ActScreen):
    """Someone asked by telephone or by letter: the same act as their own button."""

    model = Agreement  # type: ignore[assignment]
    permission_policy = ModelPermissionPolicy(Agreement)
    permission_required = "change"
    page_title = gettext_lazy("Take this agreement back")
    form_class = WithdrawForm
    is_serious = True

    def consequences(self) -> list[str]:
        count = self.agreement.items.count()
        told = [
            ngettext(
                "%(count)s item leaves the site within a minute.",
                "%(count)s items leave the site within a minute.",
                count,
            )
            % {"count": count},
            _("The trace of what was agreed, and of its end, is kept."),
        ]
        gift = Contribution.objects.filter(agreement=self.agreement, state=ContributionState.ACCEPTED).first()
        return [*told, *(self._told_of(gift) if gift else ())]

    def _told_of(self, gift: Contribution) -> Iterator[str]:
        yield _("What was given on the site’s form is destroyed in {days} days.").format(days=CONTRIBUTION_KEPT.days)
        if gift.person_email:
            yield _("A letter says so to this person.")

    def act(self, form: forms.Form) -> None:
        user: Any = self.request.user
        withdraw_agreement(self.agreement, timezone.now(), note=form.cleaned_data["note"], by=user)
        self.note("archive.withdraw_agreement")

    def done(self) -> str:
        return _("The agreement is taken back, and its items are closed to the public.")

    def back_url(self) -> str:
        return self.page_url


class AgreementScanView(AgreementScreen, View):
    """The paper that was signed, for those who may see agreements."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        name = self.agreement.scan
        if not name or not archive_storage().exists(name):
            raise Http404
        answer = FileResponse(archive_storage().open(name), as_attachment=True, filename=name.rsplit("/", 1)[-1])
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


def state_of(agreement: Agreement) -> str:
    return _("taken back") if agreement.withdrawn_at else _("in force")


class AgreementFilterSet(WagtailFilterSet):
    """`piece` is the number of an item, as its own page sends it."""

    piece = NumberFilter(field_name="items__number", label=gettext_lazy("Number of the item"))

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = ()


class AgreementListView(PageList):
    """Who agreed to what, the latest first; of one item, where its number is asked for."""

    filterset_class = AgreementFilterSet
    page_name = "archive_agreements:page"
    permission_policy = ModelPermissionPolicy(Agreement)
    page_title = gettext_lazy("Agreements")
    default_ordering = "-recorded_at"
    results_template_name = "archive/admin/agreements_results.html"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("person_name"),
            Column("get_subject_display", label=_("Agreed to")),
            DateColumn("given_on", label=_("On"), sort_key="given_on"),
            Column("get_channel_display", label=_("How")),
            Column("state", label=_("State"), accessor=state_of),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        user: Any = self.request.user
        buttons = []
        if self.permission_policy.user_has_permission(user, "add"):
            buttons.append(HeaderButton(_("Write down an agreement"), self._new_url(), icon_name="plus"))
        if user.has_perm("archive.add_agreementtext"):
            buttons.append(HeaderButton(_("Change the words"), reverse("archive_agreements:words"), icon_name="edit"))
        return buttons

    @property
    def piece(self) -> str:
        """The number of the item whose agreements are listed, where it is one."""
        asked = self.request.GET.get("piece", "")
        return asked if re.fullmatch(r"[1-9][0-9]{0,8}", asked) else ""

    def _new_url(self) -> str:
        """Where an agreement is written down: of the item whose agreements are listed, if it is one."""
        url = reverse("archive_agreements:add")
        return f"{url}?pieces={self.piece}" if self.piece else url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_add = self.permission_policy.user_has_permission(self.request.user, "add")
        new_url = self._new_url() if may_add else ""
        return {**super().get_context_data(**kwargs), "piece": self.piece, "new_url": new_url}
