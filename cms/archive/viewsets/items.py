"""The items of the memory: five fields first, the rest folded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from cms.archive.domain.decades import FIRST_DAY
from cms.archive.domain.played import HEARD_KINDS
from cms.archive.domain.uncollecting import told_losses
from cms.archive.forms import ItemForm
from cms.archive.long_list import LongList
from cms.archive.models import Item
from cms.archive.panels import DescribedFieldPanel, FilesPanel
from cms.archive.views.admin.closing import TakeDownView
from cms.archive.views.admin.to_describe import ReadDateView
from cms.archive.views.admin.transcripts import ItemTranscriptsView, PutBackView, TranscriptView
from cms.archive.viewsets.choosers import MemoryChooserViewSet

TRANSCRIPTS, CLOSING = "archive_items:transcripts", "archive_items:take_down"
CLOSED = _("This item was taken down: nobody sees it on the site, published or not, until it is put back.")
CREDIT_PANELS = (
    DescribedFieldPanel("role"),
    *(FieldPanel(name) for name in ("name", "person", "organization", "detail")),
)


class PlainWords:
    error_message = _("Nothing is saved yet: see what is marked below.")


def number_words(item: Item) -> str:
    """« no 152 »: a list that folds on a telephone has no headings."""
    return gettext("no. {number}").format(number=item.number)


class ItemListView(IndexView):
    """Nothing is ticked by those who may do nothing with it."""

    @cached_property
    def columns(self) -> list[Column]:
        may = any(self.request.user.has_perm(f"archive.{act}_item") for act in ("change", "publish", "delete"))
        columns: list[Column] = super().columns
        return [one for one in columns if may or not isinstance(one, BulkActionsCheckboxColumn)]


class ItemAddView(PlainWords, CreateView):
    def get_page_subtitle(self) -> str:
        return ""


class ItemEditView(PlainWords, EditView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if losses := told_losses(self.object):
            messages.warning(request, losses)
        if self.object.closed_for:
            journal = messages.button(reverse("archive_takedowns:index"), _("What was taken down"))
            messages.warning(request, CLOSED, buttons=[journal])
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_success_message(self) -> str:
        said = str(super().get_success_message())
        return f"{said} {CLOSED}" if self.object.closed_for else said

    @property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        agreements = f"{reverse('archive_agreements:index')}?piece={self.object.number}"
        transcripts, closing = (reverse(name, args=[self.object.pk]) for name in (TRANSCRIPTS, CLOSING))
        acts = [
            ("archive.view_agreement", agreements, _("Agreements…"), "doc-full"),
            ("archive.change_item", transcripts, _("Timed transcript…"), "media"),
            ("archive.take_down_item", closing, _("Take down…"), "download"),
        ]
        return [
            *buttons,
            *(
                Button(label, url, icon_name=icon, priority=60)
                for permission, url, label, icon in acts
                if self.request.user.has_perm(permission) and (url != transcripts or self.object.kind in HEARD_KINDS)
            ),
        ]


class ItemViewSet(SnippetViewSet):
    """An item is a draft until it is published; five fields are enough to save it."""

    model = Item
    url_prefix = "memoire"
    admin_url_namespace = "archive_items"
    icon = "image"
    menu_label = pgettext_lazy("archives", "Items")
    index_view_class = ItemListView
    add_view_class = ItemAddView
    edit_view_class = ItemEditView
    list_display = [
        "title",
        Column("number", label=_("No."), accessor=number_words, sort_key="number"),
        Column("kind", label=_("What it is"), accessor="get_kind_display"),
        Column("date_words", label=_("Date"), sort_key="known_from"),
    ]
    list_filter = ["kind", "collection", "copyright", "live"]
    chooser_viewset_class = MemoryChooserViewSet
    search_backend_name = None
    search_fields = ["search_text"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FilesPanel(heading=_("Files")),
            DescribedFieldPanel("title"),
            DescribedFieldPanel("kind"),
            DescribedFieldPanel("date_said"),
            DescribedFieldPanel("description"),
            DescribedFieldPanel("copyright"),
            MultiFieldPanel(
                [InlinePanel("credits", list(CREDIT_PANELS), label=_("Person or organization"))],
                heading=_("Who made it, who is seen in it"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [
                    DescribedFieldPanel("subjects", widget=LongList),
                    DescribedFieldPanel("places", widget=LongList),
                    DescribedFieldPanel("transcription"),
                    DescribedFieldPanel("language"),
                ],
                heading=_("What it is about"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [
                    DescribedFieldPanel("collection"),
                    DescribedFieldPanel("reference"),
                    DescribedFieldPanel("source"),
                    DescribedFieldPanel("original"),
                    DescribedFieldPanel("original_kept_at"),
                    DescribedFieldPanel("donor"),
                    FieldPanel("donor_is_public"),
                    DescribedFieldPanel("provenance"),
                ],
                heading=_("Where it comes from"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [
                    DescribedFieldPanel("rights_holder"),
                    DescribedFieldPanel("embargo_until"),
                    DescribedFieldPanel("embargo_reason"),
                ],
                heading=_("Who holds the rights, when it may be shown"),
                classname="collapsed",
            ),
            MultiFieldPanel([FieldPanel("team_notes")], heading=_("Notes for the team"), classname="collapsed"),
        ],
        base_form_class=ItemForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Item.objects.annotate(known_from=Coalesce(FIRST_DAY, Value(date.max)))

    def get_urlpatterns(self) -> list[URLPattern]:
        one = "transcription/<int:pk>/<int:master>/"
        return [
            *super().get_urlpatterns(),
            path("retirer/<int:pk>/", TakeDownView.as_view(), name="take_down"),
            path("transcription/<int:pk>/", ItemTranscriptsView.as_view(), name="transcripts"),
            path(one, TranscriptView.as_view(), name="transcript"),
            path(f"{one}remettre/<int:version>/", PutBackView.as_view(), name="put_transcript_back"),
            path("lire-une-date/", ReadDateView.as_view(), name="read_date"),
        ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(add_item_label=pgettext_lazy("archives", "Add an item"), **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(**{**kwargs, "page_title": pgettext_lazy("archives", "Add an item")})
