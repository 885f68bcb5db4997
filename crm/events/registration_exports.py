"""Those registered for one event as a file for a spreadsheet; no cell of it runs (T26)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from crm.events.models import Registration, RegistrationDesk
from crm.partners.domain.cells import neutralise_cell, write_csv

Row = list[Any]


def registration_rows(desk: RegistrationDesk, registrations: Iterable[Registration]) -> list[Row]:
    """A heading, then a line a person, with a column for each question that was asked."""
    people = list(registrations)
    asked = list(dict.fromkeys(answer.asked for person in people for answer in person.answers.all()))
    heading = [_("Number"), _("Name"), _("E-mail"), _("Telephone"), pgettext("seats", "Places"), _("State"), _("Asked")]
    parent = [_("Parent's name"), _("Parent's telephone or e-mail")] if desk.asks_age else []
    photos = [_("Consent to photographs")] if desk.asks_photo_consent else []
    return [[*heading, *parent, *photos, *asked], *(_row(desk, person, asked) for person in people)]


def _row(desk: RegistrationDesk, person: Registration, asked: list[str]) -> Row:
    answers = {answer.asked: answer.text for answer in person.answers.all()}
    row: Row = [person.pk, person.name, person.email, person.telephone, person.places]
    row += [person.get_state_display(), timezone.localtime(person.asked_at)]
    row += [person.parent_name, person.parent_contact] if desk.asks_age else []
    row += [_("yes") if person.photo_statement else _("no")] if desk.asks_photo_consent else []
    return [*row, *(answers.get(question, "") for question in asked)]


def rows_as_csv(rows: Iterable[Row]) -> bytes:
    return write_csv(rows).encode()


def rows_as_xlsx(rows: Iterable[Row]) -> bytes:
    """Texts stay texts: openpyxl would make a formula of what begins with « = »."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Registrations"))
    for row in rows:
        sheet.append([_cell(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(value: Any) -> Any:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else neutralise_cell(value)
