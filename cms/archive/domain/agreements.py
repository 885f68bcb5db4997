"""Writes down who agreed to what, and lets them take it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.archive.domain.agreement_texts import current_text
from cms.archive.domain.closing import take_down
from cms.archive.domain.gift_news import announce
from cms.archive.enums import AgreementSubject, Basis, ContributionNews, ContributionState
from cms.archive.models import Agreement, Contribution, Item, archive_storage
from crm.accounts.domain.signed_links import read_number, sign_number
from crm.accounts.models import User

SALT = "parvis.archive.agreement"


def make_token(agreement: Agreement) -> str:
    """What the private link of this agreement carries; it neither expires nor changes with the key."""
    return sign_number(SALT, agreement.pk)


def read_token(token: str) -> int:
    """The agreement's key in the database. Raises `BadLink`."""
    return read_number(SALT, token)


def agreement_url(agreement: Agreement) -> str:
    """The whole address to give to that person, and to nobody else."""
    return settings.BASE_URL + reverse("archive_agreement", args=[make_token(agreement)])


@transaction.atomic
def record_agreement(
    agreement: Agreement, items: Iterable[Item], by: User | None, scan: File[bytes] | None = None
) -> Agreement:
    """Keep a new agreement about ``items``, under the words of today unless it names others; its scan stays private."""
    if agreement.text_id is None:
        agreement.text = current_text(AgreementSubject(agreement.subject))
    agreement.recorded_by = by
    if scan is not None:
        agreement.scan = archive_storage().save(f"agreements/{scan.name}", scan)
    agreement.save()
    agreement.items.set(items)
    return agreement


@transaction.atomic
def withdraw_agreement(agreement: Agreement, now: datetime, *, note: str = "", by: User | None = None) -> list[Item]:
    """Take this agreement back and close each of its items to the public; the items that are closed by it.

    What was given under it is withdrawn too, and whoever gave it is told.
    ``by`` is who did it in the administration, None for the person themselves. A second call changes nothing.
    """
    stored = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if stored.withdrawn_at is not None:
        return []
    stored.withdrawn_at, stored.withdrawal_note = now, note[:300]
    stored.save(update_fields=["withdrawn_at", "withdrawal_note"])
    agreement.withdrawn_at = now
    _end_gifts(stored, now)
    reason = _("Someone who had agreed to its being shown took their agreement back.")
    items = list(stored.items.all())
    for item in items:
        take_down(item, reason, by, now, basis=Basis.CONSENT_WITHDRAWN)
    return items


def _end_gifts(agreement: Agreement, now: datetime) -> None:
    for gift in Contribution.objects.select_for_update().filter(agreement=agreement, state=ContributionState.ACCEPTED):
        gift.state, gift.changed_at = ContributionState.WITHDRAWN, now
        gift.save(update_fields=["state", "changed_at"])
        announce(gift, ContributionNews.WITHDRAWN, now)
