"""The minutes of an assembly: drafted from its record, read over, adopted at the next one, published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from crm.assemblies.domain.marked_text import same_words
from crm.assemblies.enums import MinutesState
from crm.assemblies.models.agenda import AgendaItem
from crm.assemblies.models.assemblies import Assembly
from crm.assemblies.querysets import MinutesQuerySet, MinutesSectionQuerySet
from crm.partners.models.remembered import Remembered

SECTION_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class Minutes(Remembered):
    """What an assembly leaves in writing; once adopted its words never change, errata are added."""

    assembly = models.OneToOneField(
        Assembly, verbose_name=_("assembly"), on_delete=models.PROTECT, related_name="minutes"
    )
    state = models.CharField(_("state"), max_length=10, choices=MinutesState, default=MinutesState.DRAFT)
    hides_names = models.BooleanField(
        _("hide the names of citizens from the public"),
        default=True,
        help_text=_("Those written between double square brackets: [[name]]."),
    )
    # At which item of a later assembly they are adopted; made by itself with that assembly's agenda.
    adoption_item = models.OneToOneField(
        AgendaItem, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="minutes_to_adopt"
    )
    drafted_at = models.DateTimeField(editable=False)
    reviewed_at = models.DateTimeField(_("read over"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["-assembly__event__starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "reviewed"], adopted_on__isnull=True)
                | models.Q(state__in=["adopted", "published"], adopted_on__isnull=False),
                name="minutes_adopted_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state="published", published_at__isnull=False)
                | ~models.Q(state="published") & models.Q(published_at__isnull=True),
                name="minutes_published_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Minutes, {assembly}")).format(assembly=self.assembly)

    @property
    def is_adopted(self) -> bool:
        """From then on its words stay as they are."""
        return self.state in (MinutesState.ADOPTED, MinutesState.PUBLISHED)


class MinutesSection(Remembered):
    """One part of the minutes: the opening, an item, the closing. Written from the record until a person changes it."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=30, editable=False)
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="minutes_sections"
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    heading = models.CharField(_("heading"), max_length=280)
    body = RichTextField(_("text"), blank=True, features=SECTION_FEATURES)
    # As the record said it the last time that nobody had changed it: what differs is a person's work.
    drafted = models.TextField(blank=True, editable=False)
    is_closed_session = models.BooleanField(_("closed session"), default=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = MinutesSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of the minutes")
        verbose_name_plural = _("sections of the minutes")
        ordering = ["minutes", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["minutes", "key"], name="minutes_section_once")]

    def __str__(self) -> str:
        return self.heading

    @property
    def is_touched(self) -> bool:
        """Whether a person wrote in it: it is then never written again from the record."""
        return not same_words(self.body, self.drafted)


class Erratum(Remembered):
    """A correction made after the adoption: dated, added at the end; what was adopted stays readable."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="errata")
    made_on = models.DateField(_("made on"))
    text = models.TextField(_("correction"), help_text=_("As in “At item 26-04-03, read … instead of …”."))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("erratum")
        verbose_name_plural = _("errata")
        ordering = ["minutes", "made_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["minutes", "made_on", "text"], name="erratum_once")]

    def __str__(self) -> str:
        return self.text
