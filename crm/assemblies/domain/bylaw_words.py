"""Says a rule of the by-laws as one says it aloud."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.assemblies.enums import BylawBasis, BylawKind
from crm.assemblies.models import Bylaw
from crm.partners.domain.interlock_words import day_words

IN_DAYS = frozenset(
    {
        BylawKind.NOTICE_DAYS,
        BylawKind.AGENDA_DAYS,
        BylawKind.DOCUMENTS_DAYS,
        BylawKind.ANNUAL_DAYS,
        BylawKind.OFFICERS_DAYS,
        BylawKind.DUE_DAYS,
        BylawKind.ANSWER_DAYS,
    }
)


def amount_words(rule: Bylaw) -> str:
    """« 7 jours », « 40 % des sièges occupés », « plus de la moitié des sièges occupés »."""
    if rule.basis == BylawBasis.MAJORITY:
        return _("more than half of the seats that are held")
    if rule.basis == BylawBasis.ELECTORS:
        return ngettext("%(count)s elector", "%(count)s electors", rule.amount) % {"count": rule.amount}
    if rule.basis == BylawBasis.PERCENT:
        return _("%(share)s %% of the seats that are held") % {"share": rule.amount}
    if rule.kind == BylawKind.QUORUM:
        return ngettext(
            "%(count)s member of the board with a vote", "%(count)s members of the board with a vote", rule.amount
        ) % {"count": rule.amount}
    if rule.kind in IN_DAYS:
        return ngettext("%(count)s day", "%(count)s days", rule.amount) % {"count": rule.amount}
    return ngettext("%(count)s person", "%(count)s people", rule.amount) % {"count": rule.amount}


def due_words(rule: Bylaw | None, assumed: int) -> str:
    """By which rule the seats of an annual assembly are proposed, or that nobody wrote one."""
    if rule is None:
        return ngettext(
            "No rule says which terms this assembly fills: those that end within %(count)s day are ticked, which is "
            "our own reading. Write the rule in the by-laws, with its source.",
            "No rule says which terms this assembly fills: those that end within %(count)s days are ticked, which is "
            "our own reading. Write the rule in the by-laws, with its source.",
            assumed,
        ) % {"count": assumed}
    return ngettext(
        "Ticked: the vacant seats, and the terms that end within %(count)s day of the assembly (%(source)s).",
        "Ticked: the vacant seats, and the terms that end within %(count)s days of the assembly (%(source)s).",
        rule.amount,
    ) % {"count": rule.amount, "source": rule.source}


def standing_words(rule: Bylaw, rules: Iterable[Bylaw], on: date) -> str:
    """Since when it holds, from when it will, or until when it did."""
    later = [
        one.in_force_from
        for one in rules
        if (one.kind, one.assembly_kind) == (rule.kind, rule.assembly_kind) and one.in_force_from > rule.in_force_from
    ]
    replaced = min(later, default=None)
    since = day_words(rule.in_force_from)
    if rule.in_force_from > on:
        return _("From %(day)s") % {"day": since}
    if replaced is not None and replaced <= on:
        return _("Until %(day)s, replaced") % {"day": day_words(replaced)}
    return _("Yes, since %(day)s") % {"day": since}
