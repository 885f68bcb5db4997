"""What waits on the first screen about the originals: those that are not what arrived, or were not read in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.archive.domain.fixity import broken_masters, late_checks
from crm.accounts.models import User
from home.thing_to_do import ToDo


def originals_to_do(user: User, now: datetime) -> Iterator[ToDo]:
    """A damaged original is put back from a safeguard copy, which cannot wait until that copy is overwritten."""
    if not user.has_perm("archive.change_item"):
        return
    url = reverse("archive_fixity:index")
    broken = broken_masters().count()
    if broken:
        words = ngettext(
            "One original of the memory is damaged or missing: put it back from a safeguard copy.",
            "%(count)s originals of the memory are damaged or missing: put them back from a safeguard copy.",
            broken,
        )
        yield ToDo(words % {"count": broken}, _("See the originals"), url, is_urgent=True)
    late = late_checks(now).count()
    if late:
        words = ngettext(
            "One original of the memory was not read again within 30 days.",
            "%(count)s originals of the memory were not read again within 30 days.",
            late,
        )
        yield ToDo(words % {"count": late}, _("See why"), url)
