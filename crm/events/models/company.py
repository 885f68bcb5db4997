"""Who and what goes with an event: organizations, people of ours who were there, links, documents, photos."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from crm.events.enums import EventPart
from crm.events.models.events import Event


class EventOrganization(models.Model):
    """An organization that organizes the event with us, or is its partner."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="organizations")
    organization = models.ForeignKey(
        "partners.Organization", verbose_name=_("organization"), on_delete=models.CASCADE, related_name="event_parts"
    )
    role = models.CharField(_("its part"), max_length=10, choices=EventPart, default=EventPart.PARTNER)

    class Meta:
        verbose_name = _("organization of the event")
        verbose_name_plural = _("organizations of the event")
        ordering = ["role", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "organization"], name="event_organization_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class EventRepresentative(models.Model):
    """Someone who was there for the council; public only where the person is."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="representatives")
    person = models.ForeignKey(
        "partners.Person", verbose_name=_("person"), on_delete=models.CASCADE, related_name="events_attended"
    )

    class Meta:
        verbose_name = _("representative at the event")
        verbose_name_plural = _("representatives at the event")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="event_representative_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class EventLink(models.Model):
    """An address elsewhere that says more."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(_("what one finds there"), max_length=120)
    url = models.URLField(_("address"), max_length=500)

    class Meta:
        verbose_name = _("link of the event")
        verbose_name_plural = _("links of the event")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class EventDocument(models.Model):
    """A document of the library, which anyone may open."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "wagtaildocs.Document", verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("document of the event")
        verbose_name_plural = _("documents of the event")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class EventPhoto(models.Model):
    """A picture taken there, described for those who do not see it."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="photos")
    picture = models.ForeignKey(
        "partners.Picture", verbose_name=_("picture"), on_delete=models.CASCADE, related_name="+"
    )
    alt = models.CharField(_("what the image shows"), max_length=250)
    caption = models.CharField(_("caption"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("photo of the event")
        verbose_name_plural = _("photos of the event")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.alt
