"""« Qui siège où » in a page: what of it is public, in words and as a picture."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from crm.partners.domain.interlock_words import anchor_of
from crm.partners.domain.interlocks import Period
from crm.partners.domain.network import Question
from crm.partners.domain.who_sits import Told, load_organizations, tell
from crm.partners.enums import Scope, Visibility

SCOPES = [(Scope.AROUND.value, _("Around our council")), (Scope.WHOLE.value, Scope.WHOLE.label)]


class WhoSitsBlock(blocks.StructBlock):
    """Who sits where today, among the memberships, people and seats marked public; it refreshes by itself."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    scope = blocks.ChoiceBlock(label=_("Show"), choices=SCOPES, default=Scope.AROUND.value)

    class Meta:
        icon = "group"
        label = _("Who sits where")
        template = "blocks/who_sits.html"
        description = _("Who sits where today, in a sentence, a picture and a table: only what is marked public.")
        preview_value = {"title": "Qui siège où?", "scope": Scope.AROUND.value}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["told"] = public_network(Scope(value["scope"]))
        return context


def public_network(scope: Scope) -> Told:
    """What the public may know today; around our council, where it is written down as an organization."""
    organizations, today = load_organizations(), timezone.localdate()
    ours = next((pk for pk, one in organizations.items() if one.is_our_council), None)
    question = Question(scope, ours if scope == Scope.AROUND else None, None, Period.on(today))
    levels = frozenset({Visibility.PUBLIC.value})
    return tell(question, levels, organizations, today=today, address=lambda kind, pk: f"#{anchor_of(kind, pk)}")
