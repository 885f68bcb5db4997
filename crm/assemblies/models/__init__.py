"""What the table keeps."""

from crm.assemblies.models.agenda import AgendaItem, AgendaSeries
from crm.assemblies.models.assemblies import Assembly
from crm.assemblies.models.bylaws import Bylaw
from crm.assemblies.models.decisions import Decision, DecisionErratum, DecisionVote, NumberSeries
from crm.assemblies.models.elections import Candidacy, Election, ElectionSeat, TieDecision
from crm.assemblies.models.electors import Elector, ElectorAbsence, Supporter
from crm.assemblies.models.followups import Sending, SendingReminder
from crm.assemblies.models.imports import DecisionImport, ImportedDecision
from crm.assemblies.models.minutes import Erratum, Minutes, MinutesSection
from crm.assemblies.models.notices import Notice
from crm.assemblies.models.presence import ConflictDeclaration, Presence, PublicQuestion

__all__ = [
    "AgendaItem",
    "AgendaSeries",
    "Assembly",
    "Bylaw",
    "Candidacy",
    "ConflictDeclaration",
    "Decision",
    "DecisionErratum",
    "DecisionImport",
    "DecisionVote",
    "Election",
    "ElectionSeat",
    "Elector",
    "ElectorAbsence",
    "Erratum",
    "ImportedDecision",
    "Minutes",
    "MinutesSection",
    "Notice",
    "NumberSeries",
    "Presence",
    "PublicQuestion",
    "Sending",
    "SendingReminder",
    "Supporter",
    "TieDecision",
]
