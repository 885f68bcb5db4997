"""The words an event is described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    BOARD_MEETING = "board_meeting", _("Board meeting")
    ANNUAL_ASSEMBLY = "annual_assembly", _("Annual general assembly")
    SPECIAL_ASSEMBLY = "special_assembly", _("Special assembly")
    CONSULTATION = "consultation", _("Public consultation")
    ACTIVITY = "activity", _("Activity")
    FETE = "fete", _("Neighbourhood fête")
    TRAINING = "training", _("Training or information session")
    MEETING = "meeting", _("Meeting with partners")


ASSEMBLY_KINDS = (EventKind.BOARD_MEETING, EventKind.ANNUAL_ASSEMBLY, EventKind.SPECIAL_ASSEMBLY)


class EventStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")
    POSTPONED = "postponed", _("Postponed")


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("Everyone")
    CHILDREN = "children", _("Children")
    TEENAGERS = "teenagers", _("Teenagers")
    FAMILIES = "families", _("Families")
    SENIORS = "seniors", _("Seniors")
    MEMBERS = "members", _("Board members")
