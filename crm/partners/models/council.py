"""The identity of the council that this installation serves."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from crm.partners.clock import check_time_zone
from crm.partners.domain.contrast import DARK, LIGHT, worst_reading
from crm.partners.panels import MissingIdentityPanel

HEX_COLOUR = RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Write the colour as # and six figures, such as #1F4E5F."))

# What a citizen must be told before consenting, and every letter must carry (LCAP, Law 25).
REQUIRED_IDENTITY = (
    "name",
    "street_address",
    "city",
    "province",
    "postal_code",
    "email",
    "privacy_officer_name",
    "privacy_officer_email",
)


@register_setting(icon="home", order=10)
class Council(BaseGenericSetting):
    """Who we are: the one council of this installation (`docs/decisions/0002`)."""

    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("As it is written at the top of a letter.")
    )
    short_name = models.CharField(_("short name or acronym"), max_length=60, blank=True)
    neighbourhood = models.CharField(_("neighbourhood"), max_length=120, blank=True)
    tagline = models.CharField(_("one line about us"), max_length=200, blank=True)

    street_address = models.CharField(_("street address"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    province = models.CharField(_("province"), max_length=60, blank=True, default="Québec")
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)

    privacy_officer_name = models.CharField(_("person in charge of privacy"), max_length=120, blank=True)
    privacy_officer_title = models.CharField(_("title of that person"), max_length=120, blank=True)
    privacy_officer_email = models.EmailField(_("e-mail of that person"), blank=True)

    people_kept_for_years = models.PositiveSmallIntegerField(
        _("years a person is kept after the last trace"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_(
            "The law gives no number: what has served its purpose is destroyed (P-39.1, s. 23; A-2.1, s. 73). "
            "Three years is our proposal; what led to a decision is kept for one year at least (P-39.1, s. 11)."
        ),
    )
    requests_named_for_years = models.PositiveSmallIntegerField(
        _("years a request about personal data keeps its names"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("Counted from the answer; then only its days and its outcome stay. Two years is our proposal."),
    )
    retention_decided_by = models.CharField(
        _("the decision that set these periods"),
        max_length=200,
        blank=True,
        help_text=_("As in “resolution 26-03-04”."),
    )

    logo = models.ForeignKey(
        "partners.Picture",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accent_colour = models.CharField(
        _("colour on light paper"),
        max_length=7,
        blank=True,
        validators=[HEX_COLOUR],
        help_text=_("Links and the main button. It must be readable on our paper; leave empty for slate."),
    )
    accent_colour_dark = models.CharField(
        _("colour on dark paper"),
        max_length=7,
        blank=True,
        validators=[HEX_COLOUR],
        help_text=_("The same, at night. Leave empty for the light slate."),
    )

    facebook_url = models.URLField("Facebook", blank=True)
    instagram_url = models.URLField("Instagram", blank=True)
    youtube_url = models.URLField("YouTube", blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="America/Toronto", validators=[check_time_zone])

    panels = [
        MissingIdentityPanel(),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("name", "street_address", "city", "postal_code", "email")],
            heading=_("Who we are"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("privacy_officer_name", "privacy_officer_title", "privacy_officer_email")],
            heading=_("Who answers for privacy"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("people_kept_for_years", "requests_named_for_years", "retention_decided_by")
            ],
            heading=_("How long personal data is kept"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("short_name", "neighbourhood", "tagline", "telephone", "province")],
            heading=_("More about us"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel("logo"), FieldPanel("accent_colour"), FieldPanel("accent_colour_dark")],
            heading=_("Logo and colours"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("facebook_url", "instagram_url", "youtube_url")],
            heading=_("Elsewhere"),
            classname="collapsed",
        ),
        MultiFieldPanel([FieldPanel("time_zone")], heading=_("Clock"), classname="collapsed"),
    ]

    class Meta:
        verbose_name = _("identity of the council")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuses a colour that one could not read on our papers, with the contrast that was measured."""
        super().clean()
        errors = {}
        for name, papers, advice in (
            ("accent_colour", LIGHT, _("Choose a darker one.")),
            ("accent_colour_dark", DARK, _("Choose a lighter one.")),
        ):
            colour = getattr(self, name)
            if not re.fullmatch(HEX_COLOUR.regex, colour):
                continue  # empty, or refused by its validator already
            reading = worst_reading(colour, papers)
            if not reading.is_readable:
                errors[name] = ValidationError(
                    _("Contrast of %(ratio)s to 1 on our paper (%(paper)s); it takes 4.5 to be read. %(advice)s"),
                    code="contrast",
                    params={"ratio": number_format(reading.ratio, 2), "paper": reading.paper, "advice": advice},
                )
        if errors:
            raise ValidationError(errors)

    def missing_identity(self) -> list[str]:
        """The labels of what is still empty and must not be before anyone subscribes or is written to."""
        return [str(self._meta.get_field(name).verbose_name) for name in REQUIRED_IDENTITY if not getattr(self, name)]

    @property
    def postal_lines(self) -> list[str]:
        """The postal address as it is written on an envelope."""
        town = f"{self.city} ({self.province})" if self.province else self.city
        return [line for line in (self.street_address, f"{town}  {self.postal_code}".strip()) if line]
