"""Begins what is put to the vote at an item, from its proposal; takes back what was begun by mistake."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from crm.assemblies.domain.deciding import assembly_of
from crm.assemblies.domain.reasons import is_reason
from crm.assemblies.domain.versions import take_table
from crm.assemblies.enums import ItemKind
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import AgendaItem, Decision


def split_proposal(proposal: str) -> tuple[str, str]:
    """The reasons, a line each, and what is decided: a line that begins with « Considérant » is a reason."""
    lines = [line.strip() for line in proposal.splitlines()]
    reasons = [line for line in lines if is_reason(line)]
    decided = [line for line in lines if not is_reason(line)]
    return "\n".join(reasons), "\n".join(decided).strip()


@transaction.atomic
def propose_decision(item: AgendaItem, title: str = "") -> Decision:
    """What is put to the vote at an item, begun from its proposal; with another ``title``, one more.

    Called again with the same title it returns the same one.
    """
    table = take_table(item.assembly_id)
    existing = Decision.objects.filter(item=item).order_by("pk")
    found = existing.filter(title=title).first() if title else existing.first()
    if found is not None:
        return found
    reasons, decided = split_proposal(item.proposal or _usual(item)) if not title else ("", "")
    return Decision.objects.create(
        item=item,
        assembly=table,
        title=title or item.title[:200],
        considerations=reasons,
        text=decided,
        is_closed_session=item.is_closed_session,
    )


def _usual(item: AgendaItem) -> str:
    """What every assembly puts to the vote in the same words."""
    return _("To adopt the agenda as proposed.") if item.kind == ItemKind.AGENDA else ""


@transaction.atomic
def strike_decision(decision: Decision) -> None:
    """Take back a decision that was begun by mistake. Raises `AssemblyRefused` for one that has a number."""
    take_table(assembly_of(decision))
    stored = Decision.objects.select_for_update().filter(pk=decision.pk).first()
    if stored is None:
        return
    if stored.number:
        raise AssemblyRefused(_("It is adopted, and its number stays: adopt another one that undoes it."))
    stored.delete()
