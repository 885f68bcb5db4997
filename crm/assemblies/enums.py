"""The closed lists of the table."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BylawKind(models.TextChoices):
    """A number that the by-laws, the city or the law set, and that may change one day."""

    QUORUM = "quorum", _("Quorum")
    NOTICE_DAYS = "notice_days", _("Days of notice")
    AGENDA_DAYS = "agenda_days", _("Days before the assembly when the agenda is sent")
    DOCUMENTS_DAYS = "documents_days", _("Days before the assembly when the documents are sent")
    ANNUAL_DAYS = "annual_days", _("Days after the end of the year within which the annual assembly is held")
    SUPPORTERS = "supporters", _("Supporters that a candidate needs")
    OFFICERS_DAYS = "officers_days", _("Days within which the officers are elected")
    DUE_DAYS = "due_days", _("Days after the annual assembly within which a term that ends is filled by it")
    ANSWER_DAYS = "answer_days", _("Days after which an answer is asked for again")


class BylawBasis(models.TextChoices):
    """What the number counts."""

    COUNT = "count", _("A number (for a quorum: of members of the board with a vote)")
    PERCENT = "percent", _("A percentage of the seats that are held")
    MAJORITY = "majority", _("More than half of the seats that are held")
    ELECTORS = "electors", _("A number of electors present, written down at the door")


class AssemblyState(models.TextChoices):
    """How far an assembly has come."""

    PREPARING = "preparing", _("Being prepared")
    CALLED = "called", _("Called")
    OPEN = "open", _("Under way")
    CLOSED = "closed", pgettext_lazy("assembly", "Closed")


class ItemKind(models.TextChoices):
    """What an agenda item is for."""

    OPENING = "opening", _("Opening")
    AGENDA = "agenda", _("Adoption of the agenda")
    MINUTES = "minutes", _("Adoption of minutes")
    DECISION = "decision", _("Decision")
    INFORMATION = "information", _("Information")
    QUESTIONS = "questions", _("Question period of the public")
    COUNCILLOR = "councillor", _("Period of the municipal councillor")
    ELECTION = "election", _("Election")
    CLOSING = "closing", _("Closing")


class ItemState(models.TextChoices):
    """What became of an agenda item."""

    PLANNED = "planned", _("To come")
    DONE = "done", _("Dealt with")
    CARRIED_OVER = "carried_over", _("Carried over to the next assembly")
    WITHDRAWN = "withdrawn", _("Taken off the agenda")


class DecisionKind(models.TextChoices):
    """In which series a decision is numbered."""

    RESOLUTION = "resolution", _("Resolution")
    OPINION = "opinion", _("Opinion")
    BRIEF = "brief", _("Brief")
    RECOMMENDATION = "recommendation", _("Recommendation")
    LETTER = "letter", pgettext_lazy("decision", "Letter")


class DecisionState(models.TextChoices):
    """How far a decision has come; a number is given when it is adopted, and only then."""

    DRAFT = "draft", _("Draft")
    ADOPTED = "adopted", _("Adopted")
    REJECTED = "rejected", _("Rejected")
    POSTPONED = "postponed", pgettext_lazy("decision", "Postponed")


class DecisionResult(models.TextChoices):
    """How it was voted (Popolo: Motion.result says whether it passed)."""

    UNANIMOUS = "unanimous", _("Unanimously")
    MAJORITY = "majority", _("By a majority")
    REJECTED = "rejected", _("Rejected")
    POSTPONED = "postponed", pgettext_lazy("decision", "Postponed")


class VoteOption(models.TextChoices):
    """How someone voted, when they asked that it be written (Popolo: Vote.option)."""

    YES = "yes", _("For")
    NO = "no", _("Against")
    ABSTAIN = "abstain", _("Abstained")


class MinutesState(models.TextChoices):
    """How far minutes have come."""

    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Read over")
    ADOPTED = "adopted", pgettext_lazy("minutes", "Adopted")
    PUBLISHED = "published", pgettext_lazy("minutes", "Published")


class SendingChannel(models.TextChoices):
    """How a decision left."""

    EMAIL = "email", _("By e-mail")
    POST = "post", _("By post")
    HAND = "hand", _("Handed over")
    FORM = "form", _("By an online form")
    HEARING = "hearing", _("Read at a hearing or a council")


class Outcome(models.TextChoices):
    """What became of what was asked."""

    FOLLOWED = "followed", pgettext_lazy("outcome of a decision", "Followed")
    PARTLY = "partly", pgettext_lazy("outcome of a decision", "Followed in part")
    NOT_FOLLOWED = "not_followed", pgettext_lazy("outcome of a decision", "Not followed")
    NO_ANSWER = "no_answer", pgettext_lazy("outcome of a decision", "No answer")


class AnswerLevel(models.TextChoices):
    """Who reads an answer that we received."""

    PUBLIC = "public", _("Everyone, on the site")
    BOARD = "board", _("The board only")


class ElectionState(models.TextChoices):
    """How far an election has come."""

    PREPARING = "preparing", pgettext_lazy("election", "Being prepared")
    OPEN = "open", pgettext_lazy("election", "Open")
    COUNTED = "counted", _("Counted")
    PROCLAIMED = "proclaimed", _("Proclaimed")


class BallotOrder(models.TextChoices):
    """In which order a ballot names the candidates."""

    DRAWN = "drawn", _("Drawn by lot")
    ALPHABETICAL = "alphabetical", _("Alphabetical")


class CandidacyState(models.TextChoices):
    """What became of a candidacy."""

    PROPOSED = "proposed", pgettext_lazy("candidacy", "Received")
    VALID = "valid", pgettext_lazy("candidacy", "Valid")
    REFUSED = "refused", pgettext_lazy("candidacy", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("candidacy", "Withdrawn")
    ELECTED = "elected", pgettext_lazy("candidacy", "Elected")
    NOT_ELECTED = "not_elected", pgettext_lazy("candidacy", "Not elected")


class TieWay(models.TextChoices):
    """How equals are told apart."""

    SECOND_ROUND = "second_round", _("A second round")
    DRAW = "draw", _("A draw by lot")


class ElectorKind(models.TextChoices):
    """By what right someone votes."""

    RESIDENT = "resident", _("Resident")
    ESTABLISHMENT = "establishment", _("Establishment")
