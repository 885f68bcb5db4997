"""The words a thing of the memory is described with."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What an item is (Dublin Core: type; `TYPES` gives its term of the DCMI Type Vocabulary)."""

    PHOTO = "photo", _("Photograph")
    POSTCARD = "postcard", _("Postcard")
    MAP = "map", _("Map or plan")
    DOCUMENT = "document", _("Document")
    CLIPPING = "clipping", _("Press clipping")
    SOUND = "sound", _("Sound recording")
    FILM = "film", _("Film or video")
    OBJECT = "object", _("Object")
    STORY = "story", _("Story told")


TYPES = {
    Kind.PHOTO: "StillImage",
    Kind.POSTCARD: "StillImage",
    Kind.MAP: "StillImage",
    Kind.DOCUMENT: "Text",
    Kind.CLIPPING: "Text",
    Kind.SOUND: "Sound",
    Kind.FILM: "MovingImage",
    Kind.OBJECT: "PhysicalObject",
    Kind.STORY: "Text",
}


class Level(models.TextChoices):
    """How far down the tree a collection stands (ISAD(G): levels of description, above the item)."""

    FONDS = "fonds", _("Fonds")
    SERIES = "series", pgettext_lazy("archives", "Series")
    FILE = "file", pgettext_lazy("archives", "File")


class CreditRole(models.TextChoices):
    """What someone is to an item."""

    CREATOR = "creator", _("made it (photographer, author)")
    CONTRIBUTOR = "contributor", _("took part in it")
    SHOWN = "shown", _("is seen or heard in it")
    PUBLISHER = "publisher", _("published it")


class PlaceKind(models.TextChoices):
    STREET = "street", _("Street")
    BUILDING = "building", _("Building or address")
    PARK = "park", _("Park or square")
    CHURCH = "church", _("Place of worship")
    SCHOOL = "school", _("School")
    SHOP = "shop", _("Shop or workplace")
    AREA = "area", _("Area of the neighbourhood")
    OTHER = "other", pgettext_lazy("place", "Other")


class AgreementSubject(models.TextChoices):
    """What a person agrees to when they sign: two questions, never bundled."""

    LICENCE = "licence", _("That the council shows what they give")
    DEPICTION = "depiction", _("That they are seen or heard")


class Channel(models.TextChoices):
    """How an agreement was given."""

    FORM = "form", _("On the site’s form")
    PAPER = "paper", _("On paper, signed")
    EMAIL = "email", _("By e-mail")
    SPOKEN = "spoken", _("Aloud, recorded")


class Basis(models.TextChoices):
    """Why an item is closed to the public although it is published."""

    EMBARGO = "embargo", _("It may not be shown before a date")
    TAKEN_DOWN = "taken_down", _("It was taken down")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Someone withdrew their agreement")


class Damage(models.TextChoices):
    """What a check found wrong with a master."""

    MISSING = "missing", _("is not where it was kept")
    ALTERED = "altered", _("is no longer what arrived")


class Purpose(models.TextChoices):
    """What a public copy is for; the value is also its word in addresses."""

    IMAGE = "image", _("Picture")
    PAGE = "page", _("Page")
    SOUND = "son", pgettext_lazy("of a file", "Sound")
    FILM = "film", pgettext_lazy("of a file", "Film")


class UploadState(models.TextChoices):
    """How far a file that is being sent has come."""

    COMING = "coming", _("on its way")
    JOINING = "joining", _("being put together")
    DUPLICATE = "duplicate", _("the memory has it already")
    DONE = "done", _("received")
    REFUSED = "refused", _("refused")


class ContributionState(models.TextChoices):
    """Where a citizen's contribution stands."""

    RECEIVED = "received", pgettext_lazy("contribution", "To be read")
    QUESTION = "question", pgettext_lazy("contribution", "A question was asked")
    ACCEPTED = "accepted", pgettext_lazy("contribution", "Accepted")
    REFUSED = "refused", pgettext_lazy("contribution", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("contribution", "Withdrawn")


class ContributionNews(models.TextChoices):
    """What whoever gave something is told."""

    RECEIVED = "received", _("It is received")
    QUESTION = "question", _("A question is asked")
    ACCEPTED = "accepted", _("It is accepted")
    REFUSED = "refused", _("It is refused")
    PUBLISHED = "published", _("It is on the site")
    WITHDRAWN = "withdrawn", _("It is withdrawn")


class Certainty(models.TextChoices):
    """How sure someone is of what they recognize."""

    SURE = "sure", _("I am sure")
    PROBABLE = "probable", _("It is probable")
    PERHAPS = "perhaps", _("Perhaps")


class AnswerState(models.TextChoices):
    """What the curator made of an answer."""

    WAITING = "waiting", pgettext_lazy("recognition", "Not decided")
    ACCEPTED = "accepted", pgettext_lazy("recognition", "Accepted")
    SET_ASIDE = "set_aside", pgettext_lazy("recognition", "Set aside")


class TakeawayState(models.TextChoices):
    """How far taking the whole memory away has come."""

    WAITING = "waiting", pgettext_lazy("takeaway", "about to begin")
    WORKING = "working", pgettext_lazy("takeaway", "being packed")
    READY = "ready", pgettext_lazy("takeaway", "ready")
    STOPPED = "stopped", pgettext_lazy("takeaway", "stopped")
    FAILED = "failed", pgettext_lazy("takeaway", "failed")
    ERASED = "erased", pgettext_lazy("takeaway", "erased after its days")
