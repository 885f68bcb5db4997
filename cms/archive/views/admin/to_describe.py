"""The cockpit: what is missing where, and the fast form that fills it, one item after the other."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from cms.archive.domain.dates import DateNotUnderstood, explain, read_date
from cms.archive.domain.descriptions.values import latest_words, write_values
from cms.archive.domain.lacks import Lack, count_lacks, items_lacking, next_to_describe
from cms.archive.domain.posters import is_picture
from cms.archive.domain.thumbnails import screen_copy
from cms.archive.domain.uncollecting import told_losses
from cms.archive.models import Item, Master, Place
from cms.archive.quick_forms import QuickForm, alt_name
from cms.archive.said_date_field import told
from cms.archive.views.admin.screens import MemoryScreen

ITEMS_A_PAGE = 50
MOST_PICTURES = 12  # more lines than that are no work of a minute


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
    """The pictures on one side, seven lines on the other; saving leads to the next item.

    A box of photographs often has one place and one owner: what the item before says of them is taken up in one press.
    """

    template_name = "archive/admin/quick.html"
    form_class = QuickForm

    def get_page_title(self) -> str:
        return _("Describe No. %(number)s") % {"number": self.item.number}

    def way_here(self) -> list[dict[str, Any]]:
        return [{"url": reverse("to_describe:index"), "label": _("To describe")}, *super().way_here()[1:]]

    @cached_property
    def before(self) -> Item | None:
        """As it was just described, where it says what another may take up."""
        number = self.request.GET.get("apres", "")
        before = Item.objects.filter(number=number, closed_for="").first() if number.isdecimal() else None
        words = latest_words(before) if before else None
        return words if words and (words.copyright or words.places.all()) else None

    @cached_property
    def masters(self) -> list[Master]:
        """Its files in their order; what stands for a film is none of its photographs."""
        files = Master.objects.filter(item_id=self.item.pk, poster_of=None)
        return list(files.prefetch_related("derivatives").order_by("position", "pk"))

    @cached_property
    def lacking(self) -> list[Master]:
        return [master for master in self.masters if is_picture(master) and not master.alt_text]

    @cached_property
    def pictures(self) -> list[Master]:
        """Those that have a line: the first file, what lacks words, what a form already sent speaks of."""
        asked = [one for one in self.masters if one in self.lacking or alt_name(one) in self.request.POST]
        return list(dict.fromkeys([*self.masters[:1], *asked]))[:MOST_PICTURES]

    @cached_property
    def draft(self) -> Item:
        return latest_words(self.item)

    @cached_property
    def now(self) -> dict[str, str]:
        """What the item says, by the name of each line of the form."""
        draft = self.draft
        return {
            "title": draft.title,
            "date_said": draft.date_said,
            "places": _named(draft),
            "description": draft.description,
            "copyright": draft.copyright,
            "transcription": draft.transcription,
            **{alt_name(master): master.alt_text for master in self.pictures},
        }

    def get_initial(self) -> dict[str, Any]:
        like = self.before if "comme" in self.request.GET else None
        taken = {"places": _named(like), "copyright": like.copyright} if like else {}
        return {**self.now, **{name: said for name, said in taken.items() if not self.now[name]}}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "now": self.now, "pictures": self.pictures}

    def form_valid(self, form: QuickForm) -> HttpResponse:
        user: Any = self.request.user
        if values := form.values():
            write_values(self.item, values, user)
        for master in form.alt_texts():
            master.save(update_fields=["alt_text"])
        messages.success(self.request, _("No. %(number)s is saved.") % {"number": self.item.number})
        return self.to_next(f"?apres={self.item.number}")

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Two who save the same item at once come one after the other: the second is told of the first."""
        self.item = get_object_or_404(Item.objects.select_for_update(), pk=self.kwargs["pk"])
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
        shown = [(master, screen_copy(list(master.derivatives.all()))) for master in self.pictures]
        return {
            **context,
            "item": self.item,
            "shown": shown,
            "others": len([master for master in self.lacking if master not in self.pictures]),
            "before": self.before,
            "is_alike": "comme" in self.request.GET,
            "losses": told_losses(self.draft),
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
