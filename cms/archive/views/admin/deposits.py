"""Brings files in: many at once, in pieces where there is a script, by an ordinary form where there is none."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.archive.domain import uploads
from cms.archive.domain.masters import AlreadyHeld, receive
from cms.archive.enums import UploadState
from cms.archive.errors import MemoryRefused
from cms.archive.models import Deposit, Item, Master, Upload
from cms.archive.outside.arriving import receive_export
from cms.archive.tasks import derive_due, look_at_export
from cms.archive.views.admin.screens import MemoryScreen, item_url
from crm.accounts.workers import call_workers
from crm.partners.enums import ImportState


def copies_are_due() -> None:
    """Call the workers once the files are written down; beat looks too."""
    transaction.on_commit(partial(call_workers, derive_due), robust=True)


class DepositForm(forms.Form):
    """What an ordinary form says of the files that it brings."""

    keep_twice = forms.BooleanField(required=False)


class DepositView(MemoryScreen, TemplateView):
    """The screen where files are dropped: one draft for each, or all for one item."""

    permission_required = "add"
    template_name = "archive/admin/deposit.html"
    header_icon = "upload"

    @cached_property
    def target(self) -> Item | None:
        key = self.kwargs.get("pk")
        return get_object_or_404(Item, pk=key) if key else None

    def get_page_title(self) -> str:
        return _("Add files") if self.target else _("Bring in files")

    def way_here(self) -> list[dict[str, Any]]:
        if self.target:
            files = {"url": reverse("archive_files:files", args=[self.target.pk]), "label": _("Files")}
            return [{"url": item_url(self.target), "label": str(self.target)}, files]
        return [{"url": reverse("archive_items:list"), "label": pgettext("archives", "Items")}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without a script: every file of the form, each one kept or refused with its reason."""
        form = DepositForm(request.POST)
        keep_twice = form.is_valid() and form.cleaned_data["keep_twice"]
        user: Any = request.user
        received = []
        for file in request.FILES.getlist("files"):
            try:
                kept = receive(self.target, file.name or "", file, user, timezone.now(), keep_twice=keep_twice)
            except MemoryRefused as refusal:
                messages.error(request, str(refusal))
            else:
                received.append(kept.master)
                if kept.remark:
                    messages.warning(request, kept.remark)
        if not request.FILES:
            messages.error(request, _("No file was chosen."))
        if not received:
            return redirect(request.path)
        copies_are_due()
        count = len(received)
        said = ngettext("One file is received.", "%(count)s files are received.", count) % {"count": count}
        messages.success(request, f"{said} {_('Their public copies are being made.')}")
        if self.target or count == 1:
            return redirect("archive_files:files", (self.target or received[0].item).pk)
        return redirect("archive_items:list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "target": self.target,
            "unfinished": uploads.unfinished(user, self.target),
            "words": words_of_script(),
            "addresses": {
                "open": reverse("archive_files:open_deposit"),
                "item": self.target.pk if self.target else None,
                "list": reverse("archive_files:files", args=[self.target.pk])
                if self.target
                else reverse("archive_items:list"),
            },
        }


class Piecewise(PermissionCheckedMixin, View):
    """A step of a file that comes in pieces, in JSON; a refusal is a sentence."""

    permission_policy = ModelPermissionPolicy(Item)
    permission_required = "add"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except uploads.WrongOffset as wrong:
            said = {"said": str(wrong), "received": self.upload.received}
            return JsonResponse(said, status=HTTPStatus.CONFLICT)
        except MemoryRefused as refusal:
            return JsonResponse({"said": str(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    @property
    def user(self) -> Any:
        return self.request.user

    @property
    def upload(self) -> Upload:
        try:
            return uploads.upload_of(self.user, self.kwargs["key"])
        except Upload.DoesNotExist as unknown:
            raise Http404 from unknown


class OpenDepositView(Piecewise):
    """Begins a drop of files."""

    def post(self, request: HttpRequest) -> HttpResponse:
        item = get_object_or_404(Item, pk=request.POST["item"]) if request.POST.get("item") else None
        is_export = request.POST.get("export") == "1"
        if is_export and not self.user.has_perm("archive.bring_home"):
            raise PermissionDenied
        deposit = uploads.open_deposit(self.user, item, timezone.now(), is_export=is_export)
        addresses = {name: reverse(f"archive_files:{name}", args=[deposit.pk]) for name in ("begin", "progress")}
        return JsonResponse(addresses, status=HTTPStatus.CREATED)


class BeginView(Piecewise):
    """Announces one file; the answer says from which byte it goes on."""

    def post(self, request: HttpRequest, deposit: int) -> HttpResponse:
        said = request.POST
        size = said.get("size", "")
        if not size.isdecimal():
            raise MemoryRefused(_("The size of this file is not known."))
        own = get_object_or_404(Deposit, pk=deposit, made_by=self.user)
        upload = uploads.begin(own, said.get("name", ""), int(size), said.get("mark", ""), timezone.now())
        address = reverse("archive_files:piece", args=[upload.pk])
        facts = {"url": address, "received": upload.received, "most": uploads.MOST_AT_ONCE}
        return JsonResponse(facts, status=HTTPStatus.CREATED)


class PieceView(Piecewise):
    """HEAD says how far a file has come, PATCH brings what follows, POST ends it, DELETE lets it go."""

    def head(self, request: HttpRequest, key: Any) -> HttpResponse:
        return HttpResponse(headers={"Upload-Offset": str(self.upload.received)})

    def patch(self, request: HttpRequest, key: Any) -> HttpResponse:
        start, length = request.headers.get("Upload-Offset", ""), request.headers.get("Content-Length", "")
        if not (start.isdecimal() and length.isdecimal()) or int(length) > uploads.MOST_AT_ONCE:
            return JsonResponse({"said": ""}, status=HTTPStatus.BAD_REQUEST)
        try:
            content = request.read(int(length))
        except UnreadablePostError:
            content = b""
        if len(content) != int(length):
            return JsonResponse({"said": ""}, status=HTTPStatus.BAD_REQUEST)
        upload = uploads.take_piece(self.upload, int(start), content, timezone.now())
        return JsonResponse({"received": upload.received})

    def post(self, request: HttpRequest, key: Any) -> HttpResponse:
        if self.upload.deposit.is_export:
            return self._export()
        try:
            received = uploads.finish(self.upload, timezone.now(), keep_twice=request.POST.get("keep_twice") == "1")
        except AlreadyHeld as held:
            where = [_link(master.item) for master in held.masters[:3]]
            return JsonResponse({"state": UploadState.DUPLICATE, "said": str(held), "items": where})
        upload = self.upload
        if upload.state == UploadState.REFUSED or upload.master is None:
            return JsonResponse({"state": UploadState.REFUSED, "said": upload.refusal})
        copies_are_due()
        remark = received.remark if received else ""
        return JsonResponse({"state": UploadState.DONE, "said": remark, "items": [_link(upload.master.item)]})

    def _export(self) -> HttpResponse:
        """It is looked at, and let go again unless somebody says that it may come."""
        homecoming = receive_export(self.upload, timezone.now())
        if homecoming.state == ImportState.PLANNING:
            transaction.on_commit(partial(call_workers, look_at_export, homecoming.pk), robust=True)
        address = reverse("homecomings:list", args=[homecoming.pk])
        link = {"title": _("See what is in it"), "url": address}
        return JsonResponse({"state": UploadState.DONE, "said": "", "items": [link]})

    def delete(self, request: HttpRequest, key: Any) -> HttpResponse:
        uploads.let_go(self.upload)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)


class ProgressView(Piecewise):
    """How many of the files of a drop are received, and of how many the copies are made."""

    def get(self, request: HttpRequest, deposit: int) -> HttpResponse:
        own = get_object_or_404(Deposit, pk=deposit, made_by=self.user)
        masters = Master.objects.filter(pk__in=own.uploads.filter(state=UploadState.DONE).values("master"))
        facts = {"received": masters.count(), "copied": masters.exclude(derived_at=None).count()}
        return JsonResponse(facts, headers={"Cache-Control": "no-store"})


def _link(item: Item) -> dict[str, str]:
    return {"title": f"{item} ({_('No.')} {item.number})", "url": item_url(item)}


def words_of_script() -> dict[str, str]:
    """What the script says; it has no words of its own."""
    return {
        "waits": _("waits"),
        "coming": _("%(percent)s%%"),
        "joining": _("being put together…"),
        "done": _("received"),
        "paused": _("paused"),
        "again": _("The line is broken: trying again…"),
        "signed_out": _("You are signed out: sign in in another tab, then go on."),
        "keep": _("Keep it all the same"),
        "leave": _("Leave it"),
        "left": _("left aside"),
        "pause": _("Pause"),
        "resume": _("Go on"),
        "summary": _("Files received: %(received)s of %(total)s. Public copies made: %(copied)s."),
        "refused": _("refused"),
    }
