"""The cockpit: what is missing where, and the fast form that fills it, one item after the other."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from cms.archive.domain.dates import DateNotUnderstood, explain, read_date
from cms.archive.domain.descriptions.values import first_file, latest_words, write_values
from cms.archive.domain.lacks import Lack, count_lacks, items_lacking, next_to_describe
from cms.archive.domain.thumbnails import screen_copy
from cms.archive.models import Item, Place
from cms.archive.quick_forms import QuickForm
from cms.archive.said_date_field import told
from cms.archive.views.admin.screens import MemoryScreen

ITEMS_A_PAGE = 50


class ToDescribeView(MemoryScreen, TemplateView):
    """How many items lack what, the list of one lack, and where to begin."""

    page_title = gettext_lazy("To describe")
    template_name = "archive/admin/to_describe.html"

    def way_here(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("manque", "")
        chosen = Lack(asked) if asked in Lack.values else None
        page = Paginator(items_lacking(chosen).order_by("number"), ITEMS_A_PAGE) if chosen else None
        return {
            **super().get_context_data(**kwargs),
            "lacks": count_lacks().items(),
            "chosen": chosen,
            "page": page.get_page(self.request.GET.get("p")) if page else None,
            "next": next_to_describe(),
            "total": Item.objects.filter(closed_for="").count(),
        }


class QuickView(MemoryScreen, FormView):
    """The picture on one side, seven lines on the other; saving leads to the next item.

    A box of photographs often has one place and one owner: what the item before says of them is taken up in one press.
    """

    page_title = gettext_lazy("Describe")
    template_name = "archive/admin/quick.html"
    form_class = QuickForm

    def way_here(self) -> list[dict[str, Any]]:
        return [{"url": reverse("to_describe:index"), "label": _("To describe")}, *super().way_here()[1:]]

    @cached_property
    def before(self) -> Item | None:
        """As it was just described, where it says what another may take up."""
        number = self.request.GET.get("apres", "")
        before = Item.objects.filter(number=number, closed_for="").first() if number.isdecimal() else None
        words = latest_words(before) if before else None
        return words if words and (words.copyright or words.places.all()) else None

    def get_initial(self) -> dict[str, Any]:
        draft, master = latest_words(self.item), first_file(self.item)
        like = self.before if "comme" in self.request.GET else None
        return {
            "title": draft.title,
            "date_said": draft.date_said,
            "places": _named(draft) or (_named(like) if like else ""),
            "description": draft.description,
            "copyright": draft.copyright or (like.copyright if like else ""),
            "transcription": draft.transcription,
            "alt_text": master.alt_text if master else "",
        }

    def form_valid(self, form: QuickForm) -> HttpResponse:
        user: Any = self.request.user
        write_values(self.item, form.values(), user)
        messages.success(self.request, _("No. %(number)s is saved.") % {"number": self.item.number})
        return self.to_next(f"?apres={self.item.number}")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "pass" in request.POST:
            return self.to_next()
        return super().post(request, *args, **kwargs)

    def to_next(self, query: str = "") -> HttpResponse:
        """The next that lacks something; the cockpit once nothing lacks anything."""
        following = next_to_describe(after=self.item.number)
        if following is None or following.pk == self.item.pk:
            return redirect("to_describe:index")
        return redirect(reverse("to_describe:item", args=[following.pk]) + query)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        master = first_file(self.item)
        return {
            **context,
            "item": self.item,
            "before": self.before,
            "is_alike": "comme" in self.request.GET,
            "master": master,
            "copy": screen_copy(list(master.derivatives.all())) if master else None,
            "known_places": Place.objects.values_list("name", flat=True),
            "media": context["form"].media,
        }


class ReadDateView(MemoryScreen, View):
    """What is understood of a date while it is typed: `told`, a sentence, and `edtf`, empty where it is refused."""

    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        said = request.GET.get("q", "")[:200]
        try:
            reading = read_date(said)
        except DateNotUnderstood as error:
            return JsonResponse({"told": " ".join(told(error)), "edtf": ""})
        return JsonResponse({"told": explain(reading), "edtf": reading.edtf})


def _named(item: Item) -> str:
    return "; ".join(place.name for place in item.places.all())


def list_url(lack: Lack) -> str:
    """The items that lack it."""
    return f"{reverse('to_describe:index')}?{urlencode({'manque': lack.value})}"
