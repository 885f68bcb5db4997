"""What every screen of a record with a visibility shares: only what this person may see exists."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from crm.accounts.models import User
from crm.partners.domain.visibility import levels_of


def person_of(request: HttpRequest) -> User:
    """Who acts: behind the door of the administration there is nobody else."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


class NoFile:
    """A list that nobody takes away: Wagtail would answer ``?export=csv`` with a line for each record, though empty."""

    FORMATS: ClassVar[tuple[str, ...]] = ()


class VisibleRecords:
    """Narrows lists, and answers 404 for a record that is above the reader's level.

    Stands before a generic view of Wagtail; `related` is what its screen reads along.
    """

    request: HttpRequest
    model: Any
    related: tuple[str, ...] = ()

    def visible(self) -> QuerySet[Any]:
        records: QuerySet[Any] = self.model._default_manager.visible(levels_of(self.request.user))
        return records.select_related(*self.related) if self.related else records

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.visible()

    def get_object(self, queryset: Any = None) -> Any:
        found = getattr(self, "object", None)
        return found if found is not None else get_object_or_404(self.visible(), pk=self.kwargs["pk"])  # type: ignore[attr-defined]
