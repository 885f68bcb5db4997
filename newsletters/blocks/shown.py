"""What every block of a letter shares: how it is shown in the chooser, and the links it may hold."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsletters.domain.compose import compose_part
from newsletters.domain.content import Part

# The shelves of the chooser of blocks.
WORDS, PICTURES, AGENDA, COUNCIL = _("Words"), _("Pictures"), _("The agenda"), _("The council and its partners")

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
# In characters: a fifth of what a letter may weigh; a whole report pasted here is refused when it is saved.
LONGEST_TEXT = 20_000


class ShownAsWritten:
    """In the chooser of blocks, a block is shown as the letter's page would show it; ``sample`` stands for a record."""

    name: str
    sample: Part | None = None

    def get_preview_template(self, value: Any = None, context: Any = None) -> str:
        return "newsletters/previews/block.html"

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_preview_context(value, parent_context)  # type: ignore[misc]
        return {**context, "part": self.sample or compose_part(self.name, value, timezone.now())}


def only_one_way(cleaned: Any, *, needed: bool) -> None:
    """Refuses a page and an address at once; where one is ``needed``, neither."""
    page, url = cleaned["page"], cleaned["url"]
    if (page and url) or (needed and not page and not url):
        raise refusal("url", _("Choose a page of the site or write an address, one of the two."))


def refusal(field: str, sentence: Any) -> blocks.StructBlockValidationError:
    """What is wrong with one field of a block, said beside it."""
    return blocks.StructBlockValidationError({field: ValidationError(sentence)})
