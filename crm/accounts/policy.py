"""Who may do what: the role matrix, written once. The groups, the tests and `docs/roles.md` follow it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """A function in the council; its value is the name of the group in the database and on the screen."""

    COMMUNICATIONS = "Communications"
    BOARD = "Conseil"
    SECRETARIAT = "Secrétariat"
    ARCHIVES = "Archives"
    READING = "Lecture"


class Capability(TextChoices):
    """Something one may do, in the words of the council."""

    ENTER = "enter", _("Enter the administration")
    WRITE_PAGES = "write_pages", _("Write pages, news and newsletters")
    PUBLISH_PAGES = "publish_pages", _("Publish pages")
    CHOOSE_FILES = "choose_files", _("Use the images and documents of the library")
    KEEP_FILES = "keep_files", _("Add and correct images and documents")
    KEEP_COLLECTIONS = "keep_collections", _("Arrange the library in collections")
    KEEP_REDIRECTS = "keep_redirects", _("Redirect old addresses")
    SEE_EVENTS = "see_events", _("See the events, drafts included")
    KEEP_EVENTS = "keep_events", _("Write, publish and cancel events")
    SEE_REGISTRATIONS = "see_registrations", _("See who registered for an event")
    KEEP_REGISTRATIONS = "keep_registrations", _("Register people, cancel for them, write to them")
    EXPORT_REGISTRATIONS = "export_registrations", _("Export registrations")
    COUNT_ATTENDANCE = "count_attendance", _("Count who came, without names")
    CHECK_IN = "check_in", _("Keep the list at the door, with names")
    SEE_MAILINGS = "see_mailings", _("See what was sent, in figures")
    SEE_LETTERS = "see_letters", _("See who was written to")
    SEND = "send", _("Send a newsletter")
    APPROVE = "approve", _("Approve a letter that someone else wrote, before it leaves")
    KEEP_APPROVALS = "keep_approvals", _("Choose which letters a second person approves")
    KEEP_TOPICS = "keep_topics", _("Arrange the topics of the newsletter")
    SEE_SUBSCRIBERS = "see_subscribers", _("See the subscribers and their consents")
    KEEP_SUBSCRIBERS = "keep_subscribers", _("Correct and erase subscribers")
    IMPORT_SUBSCRIBERS = "import_subscribers", _("Import subscribers")
    EXPORT_SUBSCRIBERS = "export_subscribers", _("Export subscribers")
    CHANGE_IDENTITY = "change_identity", _("Change the identity of the council")
    SEE_PARTNERS = "see_partners", _("See the partners, the seats and what is public of the people")
    SEE_BOARD_LEVEL = "see_board_level", _("See what is for the board: people, notes, contact details")
    SEE_PRIVATE = "see_private", _("See what is private")
    KEEP_PARTNERS = "keep_partners", _("Write the partners, the people and who sits where")
    EXPORT_PARTNERS = "export_partners", _("Export partners, people and seats")
    IMPORT_PARTNERS = "import_partners", _("Import lists of partners and merge records")
    SEE_ASSEMBLIES = "see_assemblies", _("See the assemblies, their minutes and the decisions, drafts included")
    SEE_CLOSED_SESSION = "see_closed_session", _("See what is said and decided in closed session")
    KEEP_DECISIONS = "keep_decisions", _("Write decisions and follow them to their answer")
    KEEP_ASSEMBLIES = "keep_assemblies", _("Call the assemblies, run them and write their minutes")
    KEEP_BYLAWS = "keep_bylaws", _("Write the numbers of the by-laws")
    SEE_ARCHIVE = "see_archive", _("See the memory, drafts included")
    KEEP_ARCHIVE = "keep_archive", _("Describe the items of the memory and put their files there")
    PUBLISH_ARCHIVE = "publish_archive", _("Publish the items of the memory")
    SEE_AGREEMENTS = "see_agreements", _("See who agreed to what: donors, and people shown")
    KEEP_AGREEMENTS = "keep_agreements", _("Write down agreements, change their words, and end them")
    MODERATE = "moderate", _("Read what citizens give to the memory or recognize in it, accept or refuse it")
    TAKE_DOWN = "take_down", _("Take an item down, and put it back")
    DESTROY_ITEMS = "destroy_items", _("Destroy for good what was taken down")
    EXPORT_ARCHIVE = "export_archive", _("Take the whole memory away")
    BRING_HOME = "bring_home", _("Bring in a blog or a Facebook page")
    ANSWER_REQUESTS = "answer_requests", _("Hand over and erase the file of a person, answer requests about it")
    KEEP_ACCOUNTS = "keep_accounts", _("Invite people, give them roles, close accounts")


@dataclass(frozen=True)
class Grant:
    """The permissions behind a capability: of models, on every page, in the library, in the files of the board."""

    permissions: tuple[str, ...] = ()
    on_pages: tuple[str, ...] = ()
    on_collections: tuple[str, ...] = ()
    on_board_files: tuple[str, ...] = ()


def _each(app_label: str, model: str, *verbs: str) -> tuple[str, ...]:
    return tuple(f"{app_label}.{verb}_{model}" for verb in verbs)


PARTNER_RECORDS = ("organization", "person", "post", "membership", "sector")
ASSEMBLY_RECORDS = ("assembly", "agendaitem", "presence", "conflictdeclaration", "publicquestion")
DECISION_RECORDS = ("decision", "decisionvote", "decisionerratum", "sending", "sendingreminder")
# An event, and what a volunteer writes once for many of them.
EVENT_RECORDS = ("event", "venue", "ownkind", "partnercalendar", "registrationdesk")
# What the board alone reads of its partners: what was said, promised and asked for.
BOARD_RECORDS = ("interaction", "task", "cadence", "partnership", "funding")
# What the memory is made of; agreements and contributions hold personal data, and are asked for apart.
ARCHIVE_RECORDS = ("item", "fonds", "term", "place")


GRANTS: dict[Capability, Grant] = {
    Capability.ENTER: Grant(("wagtailadmin.access_admin",)),
    Capability.WRITE_PAGES: Grant(
        _each("newsletters", "issuetemplate", "view", "add", "change", "delete"),
        on_pages=_each("wagtailcore", "page", "add", "change"),
    ),
    Capability.PUBLISH_PAGES: Grant(on_pages=_each("wagtailcore", "page", "publish", "lock", "unlock")),
    Capability.CHOOSE_FILES: Grant(on_collections=("wagtailimages.choose_image", "wagtaildocs.choose_document")),
    Capability.KEEP_FILES: Grant(
        on_collections=(
            *_each("wagtailimages", "image", "add", "change"),
            *_each("wagtaildocs", "document", "add", "change"),
        )
    ),
    Capability.KEEP_COLLECTIONS: Grant(on_collections=_each("wagtailcore", "collection", "add", "change", "delete")),
    Capability.KEEP_REDIRECTS: Grant(_each("wagtailredirects", "redirect", "add", "change", "delete")),
    Capability.SEE_EVENTS: Grant(tuple(f"events.view_{record}" for record in (*EVENT_RECORDS, "headcount"))),
    Capability.KEEP_EVENTS: Grant(
        tuple(f"events.{verb}_{record}" for verb in ("add", "change", "delete") for record in EVENT_RECORDS)
    ),
    Capability.SEE_REGISTRATIONS: Grant(_each("events", "registration", "view")),
    Capability.KEEP_REGISTRATIONS: Grant(_each("events", "registration", "add", "change", "delete")),
    Capability.EXPORT_REGISTRATIONS: Grant(("events.export_registration",)),
    Capability.COUNT_ATTENDANCE: Grant(_each("events", "headcount", "add", "change")),
    Capability.CHECK_IN: Grant(_each("events", "tick", "view", "add", "change")),
    Capability.SEE_MAILINGS: Grant(_each("newsletters", "mailing", "view")),
    Capability.SEE_LETTERS: Grant(("newsletters.view_delivery", "newsletters.view_exclusion")),
    Capability.SEND: Grant(("newsletters.send_mailing", "newsletters.change_monthlydraftrule")),
    Capability.APPROVE: Grant(("newsletters.approve_letter",)),
    Capability.KEEP_APPROVALS: Grant(_each("newsletters", "approvalrules", "change")),
    Capability.KEEP_TOPICS: Grant(_each("newsletters", "topic", "view", "add", "change", "delete")),
    Capability.SEE_SUBSCRIBERS: Grant(
        (
            *_each("newsletters", "subscriber", "view"),
            *_each("newsletters", "subscription", "view"),
            *_each("newsletters", "consentevent", "view"),
            *_each("newsletters", "suppression", "view"),
            *_each("newsletters", "mailreport", "view"),
        )
    ),
    Capability.KEEP_SUBSCRIBERS: Grant(
        (
            *_each("newsletters", "subscriber", "add", "change", "delete"),
            *_each("newsletters", "subscription", "add", "change", "delete"),
            *_each("newsletters", "mailreport", "change"),
        )
    ),
    Capability.IMPORT_SUBSCRIBERS: Grant(("newsletters.import_subscriber",)),
    Capability.EXPORT_SUBSCRIBERS: Grant(("newsletters.export_subscriber",)),
    Capability.CHANGE_IDENTITY: Grant(("partners.change_council",)),
    Capability.SEE_PARTNERS: Grant(tuple(f"partners.view_{record}" for record in PARTNER_RECORDS)),
    Capability.SEE_BOARD_LEVEL: Grant(
        ("partners.see_board_level", *(f"partners.view_{record}" for record in BOARD_RECORDS))
    ),
    # Agreements and grant files are read by the whole board; putting one right is for who sees everything.
    Capability.SEE_PRIVATE: Grant(
        ("partners.see_private",),
        on_board_files=("wagtaildocs.choose_document", *_each("wagtaildocs", "document", "add", "change")),
    ),
    Capability.KEEP_PARTNERS: Grant(
        tuple(
            f"partners.{verb}_{record}"
            for verb in ("add", "change", "delete")
            for record in (*PARTNER_RECORDS, *BOARD_RECORDS)
        )
    ),
    Capability.EXPORT_PARTNERS: Grant(("partners.export_partners",)),
    Capability.IMPORT_PARTNERS: Grant(("partners.import_partners",)),
    Capability.SEE_ASSEMBLIES: Grant(
        tuple(f"assemblies.view_{record}" for record in (*ASSEMBLY_RECORDS, *DECISION_RECORDS, "bylaw"))
    ),
    Capability.SEE_CLOSED_SESSION: Grant(("assemblies.see_closed_session",)),
    Capability.KEEP_DECISIONS: Grant(
        (
            "assemblies.export_decisions",
            *(f"assemblies.{verb}_{record}" for verb in ("add", "change", "delete") for record in DECISION_RECORDS),
        )
    ),
    Capability.KEEP_ASSEMBLIES: Grant(
        tuple(f"assemblies.{verb}_{record}" for verb in ("add", "change", "delete") for record in ASSEMBLY_RECORDS)
    ),
    Capability.KEEP_BYLAWS: Grant(_each("assemblies", "bylaw", "add", "change", "delete")),
    Capability.SEE_ARCHIVE: Grant(tuple(f"archive.view_{record}" for record in (*ARCHIVE_RECORDS, "takedown"))),
    Capability.KEEP_ARCHIVE: Grant(
        (
            "archive.import_items",
            *(f"archive.{verb}_{record}" for verb in ("add", "change") for record in ARCHIVE_RECORDS),
            *(f"archive.delete_{record}" for record in ARCHIVE_RECORDS if record != "item"),
        )
    ),
    Capability.PUBLISH_ARCHIVE: Grant(_each("archive", "item", "publish", "lock", "unlock")),
    Capability.SEE_AGREEMENTS: Grant(_each("archive", "agreement", "view")),
    Capability.KEEP_AGREEMENTS: Grant(
        (*_each("archive", "agreement", "add", "change"), *_each("archive", "agreementtext", "view", "add", "change"))
    ),
    Capability.MODERATE: Grant(
        (
            *_each("archive", "contribution", "view", "change"),
            *_each("archive", "recognitionphoto", "view", "add", "change"),
        )
    ),
    Capability.TAKE_DOWN: Grant(("archive.take_down_item",)),
    Capability.DESTROY_ITEMS: Grant(("archive.delete_item",)),
    Capability.EXPORT_ARCHIVE: Grant(("archive.export_archive",)),
    Capability.BRING_HOME: Grant(("archive.bring_home",)),
    Capability.ANSWER_REQUESTS: Grant(
        ("partners.answer_requests", *_each("partners", "privacyrequest", "view", "add", "change"))
    ),
    Capability.KEEP_ACCOUNTS: Grant(_each("accounts", "user", "view", "add", "change", "delete")),
}

MATRIX: dict[Role, frozenset[Capability]] = {
    # Writes and sends; never takes home a list of people, and of the partners sees what the public may.
    Role.COMMUNICATIONS: frozenset(Capability)
    - {
        Capability.EXPORT_REGISTRATIONS,
        Capability.KEEP_APPROVALS,
        Capability.KEEP_COLLECTIONS,
        Capability.EXPORT_SUBSCRIBERS,
        Capability.SEE_BOARD_LEVEL,
        Capability.SEE_PRIVATE,
        Capability.KEEP_PARTNERS,
        Capability.EXPORT_PARTNERS,
        Capability.IMPORT_PARTNERS,
        Capability.SEE_CLOSED_SESSION,
        Capability.KEEP_DECISIONS,
        Capability.KEEP_ASSEMBLIES,
        Capability.KEEP_BYLAWS,
        Capability.SEE_AGREEMENTS,
        Capability.KEEP_AGREEMENTS,
        Capability.MODERATE,
        Capability.DESTROY_ITEMS,
        Capability.EXPORT_ARCHIVE,
        Capability.ANSWER_REQUESTS,
        Capability.KEEP_ACCOUNTS,
    },
    # Proposes pages that someone else publishes, sees figures rather than subscribers, and keeps the partners.
    Role.BOARD: frozenset(
        {
            Capability.ENTER,
            Capability.WRITE_PAGES,
            Capability.CHOOSE_FILES,
            Capability.SEE_EVENTS,
            Capability.COUNT_ATTENDANCE,
            Capability.SEE_MAILINGS,
            Capability.APPROVE,
            Capability.SEE_PARTNERS,
            Capability.SEE_BOARD_LEVEL,
            Capability.KEEP_PARTNERS,
            Capability.EXPORT_PARTNERS,
            Capability.IMPORT_PARTNERS,
            Capability.SEE_ASSEMBLIES,
            Capability.SEE_CLOSED_SESSION,
            Capability.KEEP_DECISIONS,
            Capability.SEE_ARCHIVE,
        }
    ),
    # Calls the assemblies, answers requests about personal data, opens and closes accounts.
    Role.SECRETARIAT: frozenset(Capability)
    - {Capability.KEEP_COLLECTIONS, Capability.KEEP_REDIRECTS, Capability.KEEP_TOPICS},
    # Keeps the memory, the pictures and the documents.
    Role.ARCHIVES: frozenset(
        {
            Capability.ENTER,
            Capability.CHOOSE_FILES,
            Capability.KEEP_FILES,
            Capability.KEEP_COLLECTIONS,
            Capability.SEE_EVENTS,
            Capability.SEE_PARTNERS,
            Capability.SEE_ARCHIVE,
            Capability.KEEP_ARCHIVE,
            Capability.PUBLISH_ARCHIVE,
            Capability.SEE_AGREEMENTS,
            Capability.KEEP_AGREEMENTS,
            Capability.MODERATE,
            Capability.TAKE_DOWN,
            Capability.DESTROY_ITEMS,
            Capability.EXPORT_ARCHIVE,
            Capability.BRING_HOME,
        }
    ),
    # Looks, and changes nothing.
    Role.READING: frozenset(
        {
            Capability.ENTER,
            Capability.SEE_EVENTS,
            Capability.SEE_MAILINGS,
            Capability.SEE_PARTNERS,
            Capability.SEE_BOARD_LEVEL,
            Capability.SEE_ASSEMBLIES,
            Capability.SEE_ARCHIVE,
        }
    ),
}


def grant_of(role: Role) -> Grant:
    """Everything that a role grants, capability by capability, in one grant."""
    grants = [GRANTS[capability] for capability in Capability if capability in MATRIX[role]]
    return Grant(
        tuple(name for grant in grants for name in grant.permissions),
        tuple(name for grant in grants for name in grant.on_pages),
        tuple(name for grant in grants for name in grant.on_collections),
        tuple(name for grant in grants for name in grant.on_board_files),
    )
