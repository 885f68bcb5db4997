"""The closed lists of the ground floor."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may read a fact: anyone on the site, the board, or only those who keep what is private."""

    PUBLIC = "public", _("Public: shown on the site")
    BOARD = "board", _("Board: for the council only")
    PRIVATE = "private", _("Private: for the secretariat only")


class OrganizationKind(models.TextChoices):
    """What sort of partner this is; a cadence may be set for each."""

    COUNCIL = "council", _("Neighbourhood council")
    CITY = "city", _("City or borough")
    INSTITUTION = "institution", _("Public institution")
    COMMUNITY = "community", _("Community organization")
    SCHOOL = "school", _("School or childcare")
    COMMITTEE = "committee", _("Committee or round table")
    BUSINESS = "business", _("Business")
    COOPERATIVE = "cooperative", _("Cooperative")
    WORSHIP = "worship", _("Place of worship")
    FUNDER = "funder", _("Funder")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Other")


class NameKind(models.TextChoices):
    """Why something has another name (Popolo: other_names)."""

    ALIAS = "alias", _("Also called")
    ACRONYM = "acronym", _("Acronym")
    FORMER = "former", _("Formerly")


class ContactKind(models.TextChoices):
    """The means of a contact detail (Popolo: contact_details, after vCard)."""

    EMAIL = "email", _("E-mail")
    VOICE = "voice", _("Telephone")
    CELL = "cell", _("Mobile telephone")
    URL = "url", _("Web address")
    SOCIAL = "social", _("Social network")


class WayIn(models.TextChoices):
    """How one comes to a seat."""

    ELECTED = "elected", _("Elected")
    NAMED = "named", _("Named")
    CO_OPTED = "co_opted", _("Co-opted")
    EX_OFFICIO = "ex_officio", _("Ex officio")


class Capacity(models.TextChoices):
    """In whose name someone sits."""

    OWN_NAME = "own_name", _("In their own name")
    DELEGATE = "delegate", _("As a delegate")
    OBSERVER = "observer", _("As an observer")


class RecordKind(models.TextChoices):
    """What is compared, merged and imported."""

    PERSON = "person", _("Person")
    ORGANIZATION = "organization", _("Organization")


class Scope(models.TextChoices):
    """What one asks of who sits where."""

    AROUND = "around", _("Around one organization")
    BETWEEN = "between", _("Between two organizations")
    WHOLE = "whole", _("The whole network")


class Channel(models.TextChoices):
    """How a contact was made."""

    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By telephone")
    ONLINE = "online", _("Online")
    WRITTEN = "written", _("By e-mail or letter")
    HYBRID = "hybrid", _("In person and online")


class CadenceMode(models.TextChoices):
    """What a cadence asks for: any contact, or being in the same room."""

    ANY = "any", _("Any contact, even at a distance")
    IN_PERSON = "in_person", _("In person")


class PartnershipStage(models.TextChoices):
    """How far an understanding with a partner has come."""

    CONTACT = "contact", _("Contact")
    DISCUSSION = "discussion", _("Discussion")
    AGREED = "agreed", _("Agreed")
    ACTIVE = "active", _("Under way")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


class Side(models.TextChoices):
    """Who gives."""

    US = "us", _("Our council")
    THEM = "them", _("The partner")


class ExchangeKind(models.TextChoices):
    """What is given in a partnership."""

    INFORMATION = "information", _("Information")
    SERVICES = "services", _("Services")
    SPACE = "space", _("Space")
    MONEY = "money", _("Money")


class FundingStatus(models.TextChoices):
    """Where an application for a grant stands, from the applicant's side."""

    CONSIDERED = "considered", _("Under consideration")
    WRITING = "writing", _("Being written")
    SUBMITTED = "submitted", _("Submitted")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Reported and closed")


class ImportState(models.TextChoices):
    """Where a list of partners stands."""

    PREPARED = "prepared", _("To be checked")
    PLANNING = "planning", _("Being looked at")
    UNDER_WAY = "under_way", _("Being imported")
    IMPORTED = "imported", _("Imported")
    CANCELLED = "cancelled", _("Stopped on the way")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class LineOutcome(models.TextChoices):
    """What a line of a list would do, or has done."""

    NEW = "new", _("New")
    UPDATE = "update", _("Update")
    KNOWN = "known", _("Already known, nothing to change")
    DOUBTFUL = "doubtful", _("Doubtful: perhaps known already")
    REFUSED = "refused", _("Refused")


class LineDecision(models.TextChoices):
    """What someone decided about a line: a doubtful one is left out unless they say more, another is written."""

    TAKE = "take", _("Import it")
    LEAVE = "leave", _("Leave it out")
    SAME = "same", _("It is the same: complete that record")
    NEW = "new", _("It is another one: add it")


class RequestKind(models.TextChoices):
    """What someone may ask of the data held about them (Law 25)."""

    ACCESS = "access", _("To see their file")
    RECTIFICATION = "rectification", _("To correct their file")
    ERASURE = "erasure", _("To erase their file")


class RequestOutcome(models.TextChoices):
    """What became of a request."""

    DONE = "done", _("Done")
    PARTLY = "partly", _("Done in part")
    REFUSED = "refused", _("Refused")


class PurgeReason(models.TextChoices):
    """Why someone was erased."""

    REQUEST = "request", _("This person asked for it")
    RETENTION = "retention", _("The council has no more use for it")


class HoldingKind(models.TextChoices):
    """What someone may hold, and hands over on leaving."""

    SEAT = "seat", _("Seat")
    TASK = "task", _("Task")
    ORGANIZATION = "organization", _("Partner followed")
    PARTNERSHIP = "partnership", _("Partnership")
    FUNDING = "funding", _("Grant application")
    EVENT = "event", _("Event looked after")
    SENDING = "sending", _("Answer awaited")
    ACCOUNT = "account", _("Account")
