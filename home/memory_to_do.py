"""What citizens gave to the memory or recognized in it, while it waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.archive.domain.recognizing import photos_to_decide
from cms.archive.enums import ContributionState
from cms.archive.models import Contribution
from crm.accounts.models import User
from home.thing_to_do import ToDo


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
