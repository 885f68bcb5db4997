"""Corrects an adopted decision without changing its words: a dated erratum stands beside them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from crm.assemblies.enums import DecisionState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Decision, DecisionErratum


def write_erratum(decision: Decision, text: str, on: date) -> DecisionErratum:
    """The same words on the same day are the same erratum. Refuses what is not sealed: its words still change."""
    if decision.state != DecisionState.ADOPTED or decision.adopted_on is None:
        raise AssemblyRefused(_("A draft is corrected in its form: it has no erratum."))
    if not decision.is_sealed:
        raise AssemblyRefused(
            _("Until the minutes of its assembly are adopted, it is corrected at its item, on the assembly’s screen.")
        )
    if on < decision.adopted_on:
        raise AssemblyRefused(_("It was not adopted yet that day: check the date."))
    if not text.strip():
        raise AssemblyRefused(_("Write what to read."))
    erratum, _made = DecisionErratum.objects.get_or_create(decision=decision, dated_on=on, text=text.strip())
    return erratum
