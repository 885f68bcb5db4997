"""Writes people's data into files that a spreadsheet opens without running them."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.partners.domain.cells import write_csv
from newsletters.domain.import_plan import Plan
from newsletters.domain.personal_data import PersonalData

LABELS = {
    "email": gettext_lazy("E-mail"),
    "known_since": gettext_lazy("Known since"),
    "confirmed_at": gettext_lazy("Address confirmed"),
    "language": gettext_lazy("Language"),
    "sector": gettext_lazy("Postal sector"),
    "paused_until": gettext_lazy("Last day of the pause"),
    "moving_to": gettext_lazy("New address asked for"),
    "subscriptions": gettext_lazy("Topics"),
    "history": gettext_lazy("History of the consents"),
    "letters": gettext_lazy("Letters"),
    "returns": gettext_lazy("Letters that came back"),
    "words": gettext_lazy("The server's answer"),
    "topic": gettext_lazy("Topic"),
    "state": gettext_lazy("State"),
    "basis": gettext_lazy("Basis"),
    "basis_date": gettext_lazy("Date of the basis"),
    "expires_on": gettext_lazy("Until"),
    "occurred_at": gettext_lazy("When"),
    "when": gettext_lazy("When"),
    "what": gettext_lazy("What happened"),
    "how": gettext_lazy("How"),
    "by": gettext_lazy("Who did it"),
    "wording": gettext_lazy("Words shown"),
    "evidence": gettext_lazy("Evidence"),
    "subject": gettext_lazy("Subject"),
    "disputes": gettext_lazy("Disputed consents"),
    "said": gettext_lazy("What the person says"),
    "answer": gettext_lazy("What was found and answered"),
}

OF_THE_PERSON = ("email", "known_since", "confirmed_at", "language", "sector", "paused_until", "moving_to")


def personal_data_as_json(data: PersonalData) -> str:
    return json.dumps(asdict(data), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def personal_data_as_csv(data: PersonalData) -> str:
    """One line a fact: its section, its number in it, its name, its value, in the words of the site."""
    person = [(_("Person"), 1, LABELS[name], getattr(data, name)) for name in OF_THE_PERSON]
    facts = [
        (LABELS[section], number, LABELS[field.name], getattr(line, field.name))
        for section in ("subscriptions", "history", "letters", "returns", "disputes")
        for number, line in enumerate(getattr(data, section), start=1)
        for field in fields(line)
    ]
    return write_csv([(_("Section"), _("Number"), _("Fact"), _("Value")), *person, *facts])


def refused_rows_as_csv(plan: Plan) -> str:
    """The refused lines as they came, with their number and the reason, to be mended and imported again."""
    columns = [*plan.table.columns, _("Line"), _("Reason")]
    return write_csv([columns, *([*row.line.cells, row.line.number, row.reason] for row in plan.refused)])
