"""Gives a person the file of what they gave and wrote (Law 25): all of theirs, nothing of anyone else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.archive.models import Contribution
from crm.events.domain.registration_files import as_numbers
from crm.partners.domain.cells import write_csv


def contribution_facts(contribution: Contribution) -> Iterator[tuple[str, str]]:
    """Each fact with its name, in the words of the site; what is empty is left out."""
    facts = (
        (pgettext("contribution", "What it is"), contribution.title),
        (pgettext("contribution", "When"), contribution.date_said),
        (pgettext("contribution", "Where"), contribution.place_said),
        (_("What is known of it"), contribution.description),
        (_("Who made it"), contribution.made_by),
        (_("Name"), contribution.person_name),
        (_("E-mail"), contribution.person_email),
        (_("To be named on the site"), _("yes") if contribution.wants_name else _("no")),
        (_("Parent's name"), contribution.parent_name),
        (_("Parent's telephone or e-mail"), contribution.parent_contact),
        (pgettext("archives", "Agreement"), contribution.text.words),
        (_("What may be done with it"), contribution.get_licence_display()),
        (_("State"), contribution.get_state_display()),
        (_("Reason"), contribution.reason),
        (_("Received"), as_numbers(contribution.received_at)),
        (_("Files"), "; ".join(file.name for file in contribution.files.all())),
        *(_message(message.words, message.from_team) for message in contribution.messages.all()),
    )
    return ((name, value) for name, value in facts if value)


def _message(words: str, from_team: bool) -> tuple[str, str]:
    return (_("Question") if from_team else _("Answer"), words)


def contribution_as_json(contribution: Contribution) -> str:
    return json.dumps(list(contribution_facts(contribution)), ensure_ascii=False, indent=2)


def contribution_as_csv(contribution: Contribution) -> str:
    return write_csv([(_("Fact"), _("Value")), *contribution_facts(contribution)])


FORMATS: dict[str, tuple[str, Callable[[Contribution], str]]] = {
    "json": ("application/json", contribution_as_json),
    "csv": ("text/csv; charset=utf-8", contribution_as_csv),
}
