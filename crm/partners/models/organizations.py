"""Organizations: partners, funders, tables, and our own council among them (Popolo: Organization)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from crm.partners.domain.searching import acronym_of
from crm.partners.enums import OrganizationKind
from crm.partners.fields import PartialDateField
from crm.partners.models.clusters import Cluster
from crm.partners.models.names import Address, ContactDetail, OtherName
from crm.partners.models.remembered import Remembered
from crm.partners.models.searched import Searched
from crm.partners.querysets import OrganizationQuerySet, SectorQuerySet


class Sector(Remembered):
    """What an organization works on: greening, seniors, mobility."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take it from each organization first, so that their history tells it."""
        for organization in Organization.objects.filter(sectors=self):
            organization.sectors.remove(self)
            organization.save()
        return super().delete(*args, **kwargs)


class Organization(Searched, Remembered, Cluster):
    """A group of people with a common purpose, around our council or our council itself."""

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind, default=OrganizationKind.COMMUNITY)
    is_our_council = models.BooleanField(_("this is our own council"), default=False)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="children",
    )
    sectors = ParentalManyToManyField(Sector, verbose_name=_("sectors"), blank=True, related_name="organizations")
    description = models.TextField(_("in a few sentences"), blank=True, help_text=_("Shown in the public listing."))
    logo = models.ForeignKey(
        "partners.Picture", verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    founded_on = PartialDateField(_("founded"), blank=True)
    dissolved_on = PartialDateField(_("dissolved"), blank=True)
    is_listed = models.BooleanField(_("in the public listing of our partners"), default=False)
    board_notes = models.TextField(_("notes for the board"), blank=True)
    followed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("followed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_organizations",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name", "pk"]
        permissions = [
            ("see_board_level", "Can see what is for the board"),
            ("see_private", "Can see what is private"),
            ("export_partners", "Can export partners, people and seats"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["is_our_council"],
                condition=models.Q(is_our_council=True),
                name="organization_one_council",
                violation_error_message=_("Another organization is already our own council."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuses an organization that would be part of itself."""
        super().clean()
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"parent": _("An organization cannot be part of itself.")})
            seen.add(above.pk)
            above = above.parent

    def names_to_search(self) -> list[str]:
        return [self.name, acronym_of(self.name), *(other.name for other in self.other_names.all())]


class OrganizationName(OtherName):
    """An alias, an acronym or a former name of an organization."""

    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="other_names")

    class Meta(OtherName.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["pk"]


class OrganizationContact(ContactDetail):
    """A way to reach an organization."""

    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="contact_details")

    class Meta(ContactDetail.Meta):
        verbose_name = _("contact detail")
        verbose_name_plural = _("contact details")
        ordering = ["pk"]


class OrganizationAddress(Address):
    """Where an organization is."""

    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="addresses")

    class Meta(Address.Meta):
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["pk"]
