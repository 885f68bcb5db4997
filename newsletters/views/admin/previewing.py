"""The preview of a newsletter: a letter wide or narrow, by day or by night, without images, as text, as the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from crm.accounts.models import User
from newsletters.audit import note_consultation
from newsletters.domain.addresses import lookup_hash
from newsletters.domain.errors import PostRoomError
from newsletters.domain.previewing import preview_letter, topics_of
from newsletters.domain.render import Letter
from newsletters.models import NewsletterPage, Subscriber

WIDE, NARROW, TEXT, PAGE = "large", "etroit", "texte", "page"
WIDTHS = {WIDE: 640, NARROW: 360}
SEE_SUBSCRIBERS = "newsletters.view_subscriber"


def _known_by(address: str) -> Subscriber | None:
    """The subscriber of this address, however it was typed."""
    return Subscriber.objects.filter(address_hash=lookup_hash(address.strip())).first()


@dataclass(frozen=True)
class Way:
    """A link of the preview: what it shows, and whether that is what one sees now."""

    label: str
    url: str
    is_current: bool


class PreviewView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows the latest draft; POST looks someone up by their address, which never stands in an address of ours."""

    template_name = "newsletters/admin/preview.html"
    page_title = gettext_lazy("Preview")
    header_icon = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> NewsletterPage:
        return get_object_or_404(NewsletterPage, pk=self.kwargs["pk"])

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def asked(self) -> dict[str, str]:
        """What the address asks for, each of it known."""
        view = self.request.GET.get("vue", WIDE)
        switches = {"nuit": "1", "images": "0"}
        asked = {name: value for name, value in switches.items() if self.request.GET.get(name) == value}
        reader = {"personne": str(self.reader.pk)} if self.reader else {}
        return {"vue": view if view in (*WIDTHS, TEXT, PAGE) else WIDE, **asked, **reader}

    @cached_property
    def reader(self) -> Subscriber | None:
        """Whose letter is shown; only to those who may see the subscribers."""
        number = self.request.GET.get("personne", "")
        if not (number.isascii() and number.isdigit()) or not self.person.has_perm(SEE_SUBSCRIBERS):
            return None
        return Subscriber.objects.filter(pk=number).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.reader:
            note_consultation(self.person, self.reader)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.person.has_perm(SEE_SUBSCRIBERS):
            raise PermissionDenied
        found = _known_by(request.POST.get("address", ""))
        if found is None:
            messages.warning(request, _("Nobody is subscribed with this address."))
            return redirect(self._url())
        return redirect(self._url(personne=str(found.pk)))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [*self.breadcrumbs_items, {"url": edit, "label": self.page.title}, {"url": "", "label": _("Preview")}]

    def get_page_subtitle(self) -> str:
        return self.page.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = self.page.get_latest_revision_as_object()
        letter, refusal = self._letter(latest)
        is_page = self.asked["vue"] == PAGE
        return super().get_context_data(
            page=self.page,
            letter=letter,
            refusal=refusal,
            is_text=self.asked["vue"] == TEXT,
            width=WIDTHS.get(self.asked["vue"], 0),
            web_page=latest.make_preview_request(preview_mode="web").content.decode() if is_page else "",
            reader=self.reader,
            topics=topics_of(self.reader, timezone.now()) if self.reader else (),
            may_choose_reader=self.person.has_perm(SEE_SUBSCRIBERS),
            may_send=self.person.has_perm("newsletters.send_mailing"),
            without_reader=self._url(personne=None),
            ways=self._ways(),
            **kwargs,
        )

    def _letter(self, latest: NewsletterPage) -> tuple[Letter | None, str]:
        """The letter, or why there is none."""
        try:
            shown = preview_letter(
                latest,
                timezone.now(),
                reader=self.reader,
                is_dark="nuit" in self.asked,
                has_images="images" not in self.asked,
            )
        except PostRoomError as refusal:
            return None, str(refusal)
        return shown, ""

    def _ways(self) -> list[tuple[str, list[Way]]]:
        """The links above the preview, by what they change; colours and images are a letter's alone."""
        shown = self.asked["vue"]
        views = ((WIDE, _("On a computer")), (NARROW, _("On a telephone")), (TEXT, _("Text")), (PAGE, _("Page")))
        ways = [(_("View"), [Way(label, self._url(vue=view), view == shown) for view, label in views])]
        if shown in WIDTHS:
            ways += [
                (_("Colours"), self._pair("nuit", ((None, _("By day")), ("1", _("By night"))))),
                (_("Images"), self._pair("images", ((None, _("Shown")), ("0", _("Blocked"))))),
            ]
        return ways

    def _pair(self, name: str, choices: Iterable[tuple[str | None, str]]) -> list[Way]:
        return [Way(label, self._url(**{name: value}), self.asked.get(name) == value) for value, label in choices]

    def _url(self, **changes: str | None) -> str:
        """This screen, with something else shown."""
        asked = {name: value for name, value in {**self.asked, **changes}.items() if value}
        return f"{reverse('newsletter_preview', args=[self.page.pk])}?{urlencode(asked)}"
