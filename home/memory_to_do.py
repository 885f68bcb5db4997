"""What citizens gave to the memory, recognized in it or took back, while it waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.archive.domain.recognizing import photos_to_decide
from cms.archive.enums import Basis, ContributionState
from cms.archive.models import Contribution, Takedown
from crm.accounts.models import User
from home.thing_to_do import ToDo

# Long enough for a volunteer who comes once a week; the journal of what was taken down keeps it.
TOLD_FOR = timedelta(days=14)


def contributions_to_do(user: User) -> Iterator[ToDo]:
    """Someone gave something, and wonders what became of it."""
    if not user.has_perm("archive.change_contribution"):
        return
    count = Contribution.objects.to_read().count()
    if count:
        words = ngettext(
            "One contribution to the memory waits to be read.",
            "%(count)s contributions to the memory wait to be read.",
            count,
        )
        url = f"{reverse('archive_contributions:index')}?state={ContributionState.RECEIVED}"
        yield ToDo(words % {"count": count}, _("Read, and decide"), url)


def recognition_to_do(user: User) -> Iterator[ToDo]:
    """Two neighbours agree on a name."""
    if not user.has_perm("archive.change_recognitionphoto"):
        return
    count = photos_to_decide()
    if count:
        words = ngettext(
            "In one photo, two neighbours recognize the same name.",
            "In %(count)s photos, two neighbours recognize the same name.",
            count,
        )
        yield ToDo(words % {"count": count}, _("Look, and decide"), reverse("archive_recognition:index"))


def withdrawals_to_do(user: User, now: datetime) -> Iterator[ToDo]:
    """Someone took their agreement back by their own link: what they lent may be on a sheet, in a letter, in a box."""
    if not user.has_perm("archive.take_down_item"):
        return
    by_themselves = Takedown.objects.filter(basis=Basis.CONSENT_WITHDRAWN, taken_down_by=None, restored_at=None)
    count = by_themselves.filter(destroyed_at=None, taken_down_at__gt=now - TOLD_FOR).count()
    if count:
        words = ngettext(
            "An agreement was taken back by whoever had given it: one item left the site in the last two weeks.",
            "An agreement was taken back by whoever had given it: %(count)s items left the site in the last two weeks.",
            count,
        )
        yield ToDo(words % {"count": count}, _("See what left"), reverse("archive_takedowns:index"))
