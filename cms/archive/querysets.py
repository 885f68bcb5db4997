"""Which things of the memory someone may see."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.archive.enums import ContributionState

if TYPE_CHECKING:
    from cms.archive.models import Item  # noqa: F401


class ItemQuerySet(models.QuerySet["Item"]):
    """Items, narrowed."""

    def public(self, on: date | None = None) -> Self:
        """What anyone may see on that day, today by default: published, not closed, its embargo over."""
        day = on or timezone.localdate()
        return self.filter(Q(embargo_until=None) | Q(embargo_until__lte=day), live=True, closed_for="")

    def with_faces(self) -> Self:
        """Each with its first file as the only one of `faces`, which is how a list shows it; a film, by its picture."""
        from cms.archive.models import Master

        beside = Coalesce("poster_of__position", "position")
        latest = Case(When(poster_of=None, then=1), default=-F("position"))
        files = Master.objects.filter(item=OuterRef("item")).order_by(beside, latest, "pk")
        first = files.values("pk")[:1]
        faces = Master.objects.filter(pk=Subquery(first)).prefetch_related("derivatives")
        return self.prefetch_related(Prefetch("masters", faces, to_attr="faces"))


# So long after it was refused or withdrawn, a contribution is destroyed.
CONTRIBUTION_KEPT = timedelta(days=30)
# So long after a question that nobody answers, too.
QUESTION_KEPT = timedelta(days=365)


class ContributionQuerySet(models.QuerySet):
    """What citizens gave, narrowed."""

    def to_read(self) -> Self:
        """What waits for the team, the oldest first."""
        return self.filter(state=ContributionState.RECEIVED).order_by("received_at", "pk")

    def to_destroy(self, now: datetime) -> Self:
        """What was refused, withdrawn or left without an answer, its time over."""
        closed = Q(state__in=[ContributionState.REFUSED, ContributionState.WITHDRAWN])
        asked = Q(state=ContributionState.QUESTION)
        return self.filter(
            (closed & Q(changed_at__lte=now - CONTRIBUTION_KEPT)) | (asked & Q(changed_at__lte=now - QUESTION_KEPT))
        )
