"""What waits for the demo council's secretariat: a request to answer, and a person whose time has passed."""

from __future__ import annotations

from datetime import date, timedelta

from crm.partners.domain.retention import keep_until
from crm.partners.enums import RequestKind
from crm.partners.models import Person, PrivacyRequest

RECEIVED_BEFORE = timedelta(days=21)
KEPT_UNTIL_BEFORE = timedelta(days=12)


def ask_and_forget(today: date) -> None:
    """One request, due in nine days, and someone of the neighbourhood who holds no place any more."""
    PrivacyRequest.objects.create(
        kind=RequestKind.ACCESS,
        asked_by="Une voisine de la rue du Four-à-Chaux, par courriel",
        received_on=today - RECEIVED_BEFORE,
    )
    gone = Person.objects.exclude(memberships__end_max__gte=today).exclude(
        memberships__organization__is_our_council=True
    )
    if person := gone.first():
        keep_until(person, today - KEPT_UNTIL_BEFORE)
