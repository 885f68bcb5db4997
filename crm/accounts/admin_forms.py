"""What a keeper of accounts fills in about a person; never a password, which only its owner knows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from crm.accounts.domain.people import end_sessions, ensure_administrator_remains
from crm.accounts.models import User

WORDS = {
    "email": (_("E-mail"), _("The login, and where the letters of the account go.")),
    "first_name": (_("First name"), ""),
    "last_name": (_("Last name"), ""),
    "groups": (_("Roles"), _("What each role may do is written in the table of roles of the documentation.")),
    "is_active": (_("The account is open"), _("Untick to close it: the person is signed out everywhere at once.")),
    "is_superuser": (_("Administrator"), _("May do everything, the settings of the site too. Two people are enough.")),
}


class PersonForm(forms.ModelForm):
    """Our words on Wagtail's form, and the limits of whoever is not an administrator."""

    field_order = list(WORDS)

    def __init__(self, *args: Any, keeper: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keeper = keeper
        if not keeper.is_superuser:
            self.fields.pop("is_superuser", None)
        for name, field in self.fields.items():
            label, help_text = WORDS[name]
            field.label, field.help_text = label, str(help_text)

    def clean_email(self) -> str:
        email: str = User.objects.normalize_email(self.cleaned_data["email"])
        same = User.objects.filter(email__iexact=email).filter(~Q(pk=self.instance.pk))
        if same.exists():
            raise ValidationError(_("This address already has an account."))
        return email


class InvitationForm(PersonForm, UserCreationForm):
    """Makes an account without a password; the letter that follows lets its owner choose one."""

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        user: User = super().save(commit)
        return user


class AccountForm(PersonForm, UserEditForm):
    """Corrects an account, opens or closes it."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        stored = User.objects.get(pk=self.instance.pk)
        stays = cleaned.get("is_superuser", stored.is_superuser) and cleaned.get("is_active", stored.is_active)
        if not stays:
            ensure_administrator_remains(without=stored)
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        if {"is_active", "email"} & set(self.changed_data):
            end_sessions(user)
        return user
