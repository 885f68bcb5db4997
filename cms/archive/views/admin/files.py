"""The files of one item: what they show, their order, the copies that only the team sees, taking one off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.archive.derivatives.deriving import derive_anew
from cms.archive.domain.fixity import check_master
from cms.archive.domain.masters import describe, put_in_order, take_off
from cms.archive.domain.playing import is_recording
from cms.archive.domain.posters import choose_poster, give_poster, is_film, is_picture, posters_of, show_as_photograph
from cms.archive.domain.sniffing import TYPES
from cms.archive.domain.thumbnails import thumbnail_of
from cms.archive.enums import Purpose
from cms.archive.errors import MemoryRefused
from cms.archive.models import Item, Master, archive_storage
from cms.archive.views.admin.deposits import copies_are_due
from cms.archive.views.admin.screens import ActScreen, MemoryScreen
from cms.archive.views.files import copy_response, find_copy

FILES = "archive_files:files"


class FileWordsForm(forms.ModelForm):
    """What a file shows, and the line below it."""

    class Meta:
        model = Master
        fields = ("alt_text", "caption")
        widgets = {"alt_text": forms.Textarea(attrs={"rows": 2})}


class ItemFilesView(MemoryScreen, TemplateView):
    """Each file with its thumbnail, its words, its place; POST does one thing to one of them."""

    permission_required = "view"
    template_name = "archive/admin/files.html"
    page_title = gettext_lazy("Files of the item")
    header_icon = "image"

    @cached_property
    def may_change(self) -> bool:
        return self.permission_policy.user_has_permission(self.request.user, "change")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_change:
            raise PermissionDenied
        master = get_object_or_404(Master, pk=request.POST.get("file", 0), item=self.item)
        act = request.POST.get("act", "")
        if act in ("up", "down"):
            put_in_order(self.item, master, step=-1 if act == "up" else 1)
        elif act in ("poster", "given", "photograph"):
            self._picture_a_film(master, act)
        elif act == "copies":
            derive_anew(master)
            copies_are_due()
            messages.success(request, _("Its public copies are being made again."))
        elif act == "check":
            damage = check_master(master, timezone.now())
            if damage:
                messages.error(request, _("“%(name)s” %(damage)s.") % {"name": master, "damage": damage.label})
            else:
                messages.success(request, _("“%(name)s” is what arrived, to the last byte.") % {"name": master})
        else:
            form = FileWordsForm(request.POST, prefix=str(master.pk), instance=master)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(unsaved=form))
            describe(master, alt_text=form.cleaned_data["alt_text"], caption=form.cleaned_data["caption"])
            messages.success(request, _("The words of “%(name)s” are saved.") % {"name": master})
        return redirect(f"{reverse(FILES, args=[self.item.pk])}#fichier-{master.pk}")

    def _picture_a_film(self, master: Master, act: str) -> None:
        """Give ``master``, a film, a picture that is sent; choose ``master`` for a film, or show it as a photograph."""
        user: Any = self.request.user
        try:
            if act == "given":
                sent = self.request.FILES.get("picture")
                if sent is None:
                    raise MemoryRefused(_("Choose a picture first."))
                give_poster(master, sent.name or "image.jpg", sent, user, timezone.now())
                copies_are_due()
                messages.success(self.request, _("This picture stands for the film: visitors see it in a moment."))
            elif act == "poster":
                choose_poster(get_object_or_404(Master, pk=self.request.POST.get("film", 0), item=self.item), master)
                messages.success(self.request, _("“%(name)s” stands for the film.") % {"name": master})
            else:
                show_as_photograph(master)
                said = _("“%(name)s” is seen among the pictures of the item.")
                messages.success(self.request, said % {"name": master})
        except MemoryRefused as refusal:
            messages.error(self.request, str(refusal))

    def get_context_data(self, unsaved: FileWordsForm | None = None, **kwargs: Any) -> dict[str, Any]:
        masters = list(self.item.masters.prefetch_related("derivatives"))
        lines = [self._line(master, place, masters, unsaved) for place, master in enumerate(masters)]
        return {
            **super().get_context_data(**kwargs),
            "item": self.item,
            "lines": lines,
            "may_change": self.may_change,
            "waiting": sum(1 for master in masters if master.derived_at is None),
            "add_url": reverse("archive_files:add_files", args=[self.item.pk]),
        }

    def _line(self, master: Master, place: int, masters: list[Master], unsaved: FileWordsForm | None) -> dict[str, Any]:
        films = [one for one in masters if is_film(one)]
        poster_of = next((one for one in films if one.pk == master.poster_of_id), None)
        in_use = posters_of(masters)
        poster = in_use.get(master.pk)
        copies = list(master.derivatives.all())
        form = FileWordsForm(prefix=str(master.pk), instance=master)
        if unsaved is not None and unsaved.instance.pk == master.pk:
            form = unsaved
        return {
            "master": master,
            "kind": TYPES[master.media_type].label if master.media_type in TYPES else master.media_type,
            "thumbnail": thumbnail_of(copies),
            "player": next((copy for copy in copies if copy.purpose in (Purpose.SOUND, Purpose.FILM)), None),
            "is_heard": is_recording(master),
            "form": form,
            "is_first": place == 0,
            "is_last": place == len(masters) - 1,
            "is_film": is_film(master),
            "poster": thumbnail_of(list(poster.derivatives.all())) if poster else None,
            "poster_of": poster_of,
            "is_in_use": poster_of is not None and in_use[poster_of.pk].pk == master.pk,
            "films": films if is_picture(master) else [],
        }


class TakeOffView(ActScreen):
    """Erases one file. What the public has seen is destroyed by who may destroy; a draft's, by who describes it."""

    page_title = gettext_lazy("Erase this file")
    is_serious = True

    @cached_property
    def master(self) -> Master:
        return get_object_or_404(Master, pk=self.kwargs["master"], item=self.item)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.item.first_published_at is not None or self.item.live:
            self.permission_required = "delete"
        return super().dispatch(request, *args, **kwargs)

    def consequences(self) -> list[str]:
        return [
            _("“%(name)s”, its original and its public copies, are erased for good.") % {"name": self.master},
            _("“%(title)s” stays, with its other files and its words.") % {"title": self.item},
        ]

    def act(self, form: forms.Form) -> None:
        take_off(self.master)

    def done(self) -> str:
        return _("The file is erased.")

    def back_url(self) -> str:
        return reverse(FILES, args=[self.item.pk])


class PrivateFile(PermissionCheckedMixin, View):
    """A file that the team looks at, also of a draft; no cache keeps it."""

    permission_policy = ModelPermissionPolicy(Item)
    permission_required = "view"


class PreviewView(PrivateFile):
    """A copy, as the public would get it."""

    def get(self, request: HttpRequest, master: int, name: str) -> HttpResponseBase:
        return copy_response(request, find_copy(master, name), "private, no-store")


class OriginalView(PrivateFile):
    """The original, for who keeps the memory; as a file to keep, never shown in the browser."""

    permission_required = "change"

    def get(self, request: HttpRequest, master: int) -> HttpResponseBase:
        kept = get_object_or_404(Master, pk=master)
        if not archive_storage().exists(kept.file.name or ""):
            raise Http404
        headers = {
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        opened = archive_storage().open(kept.file.name or "", "rb")
        return FileResponse(
            opened, as_attachment=True, filename=kept.name, content_type="application/octet-stream", headers=headers
        )
