"""What the post room keeps."""

from newsletters.models.address_changes import AddressChange, AddressLetter, FormerFile
from newsletters.models.approvals import ApprovalRules, LetterReading, NoticeDraft, SecondReader
from newsletters.models.automatic_letters import LetterWording, WelcomeLetter
from newsletters.models.contribution_letters import ContributionLetter
from newsletters.models.counted_links import CountedLink
from newsletters.models.disputes import ConsentDispute
from newsletters.models.errata import IssueErratum
from newsletters.models.imports import ImportBatch, ImportRow
from newsletters.models.issue_templates import IssueTemplate
from newsletters.models.issues import NewsletterIndexPage, NewsletterPage
from newsletters.models.mailings import Delivery, Exclusion, Mailing
from newsletters.models.notice_letters import NoticeLetter, NoticeMailing
from newsletters.models.papers import ConsentPaper
from newsletters.models.plans import MailingPlan
from newsletters.models.polls import PollTally
from newsletters.models.recurring_drafts import MonthlyDraft, MonthlyDraftRule
from newsletters.models.registration_letters import EventMessage, RegistrationLetter
from newsletters.models.relays import RelayState, RelayUse
from newsletters.models.reports import MailReport, ReturnMailbox
from newsletters.models.sign_ups import SignUp
from newsletters.models.staff_letters import StaffLetter
from newsletters.models.subscribers import ConsentEvent, Subscriber, Subscription, Suppression, Topic
from newsletters.models.trials import Trial

__all__ = [
    "AddressChange",
    "AddressLetter",
    "ApprovalRules",
    "ConsentDispute",
    "ConsentEvent",
    "ConsentPaper",
    "ContributionLetter",
    "CountedLink",
    "Delivery",
    "EventMessage",
    "Exclusion",
    "FormerFile",
    "ImportBatch",
    "ImportRow",
    "IssueErratum",
    "IssueTemplate",
    "LetterReading",
    "LetterWording",
    "MailReport",
    "Mailing",
    "MailingPlan",
    "MonthlyDraft",
    "MonthlyDraftRule",
    "NewsletterIndexPage",
    "NewsletterPage",
    "NoticeDraft",
    "NoticeLetter",
    "NoticeMailing",
    "PollTally",
    "RegistrationLetter",
    "RelayState",
    "RelayUse",
    "ReturnMailbox",
    "SecondReader",
    "SignUp",
    "StaffLetter",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Topic",
    "Trial",
    "WelcomeLetter",
]
