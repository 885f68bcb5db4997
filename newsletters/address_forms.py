"""Reads the address to which someone would rather be written to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.partners.domain.addresses import MAX_ADDRESS, normalise_address


class AddressForm(forms.Form):
    """One address."""

    email = forms.CharField(
        label=_("New e-mail"),
        max_length=MAX_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean_email(self) -> str:
        return normalise_address(self.cleaned_data["email"])
