"""The kinds of events that a council names itself, beside those that every council knows."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.events.enums import EventKind
from crm.events.querysets import free_slug


class OwnKind(models.Model):
    """« Corvée », « Café-jasette »: what is shown; its nature says how the software treats it."""

    name = models.CharField(_("name"), max_length=60, unique=True, help_text=_("As people say it: Planting day."))
    nature = models.CharField(
        _("nature"),
        max_length=30,
        choices=EventKind,
        default=EventKind.ACTIVITY,
        help_text=_("The kind it is nearest to: it is found with those."),
    )
    slug = models.SlugField(max_length=120, unique=True, editable=False)

    class Meta:
        verbose_name = _("kind of our own")
        verbose_name_plural = _("kinds of our own")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the events of this kind follow its nature, and the calendars hear that its name changed."""
        if not self.slug:
            self.slug = free_slug(type(self).objects.all(), self.name, self.pk, otherwise="genre")
        super().save(*args, **kwargs)
        self.events.update(kind=self.nature, modified_at=timezone.now())

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Its events go on under their nature's name, and the calendars hear of it."""
        self.events.update(modified_at=timezone.now())
        return super().delete(*args, **kwargs)
