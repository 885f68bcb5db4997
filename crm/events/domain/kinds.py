"""The kinds that one may choose among: those that every council knows, then those that ours named itself."""

from __future__ import annotations

from crm.events.enums import Audience, EventKind
from crm.events.models import OwnKind
from crm.events.querysets import OWN


def code_of(kind: OwnKind) -> str:
    """How a kind of our own stands in a list of choices."""
    return f"{OWN}{kind.pk}"


def kind_choices() -> list[tuple[str, str]]:
    """Asked each time a form is made: a kind named this morning is offered at noon."""
    known = [(kind.value, str(kind.label)) for kind in EventKind]
    return [*known, *((code_of(kind), kind.name) for kind in OwnKind.objects.all())]


def audience_choices() -> list[tuple[str, str]]:
    return [(audience.value, str(audience.label)) for audience in Audience]
