"""Says what comes next for an application: « ferme dans 12 jours », « rapport en retard de 3 jours »."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.partners.domain.funding import Deadline, DeadlineKind, next_deadline
from crm.partners.enums import FundingStatus
from crm.partners.models import Funding

KIND_WORDS = {
    DeadlineKind.INTERNAL: gettext_lazy("Ready among us"),
    DeadlineKind.CALL: gettext_lazy("The call closes"),
    DeadlineKind.REPORT: gettext_lazy("Report due"),
}


def next_words(funding: Funding, on: date) -> str:
    """What comes next, from that day; nothing where nothing is awaited."""
    deadline = next_deadline(funding, on)
    if deadline is not None:
        return deadline_words(deadline, on)
    return _("awaits the answer") if funding.status == FundingStatus.SUBMITTED else ""


def deadline_words(deadline: Deadline, on: date) -> str:
    """How far this day is from ``on``."""
    days = (deadline.on - on).days
    if days < 0:
        return _past(deadline.kind, -days)
    return _today(deadline.kind) if days == 0 else _coming(deadline.kind, days)


def _coming(kind: DeadlineKind, days: int) -> str:
    words = {
        DeadlineKind.INTERNAL: ngettext(
            "to be ready among us in %(days)s day", "to be ready among us in %(days)s days", days
        ),
        DeadlineKind.CALL: ngettext("closes in %(days)s day", "closes in %(days)s days", days),
        DeadlineKind.REPORT: ngettext("report due in %(days)s day", "report due in %(days)s days", days),
    }
    return words[kind] % {"days": days}


def _today(kind: DeadlineKind) -> str:
    return {
        DeadlineKind.INTERNAL: _("to be ready among us today"),
        DeadlineKind.CALL: _("closes today"),
        DeadlineKind.REPORT: _("report due today"),
    }[kind]


def _past(kind: DeadlineKind, days: int) -> str:
    words = {
        DeadlineKind.INTERNAL: ngettext("was to be ready %(days)s day ago", "was to be ready %(days)s days ago", days),
        DeadlineKind.CALL: ngettext("closed %(days)s day ago", "closed %(days)s days ago", days),
        DeadlineKind.REPORT: ngettext("report late by %(days)s day", "report late by %(days)s days", days),
    }
    return words[kind] % {"days": days}
