"""The blocks that an editor writes: headings, text, quotations, buttons, calls."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.blocks.shown import LONGEST_TEXT, TEXT_FEATURES, WORDS, ShownAsWritten, only_one_way, refusal
from newsletters.enums import CallKind


class HeadingBlock(ShownAsWritten, blocks.CharBlock):
    """A title between two parts of the letter."""

    class Meta:
        icon = "title"
        group = WORDS
        label = _("Heading")
        description = _("A title between two parts of the letter.")
        preview_value = "Trois plans pour une rue"


class TextBlock(ShownAsWritten, blocks.RichTextBlock):
    """Paragraphs and lists."""

    class Meta:
        icon = "pilcrow"
        group = WORDS
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        preview_value = "<p>La soupe est prête à 17 h 30. Apportez <b>votre tasse</b> et une voisine.</p>"


class QuoteBlock(ShownAsWritten, blocks.StructBlock):
    """Someone's own words."""

    text = blocks.TextBlock(label=_("What was said"), rows=3, max_length=600, help_text=_("Without quotation marks."))
    who = blocks.CharBlock(label=_("Who said it"), required=False, max_length=120)
    role = blocks.CharBlock(label=_("In what capacity"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        group = WORDS
        label = _("Quotation")
        description = _("Someone’s own words, set large.")
        preview_value = {
            "text": "On a planté onze arbres en un avant-midi, et personne n’avait hâte de rentrer.",
            "who": "Rosaire Quintal-Ouellet",
            "role": "résident de la rue des Tanneurs",
        }


class ButtonBlock(ShownAsWritten, blocks.StructBlock):
    """One thing to do, said plainly."""

    label = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page of the site"), required=False)
    url = blocks.URLBlock(label=_("Or another address"), required=False)

    class Meta:
        icon = "link"
        group = WORDS
        label = _("Button")
        description = _("One thing to do, said plainly.")
        preview_value = {"label": "Voir les trois plans", "page": None, "url": "https://conseil.example/plans"}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        only_one_way(cleaned, needed=True)
        return cleaned


class CallBlock(ShownAsWritten, blocks.StructBlock):
    """Something asked of the readers, and until when."""

    kind = blocks.ChoiceBlock(label=_("What is asked"), choices=CallKind.choices, default=CallKind.VOLUNTEERS)
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, max_length=LONGEST_TEXT)
    until = blocks.DateBlock(label=_("Until"), required=False, help_text=_("The last day to answer."))
    label = blocks.CharBlock(label=_("Words on the button"), required=False, max_length=60)
    page = blocks.PageChooserBlock(label=_("Page of the site"), required=False)
    url = blocks.CharBlock(
        label=_("Or another address"),
        required=False,
        max_length=300,
        help_text=_("A web address, or an e-mail after “mailto:”."),
    )

    class Meta:
        icon = "pick"
        group = WORDS
        label = _("Call")
        description = _("Volunteers, projects or opinions that you ask for, and until when.")
        preview_value = {
            "kind": CallKind.VOLUNTEERS,
            "title": "Deux heures pour la fête des voisins",
            "text": "<p>On monte les tables, on sert la soupe, on range. <b>Aucune expérience requise.</b></p>",
            "until": None,
            "label": "Je donne un coup de main",
            "page": None,
            "url": "mailto:bonjour@conseil.example",
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        only_one_way(cleaned, needed=bool(cleaned["label"]))
        if not cleaned["label"] and (cleaned["page"] or cleaned["url"]):
            raise refusal("label", _("Say what the button does."))
        return cleaned


class PollBlock(ShownAsWritten, blocks.StructBlock):
    """One question, and the answers among which readers choose."""

    question = blocks.CharBlock(label=_("Question"), max_length=160)
    answers = blocks.ListBlock(
        blocks.CharBlock(label=_("Answer"), max_length=80), label=_("Answers"), min_num=2, max_num=6
    )
    closes_on = blocks.DateBlock(label=_("Until"), help_text=_("The last day to answer."))
    shows_results = blocks.BooleanBlock(
        label=_("Show the totals on the site"),
        required=False,
        help_text=_("The report shows them to the council in any case."),
    )

    class Meta:
        icon = "help"
        group = WORDS
        label = _("Question to the readers")
        description = _("One question with two to six answers; totals only, nobody recognised.")
        preview_value = {
            "question": "Quand tenir la corvée du parc?",
            "answers": ["Le samedi matin", "Le dimanche après-midi"],
            "closes_on": None,
            "shows_results": False,
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        said = [words.strip().casefold() for words in cleaned["answers"]]
        if len(set(said)) < len(said):
            raise refusal("answers", _("Two answers say the same thing: change one."))
        return cleaned


class DividerBlock(ShownAsWritten, blocks.StaticBlock):
    """A thin line."""

    class Meta:
        icon = "minus"
        group = WORDS
        label = _("Divider")
        description = _("A thin line.")
        admin_text = _("A thin line.")
        preview_value = None
