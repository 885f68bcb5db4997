"""The words an event is described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    """What an event is by nature; a council's own kinds each have one of these natures."""

    BOARD_MEETING = "board_meeting", _("Board meeting")
    ANNUAL_ASSEMBLY = "annual_assembly", _("Annual general assembly")
    SPECIAL_ASSEMBLY = "special_assembly", _("Special assembly")
    CONSULTATION = "consultation", _("Public consultation")
    ACTIVITY = "activity", _("Activity")
    FETE = "fete", _("Neighbourhood fête")
    TRAINING = "training", _("Training or information session")
    INTER_COUNCIL = "inter_council", _("Meeting between councils")
    MEETING = "meeting", _("Meeting with partners")
    PRESENCE = "presence", _("Presence at somebody’s event")


ASSEMBLY_KINDS = (EventKind.BOARD_MEETING, EventKind.ANNUAL_ASSEMBLY, EventKind.SPECIAL_ASSEMBLY)


class EventMode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


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


class Crowd(models.TextChoices):
    """Whose heads are counted; where an audience has the same code, it is the same people."""

    EVERYONE = "everyone", _("All together")
    CHILDREN = "children", _("Children")
    TEENAGERS = "teenagers", _("Teenagers")
    ADULTS = "adults", _("Adults")
    SENIORS = "seniors", _("Seniors")


class QuestionKind(models.TextChoices):
    TEXT = "text", _("A few words")
    CHOICE = "choice", _("One choice in a list")
    YES_NO = "yes_no", _("A box to tick")


class RegistrationState(models.TextChoices):
    REGISTERED = "registered", _("Registered")
    OFFERED = "offered", _("Being offered a place")
    WAITING = "waiting", _("On the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")
    EXPIRED = "expired", _("Did not answer the offer")
    # Asked again with an address that already has places: takes none, and goes once the letter that says so has left.
    REPEATED = "repeated", _("Asked twice")


class RegistrationNews(models.TextChoices):
    """What becomes of a registration, that the person is to be told at once."""

    REGISTERED = "registered", _("Registered")
    WAITING = "waiting", _("On the waiting list")
    REPEATED = "repeated", _("Asked twice")
    OFFERED = "offered", _("A place is offered")
    OFFER_ENDED = "offer_ended", _("The offer has ended")
    CHANGED = "changed", _("Places changed")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


class EventPart(models.TextChoices):
    """What an organization has to do with an event."""

    ORGANIZER = "organizer", _("Organizes it with us")
    PARTNER = "partner", _("Partner of the event")


class FeedProblem(models.TextChoices):
    """Why a partner's calendar could not be read, said to a volunteer."""

    ADDRESS = "address", _("This is not the address of a calendar: it begins with https or webcal.")
    UNKNOWN = "unknown", _("No server has that name: check the address.")
    PRIVATE = "private", _("This address leads inside a private network, where Parvis does not go.")
    CERTIFICATE = "certificate", _("The certificate of that site is not valid.")
    UNREACHABLE = "unreachable", _("The server does not answer.")
    SILENT = "silent", _("The server takes too long to answer.")
    MOVED = "moved", _("The address leads from one to another without end.")
    GONE = "gone", _("The calendar is no longer at that address: ask the partner for the new one.")
    REFUSED = "refused", _("The server refuses to give the calendar.")
    LARGE = "large", _("The calendar is larger than 2 MB.")
    UNREADABLE = "unreadable", _("What is at that address is not a calendar.")
