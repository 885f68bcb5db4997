"""People who sign in."""

from typing import Any

import factory
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.test import Client

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.accounts.second_factor import SESSION_KEY, has_second_factor


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@conseil.example")
    first_name = "Camille"
    last_name = "Desruisseaux"
    password = factory.django.Password("une phrase de passe longue")


def someone_of(role: Role, **fields: Any) -> User:
    """A person who has one role."""
    user = UserFactory.create(**fields)
    user.groups.add(Group.objects.get(name=role.value))
    return user


def enrol(user: User) -> str:
    """Give this person an authentication application; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


class SignedInClient(Client):
    """A browser whose ``force_login`` stands for the whole sign-in: the password, then the second factor."""

    def force_login(self, user: Any, backend: str | None = None) -> None:
        super().force_login(user, backend)
        if not has_second_factor(user):
            enrol(user)
        session = self.session
        session[SESSION_KEY] = user.pk
        session.save()
