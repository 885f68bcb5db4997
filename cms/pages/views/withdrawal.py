"""The admin's « Retirer du site »: a reason, a button, and what stands at the address afterwards."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from cms.pages.domain.withdrawal import withdraw_pages
from cms.pages.models import Tombstone


class WithdrawalForm(forms.ModelForm[Tombstone]):
    reason = forms.CharField(
        label=gettext_lazy("Why, in one sentence"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Shown to those who come by. Name nobody."),
    )

    class Meta:
        model = Tombstone
        fields = ["reason"]


def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Withdraws a page and those below it. Never the front page; nobody withdraws what they could not unpublish."""
    page = get_object_or_404(Page, pk=page_id)
    if page.is_site_root() or not page.permissions_for_user(request.user).can_unpublish():
        raise PermissionDenied
    pages = page.get_descendants(inclusive=True).live().specific()
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = withdraw_pages(pages, form.cleaned_data["reason"], by=request.user, now=timezone.now())
        words = ngettext("%(count)d page was withdrawn.", "%(count)d pages were withdrawn.", count)
        messages.success(request, words % {"count": count})
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    context = {"page": page, "pages": pages, "form": form, "title": _("Withdraw from the site")}
    return render(request, "pages/admin/withdraw.html", context)
