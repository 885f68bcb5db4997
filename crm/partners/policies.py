"""Permissions that look at the record too: what someone may not see, they may not reach by any road."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from crm.partners.domain.visibility import levels_of


class VisiblePolicy(ModelPermissionPolicy):
    """The permissions of the model, for the records that this person may see.

    Wagtail asks it for links to a record found elsewhere: without one it says « private » and no name.
    """

    def visible_to(self, user: AbstractBaseUser) -> QuerySet[Any]:
        visible: QuerySet[Any] = self.model._default_manager.visible(levels_of(user))
        return visible

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Sequence[str], instance: Model
    ) -> bool:
        if not self.user_has_any_permission(user, actions):
            return False
        return instance.pk is None or bool(self.visible_to(user).filter(pk=instance.pk).exists())

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: Model) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def instances_user_has_any_permission_for(self, user: AbstractBaseUser, actions: Sequence[str]) -> QuerySet[Any]:
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.visible_to(user)
