"""What people type to sign in: allauth's forms in our words, without placeholders that stand in for labels."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.accounts.lockout import is_locked_out, lockout_response
from crm.accounts.models import User
from crm.accounts.tasks import send_password_link
from crm.accounts.workers import call_workers

PASSWORD_HELP = _("At least twelve characters. A short sentence is easier to remember than a word with signs.")
CODE_HELP = _("Six figures from your application, or one of your recovery codes.")


class OwnWords:
    """Labels and help texts of ours on a form of allauth."""

    labels: dict[str, str | Promise] = {}
    help_texts: dict[str, str | Promise] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_helptext"


class LoginForm(OwnWords, account_forms.LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update({"autocomplete": "username webauthn", "autofocus": True})
        if settings.SHOW_DEMO_LOGINS and self.request is not None:
            self.fields["login"].initial = self.request.GET.get("courriel", "")


class ReauthenticateForm(OwnWords, account_forms.ReauthenticateForm):
    labels = {"password": _("Password")}


class ChangePasswordForm(OwnWords, account_forms.ChangePasswordForm):
    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }
    help_texts = {"password1": PASSWORD_HELP}


class ResetPasswordKeyForm(OwnWords, account_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password, once more")}
    help_texts = {"password1": PASSWORD_HELP}


class ResetPasswordForm(OwnWords, account_forms.ResetPasswordForm):
    """Asks for a letter with a link. The letter leaves from a worker: the answer takes as long for a stranger.

    Without a broker nothing is promised: 503 and a page that says to come back, to a stranger too.
    """

    labels = {"email": _("E-mail")}

    def save(self, request: Any, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if not call_workers(send_password_link, user.pk if user else 0):
            raise ImmediateHttpResponse(render(request, "account/no_letters.html", status=503))
        return email


class NoReplay:
    """A code opens once, for as long as it could be right; and never during a lockout."""

    user: User

    def clean_code(self) -> str:
        if is_locked_out(context.request, self.user.email):
            raise ImmediateHttpResponse(lockout_response(context.request))
        code: str = super().clean_code()  # type: ignore[misc]
        # Allauth remembers a used code for one period; with a tolerance of one it stays right for three.
        if not cache.add(f"second-factor-used-{self.user.pk}-{code.replace(' ', '')}", 1, timeout=120):
            raise ValidationError(get_mfa_adapter().error_messages["incorrect_code"])
        return code


class SecondFactorForm(OwnWords, NoReplay, mfa_forms.AuthenticateForm):
    labels = {"code": _("Code")}
    help_texts = {"code": CODE_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "autofocus": True})


class ConfirmSecondFactorForm(OwnWords, NoReplay, mfa_forms.ReauthenticateForm):
    labels = {"code": _("Code")}
    help_texts = {"code": CODE_HELP}


class ActivateTOTPForm(OwnWords, totp_forms.ActivateTOTPForm):
    labels = {"code": _("The six figures that your application shows")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddKeyForm(OwnWords, key_forms.AddWebAuthnForm):
    labels = {"name": _("Name of this key"), "passwordless": _("Sign in with this key alone, without a password")}
    help_texts = {
        "name": _("To tell it from another one: “My telephone”, “The key on my ring”."),
        "passwordless": _("The key then asks for your fingerprint, your face or its own code."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenameKeyForm(OwnWords, key_forms.EditWebAuthnForm):
    labels = {"name": _("Name of this key")}
