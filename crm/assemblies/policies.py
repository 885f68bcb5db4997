"""Permissions that know of the closed session: what was decided there does not exist for whoever may not see it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from crm.partners.policies import VisiblePolicy


class ClosedSessionPolicy(VisiblePolicy):
    """The permissions of the model, for the records that this person may see."""

    def visible_to(self, user: AbstractBaseUser) -> QuerySet[Any]:
        seen: QuerySet[Any] = self.model._default_manager.seen_by(user)
        return seen
