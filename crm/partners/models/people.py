"""People: neighbours, board members, delegates, those who answer for a partner (Popolo: Person)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from crm.partners.enums import Visibility
from crm.partners.models.clusters import Cluster
from crm.partners.models.names import Address, ContactDetail, OtherName
from crm.partners.models.remembered import Remembered
from crm.partners.models.searched import Searched
from crm.partners.querysets import PersonQuerySet


class Person(Searched, Remembered, Cluster):
    """Someone the council knows by name; what they do is in their memberships, never here."""

    given_name = models.CharField(_("first name"), max_length=80, blank=True)
    family_name = models.CharField(_("last name"), max_length=80)
    pronouns = models.CharField(_("pronouns"), max_length=30, blank=True)
    biography = models.TextField(_("in a few sentences"), blank=True, help_text=_("Shown where this person is public."))
    portrait = models.ForeignKey(
        "partners.Picture",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    visibility = models.CharField(
        _("who may see this person"), max_length=10, choices=Visibility, default=Visibility.BOARD
    )
    board_notes = models.TextField(_("notes for the board"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )
    keep_until = models.DateField(
        _("keep until"), null=True, blank=True, help_text=_("After that day this file is proposed for erasure.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["family_name", "given_name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First name, then last name."""
        return f"{self.given_name} {self.family_name}".strip()

    def names_to_search(self) -> list[str]:
        return [self.name, *(other.name for other in self.other_names.all())]


class PersonName(OtherName):
    """Another name of a person: a maiden name, a nickname."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="other_names")

    class Meta(OtherName.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["pk"]


class PersonContact(ContactDetail):
    """A way to reach a person."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="contact_details")

    class Meta(ContactDetail.Meta):
        verbose_name = _("contact detail")
        verbose_name_plural = _("contact details")
        ordering = ["pk"]


class PersonAddress(Address):
    """Where a person lives or receives letters."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="addresses")

    class Meta(Address.Meta):
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["pk"]
