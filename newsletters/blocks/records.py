"""The blocks drawn from what the council keeps: its agenda, its news, its decisions, its partners."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from crm.events.domain.kinds import audience_choices, kind_choices
from newsletters.blocks import samples
from newsletters.blocks.choosers import (
    AssemblyChooserBlock,
    DecisionChooserBlock,
    EventChooserBlock,
    GrantChooserBlock,
    ItemChooserBlock,
    PartnerChooserBlock,
)
from newsletters.blocks.shown import AGENDA, COUNCIL, LONGEST_TEXT, TEXT_FEATURES, ShownAsWritten, refusal


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
        group = AGENDA
        label = _("Upcoming events")
        description = _("The agenda of the coming weeks, brought up to date until the letter leaves.")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        first, last = cleaned["first_day"], cleaned["last_day"]
        if first and last and last < first:
            raise refusal("last_day", _("The last day comes before the first: check both dates."))
        return cleaned


class EventBlock(ShownAsWritten, blocks.StructBlock):
    """One event, presented large."""

    event = EventChooserBlock(label=_("Event"))
    with_picture = blocks.BooleanBlock(label=_("With its picture"), required=False, default=True)
    sample = samples.EVENT

    class Meta:
        icon = "calendar-alt"
        group = AGENDA
        label = _("One event")
        description = _("One event of the agenda, presented large; brought up to date until the letter leaves.")


class AssemblyBlock(ShownAsWritten, blocks.StructBlock):
    """The next assembly, its agenda, and the way there."""

    assembly = AssemblyChooserBlock(label=_("Assembly"))
    with_agenda = blocks.BooleanBlock(
        label=_("With its agenda"), required=False, default=True, help_text=_("Once the assembly is called.")
    )
    sample = samples.ASSEMBLY

    class Meta:
        icon = "group"
        group = AGENDA
        label = _("Notice of assembly")
        description = _("An assembly to come: day, hour, place and agenda.")


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
        group = COUNCIL
        label = _("News")
        description = _("The latest news, or those that you choose.")


class DecisionsBlock(ShownAsWritten, blocks.StructBlock):
    """What the council decided, and what it was answered."""

    title = blocks.CharBlock(label=_("Title"), default=_("What the council decided"), max_length=80)
    chosen = blocks.ListBlock(
        DecisionChooserBlock(label=_("Decision")),
        label=_("Decisions"),
        min_num=1,
        max_num=8,
        help_text=_("Those of the public register, each with the answers received."),
    )
    sample = samples.DECISIONS

    class Meta:
        icon = "clipboard-list"
        group = COUNCIL
        label = _("Decision and its answer")
        description = _("What the council decided, to whom it was sent, and what was answered.")


class PartnerBlock(ShownAsWritten, blocks.StructBlock):
    """An organization of the neighbourhood, presented to the readers."""

    organization = PartnerChooserBlock(
        label=_("Organization"), help_text=_("Those of the public directory; the words come from there.")
    )
    text = blocks.RichTextBlock(label=_("To add"), required=False, features=TEXT_FEATURES, max_length=LONGEST_TEXT)
    sample = samples.PARTNER

    class Meta:
        icon = "home"
        group = COUNCIL
        label = _("Partner presented")
        description = _("An organization of the public directory, with a few words of yours.")


class GrantBlock(ShownAsWritten, blocks.StructBlock):
    """A grant asked for or received, or a call that is open."""

    funding = GrantChooserBlock(
        label=_("Grant"), help_text=_("Those that may be seen by anyone: their file says who may see them.")
    )
    text = blocks.RichTextBlock(label=_("To add"), required=False, features=TEXT_FEATURES, max_length=LONGEST_TEXT)
    sample = samples.GRANT

    class Meta:
        icon = "tag"
        group = COUNCIL
        label = _("Grant")
        description = _("A grant asked for or received, from its file.")


class ArchiveBlock(ShownAsWritten, blocks.StructBlock):
    """An item of the memory, shown to the readers."""

    title = blocks.CharBlock(label=_("Title"), default=_("From the memory"), max_length=80)
    item = ItemChooserBlock(
        label=pgettext_lazy("archives", "Item"), help_text=_("Those that anyone may see; the picture comes from there.")
    )
    text = blocks.RichTextBlock(label=_("To add"), required=False, features=TEXT_FEATURES, max_length=LONGEST_TEXT)
    sample = samples.ARCHIVE

    class Meta:
        icon = "image"
        group = COUNCIL
        label = _("Photo of the memory")
        description = _("An item of the memory with its picture and its date, and a few words of yours.")


class RecognitionBlock(ShownAsWritten, blocks.StructBlock):
    """The photo of the week of the memory, to be recognized."""

    title = blocks.CharBlock(label=_("Title"), default="Avez-vous reconnu?", max_length=80)
    sample = samples.RECOGNITION

    class Meta:
        icon = "help"
        group = COUNCIL
        label = _("Did you recognize?")
        description = _("The photo of the week of the memory; readers say whom they recognize.")
