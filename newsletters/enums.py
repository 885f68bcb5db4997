"""The words of the post room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsentKind(models.TextChoices):
    REQUESTED = "requested", _("Asked to subscribe")
    CONFIRMED = "confirmed", _("Confirmed")
    IMPORTED = "imported", _("Imported with its proof")
    WITHDRAWN = "withdrawn", _("Left")
    ERASED = "erased", _("Asked to be erased")
    PAUSED = "paused", _("Asked for a pause")
    RESUMED = "resumed", _("Ended the pause")
    DISPUTED = "disputed", _("Says they never asked")
    MOVED = "moved", _("Changed address")


class ConsentMethod(models.TextChoices):
    SIGN_UP_FORM = "sign_up_form", _("Sign-up form")
    CONFIRM_PAGE = "confirm_page", _("Confirmation page")
    PREFERENCE_PAGE = "preference_page", _("Preference page")
    ONE_CLICK = "one_click", _("One-click in the mail program")
    UNSUBSCRIBE_PAGE = "unsubscribe_page", _("Page to leave")
    IMPORT = "import", _("Import of a list")
    ADMIN = "admin", _("Entered by the council")
    COMPLAINT = "complaint", _("“This is spam” in the mail program")


class ConsentBasis(models.TextChoices):
    """Why the law lets us write to someone (LCAP)."""

    EXPRESS = "express", _("Express consent")
    MEMBERSHIP = "membership", _("Membership (two years)")
    INQUIRY = "inquiry", _("Inquiry (six months)")
    PUBLISHED = "published", _("Published professional address")


class SubscriptionState(models.TextChoices):
    PENDING = "pending", _("Waiting for confirmation")
    ACTIVE = "active", _("Subscribed")
    LEFT = "left", _("Left")


class Language(models.TextChoices):
    """In which language someone would rather read, and a newsletter is written; the screen stays French."""

    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class Standing(models.TextChoices):
    """Where a person stands, everything taken together."""

    REACHABLE = "reachable", _("Is written to")
    PAUSED = "paused", _("Takes a pause")
    WAITING = "waiting", _("Has not confirmed yet")
    SUPPRESSED = "suppressed", _("Must not be written to")
    SILENT = "silent", _("Receives nothing")


class SuppressionReason(models.TextChoices):
    LEFT = "left", _("Left everything")
    ERASED = "erased", _("Asked to be erased")
    BOUNCED = "bounced", _("The address does not exist")
    COMPLAINT = "complaint", _("Reported as spam")
    ADMIN = "admin", _("Set aside by the council")
    UNASKED = "unasked", _("Says they never asked")
    MOVED = "moved", _("The person changed address")


class ImportState(models.TextChoices):
    PREPARED = "prepared", _("To be checked")
    UNDER_WAY = "under_way", _("Being imported")
    IMPORTED = "imported", _("Imported")
    FAILED = "failed", _("Failed, nothing imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class RowOutcome(models.TextChoices):
    NEW = "new", _("New person")
    ADDED = "added", _("Known person, consent added")
    KNOWN = "known", _("Already known, nothing to change")
    REFUSED = "refused", _("Refused")


class MailingState(models.TextChoices):
    SENDING = "sending", _("Being sent")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped")
    FINISHED = "finished", _("Finished")


class PlanState(models.TextChoices):
    WAITING = "waiting", _("Planned")
    ASKS = "asks", _("To be decided")
    STARTED = "started", _("Has left")
    CANCELLED = "cancelled", _("Cancelled")


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Leaving")
    SENT = "sent", _("Sent")
    DEFERRED = "deferred", _("To be tried again")
    BOUNCED = "bounced", _("Refused")
    DOUBTFUL = "doubtful", _("Uncertain")
    SKIPPED = "skipped", _("Left or paused meanwhile")


# What may still change by itself; a mailing is finished when none of its letters is there.
OPEN_STATES = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DEFERRED)


class ExclusionReason(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Has not confirmed")
    EXPIRED = "expired", _("Consent has expired")
    SUPPRESSED = "suppressed", _("Must not be written to")
    RECEIVED = "received", _("Has already received this letter")
    DOUBTFUL = "doubtful", _("Has perhaps already received it: to be settled in the earlier mailing")
    MEMBER = "member", _("Is written to as a member of the board")
    PAUSED = "paused", _("Takes a pause from our letters")
    LANGUAGE = "language", _("Would rather read another language")
    LEFT = "left", _("Left these topics")
    NO_BASIS = "no_basis", _("Gave no consent for these topics, and no other basis is written down")


class CircleKind(models.TextChoices):
    """People whom the council knows by its own records, rather than by what they asked to receive."""

    MEMBERS = "members", _("Members of the board")
    CO_HOSTS = "co_hosts", _("Partners of an event")
    REGISTERED = "registered", _("Those registered for an event")
    KIND = "kind", _("Representatives of the organizations, by kind")


class TrialState(models.TextChoices):
    """What became of a test letter: who must do what depends on whose fault it was."""

    WAITING = "waiting", _("Waiting")
    LEAVING = "leaving", _("Leaving")
    SENT = "sent", _("Sent")
    PUT_OFF = "put_off", _("Put off by the mail server")
    REFUSED = "refused", _("Refused")
    WE_ARE_REFUSED = "we_are_refused", _("The mail server refuses us")
    UNREACHABLE = "unreachable", _("The mail server does not answer")
    LOST = "lost", _("The answer was lost")
    UNSENDABLE = "unsendable", _("The address cannot be written to")
    UNREADABLE = "unreadable", _("The letter cannot be laid out")


class RegistrationLetterKind(models.TextChoices):
    """Why someone who registered is written to. The first seven are the square's own `RegistrationNews`."""

    REGISTERED = "registered", _("Confirmation")
    WAITING = "waiting", _("On the waiting list")
    REPEATED = "repeated", _("Asked twice")
    OFFERED = "offered", _("A place is offered")
    OFFER_ENDED = "offer_ended", _("The offer has ended")
    CHANGED = "changed", _("Places changed")
    CANCELLED = "cancelled", _("Registration cancelled")
    REMINDER = "reminder", _("Reminder, the day before")
    EVENT_CHANGED = "event_changed", _("The event changed")
    EVENT_CANCELLED = "event_cancelled", _("The event is cancelled")
    EVENT_POSTPONED = "event_postponed", _("The event is postponed")
    EVENT_RESTORED = "event_restored", _("The event takes place after all")
    THANKS = "thanks", _("Thanks, with the photos")
    MESSAGE = "message", _("Message from the council")


class CallKind(models.TextChoices):
    """What a letter asks of its readers."""

    VOLUNTEERS = "volunteers", _("Call for volunteers")
    GRANT = "grant", _("Call for projects")
    OPINIONS = "opinions", _("Call for opinions")


class NoticeGap(models.TextChoices):
    """Why a member of the board was not written to when an assembly was called."""

    NO_ADDRESS = "no_address", _("No e-mail is known")
    UNSURE = "unsure", _("Nobody knows whether the term still lasts")


class ReportSource(models.TextChoices):
    """By what way we heard of it."""

    MAILBOX = "mailbox", _("Return mailbox")
    PROVIDER = "provider", _("Mail provider")
    SERVER = "server", _("Answer while sending")
    COUNCIL = "council", _("The council")


class ReportKind(models.TextChoices):
    """What was heard about a letter after it left."""

    REFUSED = "refused", _("Came back")
    DELAYED = "delayed", _("Still being tried by their server")
    COMPLAINT = "complaint", _("Reported as spam")
    AUTOMATIC = "automatic", _("Automatic answer")
    UNREAD = "unread", _("Could not be read")
    LIFTED = "lifted", _("Written to again")


class ReportOutcome(models.TextChoices):
    """What was done about it."""

    WAITING = "waiting", _("Somebody must look at it")
    SET_ASIDE = "set_aside", _("The address is set aside")
    COUNTED = "counted", _("Counted: set aside if it goes on")
    OURS = "ours", _("It is about us: nobody is set aside")
    LEFT = "left", _("The person leaves everything")
    TOLD = "told", _("Among the letters to send again")
    NOTHING = "nothing", _("Nothing to do")
    FORGED = "forged", _("False signature: ignored")
    LIFTED = "lifted", _("The address is written to again")


class MonthWeek(models.IntegerChoices):
    """Which one of a month: the first Monday, the last Friday."""

    FIRST = 1, _("the first")
    SECOND = 2, _("the second")
    THIRD = 3, _("the third")
    FOURTH = 4, _("the fourth")
    LAST = -1, _("the last")


class Weekday(models.IntegerChoices):
    """As Python numbers them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")
