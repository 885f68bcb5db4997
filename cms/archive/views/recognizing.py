"""« Avez-vous reconnu ? »: the photo of the week, where anyone says whom they recognize."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.archive.domain.naming import named_credits
from cms.archive.domain.recognizing import answer_photo, photo_of_the_week, picture_of
from cms.archive.enums import CreditRole
from cms.archive.limits import ANSWERS_FROM_ONE_PLACE
from cms.archive.models import Item, Master, RecognitionPhoto
from cms.archive.recognition_forms import RecognizeForm
from cms.pages.views.registering import slow_down
from crm.accounts.clients import client_ip
from crm.accounts.limits import seconds_to_wait
from crm.partners.models import Council

FORMER = 6


@require_safe
def this_week(request: HttpRequest) -> HttpResponseBase:
    """Leads to the photo of this week; without one, says what will be here."""
    photo = photo_of_the_week(timezone.localdate())
    if photo is None:
        return render(request, "archive/recognition/none.html")
    return redirect("archive_recognize_photo", photo.pk)


# An anonymous reader has no cookie, hence no CSRF token: the signed stamp of the form stands for it.
@method_decorator(csrf_exempt, name="dispatch")
class RecognizeView(View):
    """GET shows the photo and the form; POST keeps what is said, or shows the form again with what is to be mended."""

    photo: RecognitionPhoto
    master: Master

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.photo, self.master = shown_photo(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, RecognizeForm(photo=self.photo))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        wait = 0 if may_type_sheets(request) else seconds_to_wait(ANSWERS_FROM_ONE_PLACE, client_ip(request))
        if wait:
            return slow_down(request, wait)
        form = RecognizeForm(request.POST, photo=self.photo)
        if not form.is_valid():
            return self._show(request, form)
        if not form.is_from_a_robot:
            answer_photo(self.photo, form.said(), form.form_key, timezone.now())
        return redirect("archive_recognize_done", pk)

    def _show(self, request: HttpRequest, form: RecognizeForm) -> HttpResponse:
        public = Item.objects.public()
        former = RecognitionPhoto.objects.filter(week__isnull=False, item__in=public).exclude(pk=self.photo.pk)
        context = {
            "photo": self.photo,
            "item": self.photo.item,
            "master": self.master,
            "form": form,
            "named": list(named_credits([self.photo.item]).filter(role=CreditRole.SHOWN)),
            "former": list(former.select_related("item")[:FORMER]),
            "council": Council.load(),
        }
        response = render(request, "archive/recognition/photo.html", context, status=422 if form.errors else 200)
        response.headers["Cache-Control"] = "private, no-store"
        return response


@require_safe
def recognize_done(request: HttpRequest, pk: int) -> HttpResponse:
    photo, _master = shown_photo(pk)
    return render(request, "archive/recognition/done.html", {"photo": photo})


def may_type_sheets(request: HttpRequest) -> bool:
    """Whether a volunteer is signed in who types what many neighbours wrote on paper, all from one place."""
    return request.user.has_perm("archive.change_recognitionphoto")


def shown_photo(pk: int) -> tuple[RecognitionPhoto, Master]:
    """A photo that had its week, with its picture, as long as anyone may see it. Raises `Http404`."""
    shown = RecognitionPhoto.objects.filter(week__lte=timezone.localdate(), item__in=Item.objects.public())
    photo = get_object_or_404(shown.select_related("item"), pk=pk)
    master = picture_of(photo.item)
    if master is None:
        raise Http404
    return photo, master
