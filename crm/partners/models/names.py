"""What organizations and people have several of: other names, contact details, addresses; each with its visibility."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.partners.enums import ContactKind, NameKind, Visibility
from crm.partners.fields import PartialDateField
from crm.partners.models.positions import Position
from crm.partners.models.remembered import Remembered


class OtherName(Remembered):
    """Another name, with when it was in use."""

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("why"), max_length=10, choices=NameKind, default=NameKind.ALIAS)
    starts_on = PartialDateField(_("from"), blank=True)
    ends_on = PartialDateField(_("until"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class ContactDetail(Remembered):
    """One way to reach someone: an e-mail, a telephone, a web address."""

    kind = models.CharField(_("means"), max_length=10, choices=ContactKind, default=ContactKind.EMAIL)
    value = models.CharField(_("number or address"), max_length=250)
    label = models.CharField(
        _("precision"), max_length=80, blank=True, help_text=_("As in “reception” or “extension 12”.")
    )
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.BOARD)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        """Refuses an e-mail or a web address that could not be one."""
        super().clean()
        self.value = self.value.strip()
        check: Any = {ContactKind.EMAIL: validate_email, ContactKind.URL: URLValidator(["http", "https"])}.get(
            ContactKind(self.kind)
        )
        if check is None:
            return
        try:
            check(self.value)
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from error


class Address(Position, Remembered):
    """A postal address, and where it is on the map."""

    street_address = models.CharField(_("street address"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.BOARD)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return ", ".join(part for part in (self.street_address, self.city, self.postal_code) if part)

    def clean(self) -> None:
        """Refuses half a position and an address that says nothing."""
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Give both the latitude and the longitude, or neither.")})
        if not str(self) and self.latitude is None:
            raise ValidationError({"street_address": _("Write at least a street, a city or a postal code.")})
