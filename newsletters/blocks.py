"""The blocks of a letter: each has a web template and an `.mjml` with its `.txt` twin in `templates/newsletters/`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from crm.events.domain.kinds import audience_choices, kind_choices
from newsletters.domain.compose import compose_part

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
# In characters: a fifth of what a letter may weigh; a whole report pasted here is refused when it is saved.
LONGEST_TEXT = 20_000


class ShownAsWritten:
    """In the chooser of blocks, a block is shown as the letter's page would show it."""

    name: str

    def get_preview_template(self, value: Any = None, context: Any = None) -> str:
        return "newsletters/previews/block.html"

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_preview_context(value, parent_context)  # type: ignore[misc]
        return {**context, "part": compose_part(self.name, value, timezone.now())}


class HeadingBlock(ShownAsWritten, blocks.CharBlock):
    """A title between two parts of the letter."""

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A title between two parts of the letter.")
        preview_value = "Trois plans pour une rue"


class TextBlock(ShownAsWritten, blocks.RichTextBlock):
    """Paragraphs and lists."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        preview_value = "<p>La soupe est prête à 17 h 30. Apportez <b>votre tasse</b> et une voisine.</p>"


class ImageBlock(blocks.StructBlock):
    """A picture as wide as the letter, described for those who do not see it."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What the image shows"),
        required=False,
        max_length=250,
        help_text=_("Read aloud, and shown when images are off."),
    )
    decorative = blocks.BooleanBlock(label=_("Decorative: it adds nothing to the text"), required=False)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture as wide as the letter.")
        preview_template = "newsletters/previews/image_block.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["alt"] and not cleaned["decorative"]:
            raise blocks.StructBlockValidationError(
                {"alt": ValidationError(_("Say what the image shows, or tick “Decorative”."))}
            )
        return cleaned


class ButtonBlock(ShownAsWritten, blocks.StructBlock):
    """One thing to do, said plainly."""

    label = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page of the site"), required=False)
    url = blocks.URLBlock(label=_("Or another address"), required=False)

    class Meta:
        icon = "link"
        label = _("Button")
        description = _("One thing to do, said plainly.")
        preview_value = {"label": "Voir les trois plans", "page": None, "url": "https://conseil.example/plans"}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                {"url": ValidationError(_("Choose a page of the site or write an address, one of the two."))}
            )
        return cleaned


class EventsBlock(ShownAsWritten, blocks.StructBlock):
    """The agenda of the coming weeks, brought up to date until the letter leaves."""

    title = blocks.CharBlock(label=_("Title"), default=_("On the agenda"), max_length=80)
    weeks = blocks.IntegerBlock(label=_("For how many weeks"), default=5, min_value=1, max_value=26)
    first_day = blocks.DateBlock(label=_("From"), required=False, help_text=_("Empty: from the day the letter leaves."))
    last_day = blocks.DateBlock(label=_("To"), required=False, help_text=_("Empty: as many weeks as said above."))
    kinds = blocks.MultipleChoiceBlock(
        label=_("Only these kinds"), choices=kind_choices, required=False, help_text=_("None ticked: every kind.")
    )
    audiences = blocks.MultipleChoiceBlock(
        label=_("Only for"), choices=audience_choices, required=False, help_text=_("None: for anyone.")
    )
    most = blocks.IntegerBlock(label=_("At most"), default=8, min_value=1, max_value=30)

    class Meta:
        icon = "date"
        label = _("Upcoming events")
        description = _("The agenda of the coming weeks, brought up to date until the letter leaves.")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        first, last = cleaned["first_day"], cleaned["last_day"]
        if first and last and last < first:
            raise blocks.StructBlockValidationError(
                {"last_day": ValidationError(_("The last day comes before the first: check both dates."))}
            )
        return cleaned


class NewsBlock(ShownAsWritten, blocks.StructBlock):
    """Pieces of news, the latest or those one chooses."""

    title = blocks.CharBlock(label=_("Title"), default=_("News"), max_length=80)
    latest = blocks.IntegerBlock(label=_("The latest"), default=3, min_value=1, max_value=10)
    chosen = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("Piece of news"), page_type="pages.NewsPage"),
        label=_("Or these"),
        default=[],
        help_text=_("When some are chosen here, they replace the latest."),
    )

    class Meta:
        icon = "doc-full"
        label = _("News")
        description = _("The latest news, or those that you choose.")


class DividerBlock(ShownAsWritten, blocks.StaticBlock):
    """A thin line."""

    class Meta:
        icon = "minus"
        label = _("Divider")
        description = _("A thin line.")
        admin_text = _("A thin line.")
        preview_value = None


class LetterBody(blocks.StreamBlock):
    """What a letter is made of."""

    heading = HeadingBlock(max_length=120)
    text = TextBlock(features=TEXT_FEATURES, max_length=LONGEST_TEXT)
    image = ImageBlock()
    button = ButtonBlock()
    events = EventsBlock()
    news = NewsBlock()
    divider = DividerBlock()

    class Meta:
        max_num = 60
