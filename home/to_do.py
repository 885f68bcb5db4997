"""What waits for the person who opens the administration, and nothing that asks for no act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder

from crm.accounts.models import User
from crm.accounts.second_factor import has_second_factor, people_not_ready
from crm.assemblies.domain.duties import Duty, duties_of, duty_name, pressing
from crm.assemblies.domain.officers import officers_due
from crm.assemblies.enums import BylawKind
from crm.assemblies.models import Assembly
from crm.events.domain.dates import event_when
from crm.events.domain.uncounted import uncounted
from crm.events.enums import ASSEMBLY_KINDS, EventStatus
from crm.events.models import Event, PartnerCalendar
from crm.events.views.attendance import COUNT, to_count_url
from crm.partners.domain.need_words import day_words, need_words
from crm.partners.domain.needs import Need, NeedKind, needs_of
from crm.partners.models import Council
from home.letters_to_do import approvals_to_do, monthly_draft_to_do
from home.memory_to_do import contributions_to_do, recognition_to_do, withdrawals_to_do
from home.originals_to_do import originals_to_do
from home.thing_to_do import ToDo
from newsletters.domain.disputes import open_disputes
from newsletters.domain.hearing.quarantine import waiting_reports
from newsletters.domain.unreached import Post, unreached_letters
from newsletters.enums import DeliveryState, MailingState, PlanState, ReportOutcome
from newsletters.models import Mailing, MailingPlan, MonthlyDraft, NewsletterPage

# An assembly is announced well before it is held; the notice itself has its own delay, in the by-laws.
ANNOUNCE_AHEAD = timedelta(days=45)
# An assembly that everyone knows of is recalled when it is near.
RECALL_AHEAD = timedelta(days=14)
# A board meets once a month: the last meeting before the limit is then near.
OFFICERS_SOON = timedelta(days=14)
# Nobody reads a longer list.
MOST_NEEDS = 12


def things_to_do(user: User, now: datetime) -> list[ToDo]:
    """Everything that this person, with her rights, can move forward now; what blocks others first."""
    finder = AdminURLFinder(user)
    everything = [
        *_identity(user),
        *_mailings(user),
        *_plans(user),
        *approvals_to_do(user),
        *_disputes(user),
        *_returned(user),
        *_unreached(user, now),
        *contributions_to_do(user),
        *recognition_to_do(user),
        *withdrawals_to_do(user, now),
        *_needs(user, now),
        *_assemblies(finder, now),
        *_assembly_duties(user, now),
        *_officers(user, now),
        *monthly_draft_to_do(user, now),
        *_newsletters(finder, now),
        *_calendars(user),
        *originals_to_do(user, now),
        *_counts(user, now),
        *_own_account(user),
        *_accounts(user),
    ]
    return sorted(everything, key=lambda to_do: not to_do.is_urgent)


def next_assembly(user: User, now: datetime) -> ToDo | None:
    """The next one that everyone knows of, when it is near: to be there is all that it asks."""
    if not user.has_perm("events.view_event"):
        return None
    announced = Event.objects.filter(kind__in=ASSEMBLY_KINDS, status=EventStatus.PUBLISHED)
    event = announced.between(now, now + RECALL_AHEAD).first()
    if event is None:
        return None
    sentence = _("“%(title)s” is held %(when)s.") % {"title": event, "when": event_when(event, today=now.date())}
    return ToDo(sentence, _("See its page"), event.get_absolute_url())


def _identity(user: User) -> Iterator[ToDo]:
    missing = Council.load().missing_identity()
    if missing and user.has_perm("partners.change_council"):
        sentence = _(
            "The council's identity lacks: %(missing)s. Until then nobody can subscribe and no newsletter leaves."
        )
        yield ToDo(
            sentence % {"missing": ", ".join(missing)},
            _("Complete the identity"),
            reverse("wagtailsettings:edit", args=["partners", "council"]),
            is_urgent=True,
        )


def _mailings(user: User) -> Iterator[ToDo]:
    if not user.has_perm("newsletters.send_mailing"):
        return
    for mailing in Mailing.objects.filter(state=MailingState.PAUSED):
        yield ToDo(
            _("The mailing “%(subject)s” is paused. Nothing is lost: decide whether it goes on.")
            % {"subject": mailing},
            _("See the mailing"),
            _where_it_was_started(mailing),
            is_urgent=True,
        )
    doubtful = Mailing.objects.filter(deliveries__state=DeliveryState.DOUBTFUL).distinct()
    for mailing in doubtful:
        count = mailing.deliveries.filter(state=DeliveryState.DOUBTFUL).count()
        yield ToDo(
            ngettext(
                "One letter of “%(subject)s” is doubtful: the answer of the server was lost.",
                "%(count)s letters of “%(subject)s” are doubtful: the answer of the server was lost.",
                count,
            )
            % {"count": count, "subject": mailing},
            _("Decide"),
            _where_it_was_started(mailing),
        )


def _plans(user: User) -> Iterator[ToDo]:
    """What did not leave at its hour, and will not by itself."""
    if not user.has_perm("newsletters.send_mailing"):
        return
    for plan in MailingPlan.objects.filter(state=PlanState.ASKS).select_related("page"):
        sentence = _("“%(subject)s” did not leave at its hour. Decide whether it is still of use.")
        url = reverse("plans:inspect", args=[plan.pk])
        yield ToDo(sentence % {"subject": plan}, _("Decide"), url, is_urgent=True)


def _disputes(user: User) -> Iterator[ToDo]:
    """Those who say that they never asked are answered by who may change the subscribers."""
    if not user.has_perm("newsletters.change_subscriber"):
        return
    count = open_disputes().count()
    if count:
        words = ngettext(
            "One person says that they never asked for our letters. They have left; find how their address came to us.",
            "%(count)s people say that they never asked for our letters. They have left; find how their addresses came "
            "to us.",
            count,
        )
        yield ToDo(words % {"count": count}, _("Look, and answer"), reverse("disputes:index"), is_urgent=True)


def _returned(user: User) -> Iterator[ToDo]:
    """What came back and no rule could read: it is kept for 90 days, then forgotten unread."""
    if not user.has_perm("newsletters.change_mailreport"):
        return
    count = waiting_reports().count()
    if count:
        words = ngettext(
            "One message that came back to us could not be read by itself: it waits for somebody.",
            "%(count)s messages that came back to us could not be read by themselves: they wait for somebody.",
            count,
        )
        url = f"{reverse('returns:index')}?outcome={ReportOutcome.WAITING}"
        yield ToDo(words % {"count": count}, _("Look, and settle"), url)


def _unreached(user: User, now: datetime) -> Iterator[ToDo]:
    """Letters to one person each: those registered, the members convened, those who gave."""
    posts = Counter(line.post for line in unreached_letters(user, now))
    if posts[Post.NOTICE]:
        words = ngettext(
            "One notice of assembly did not reach its member.",
            "%(count)s notices of assembly did not reach their members.",
            posts[Post.NOTICE],
        )
        url = reverse("unreached_letters")
        yield ToDo(words % {"count": posts[Post.NOTICE]}, _("See who, and send again"), url, is_urgent=True)
    if posts[Post.REGISTRATION]:
        words = ngettext(
            "One letter to someone registered did not reach them.",
            "%(count)s letters to those registered did not reach them.",
            posts[Post.REGISTRATION],
        )
        url = reverse("unreached_letters")
        yield ToDo(words % {"count": posts[Post.REGISTRATION]}, _("See who, and send again"), url)
    if posts[Post.CONTRIBUTION]:
        words = ngettext(
            "One letter to someone who gave to the memory did not reach them.",
            "%(count)s letters to those who gave to the memory did not reach them.",
            posts[Post.CONTRIBUTION],
        )
        url = reverse("unreached_letters")
        yield ToDo(words % {"count": posts[Post.CONTRIBUTION]}, _("See who, and send again"), url)


def _where_it_was_started(mailing: Mailing) -> str:
    """The screen that shows the mailing under way; none when its newsletter was deleted."""
    return reverse("newsletter_send", args=[mailing.page_id]) if mailing.page_id else ""


def _assemblies(finder: AdminURLFinder, now: datetime) -> Iterator[ToDo]:
    coming = Event.objects.filter(kind__in=ASSEMBLY_KINDS, status=EventStatus.DRAFT)
    for event in coming.between(now, now + ANNOUNCE_AHEAD):
        url = finder.get_edit_url(event)
        if url:
            yield ToDo(
                _("“%(title)s”, %(when)s, is not published yet: the neighbourhood does not see it.")
                % {"title": event, "when": event_when(event, today=now.date())},
                _("Read it over and publish it"),
                url,
                is_urgent=event.starts_at - now < timedelta(days=14),
            )


def _officers(user: User, now: datetime) -> Iterator[ToDo]:
    """After an annual assembly the board elects its officers, within the days of the by-laws."""
    if not (user.has_perm("assemblies.view_assembly") and user.has_perm("partners.change_membership")):
        return
    for due in officers_due():
        yield ToDo(
            _("The officers are to be elected by %(day)s.") % {"day": day_words(due.by)}
            if due.by
            else _("The officers are to be elected; no rule of the by-laws says by when."),
            _("Name them"),
            reverse("assembly:officers", args=[due.election.assembly_id]),
            is_urgent=due.by is not None and due.by - timezone.localdate(now) <= OFFICERS_SOON,
        )


def _calendars(user: User) -> Iterator[ToDo]:
    """A partner's calendar that the agenda shows and that cannot be read any more."""
    if not user.has_perm("events.change_partnercalendar"):
        return
    for calendar in PartnerCalendar.objects.failing().select_related("organization"):
        yield ToDo(
            _("The calendar of %(partner)s cannot be read: the agenda shows what it said before.")
            % {"partner": calendar},
            _("See why"),
            reverse("partner_calendar:inspect", args=[calendar.pk]),
        )


def _counts(user: User, now: datetime) -> Iterator[ToDo]:
    """What took place and nobody counted: the plan and those who fund it ask how many came."""
    if not user.has_perm(COUNT):
        return
    events = list(uncounted(now))
    if len(events) == 1:
        said = _("How many people came to “%(title)s”, %(when)s?")
        when = event_when(events[0], today=timezone.localdate(now))
        words = said % {"title": events[0], "when": when}
        yield ToDo(words, _("Count, or say that nobody did"), reverse("attendance:event", args=[events[0].pk]))
    elif events:
        said = _("%(count)s past activities wait for the number of people who came.")
        yield ToDo(said % {"count": len(events)}, _("See which"), to_count_url())


def _assembly_duties(user: User, now: datetime) -> Iterator[ToDo]:
    """What the by-laws want done before the next assemblies, when it is near or late; a missing rule is said."""
    if not user.has_perm("assemblies.change_assembly"):
        return
    today = timezone.localdate(now)
    coming = Assembly.objects.to_come(now).filter(event__starts_at__lt=now + ANNOUNCE_AHEAD).select_related("event")
    for assembly in coming:
        duties = duties_of(assembly)
        for duty in pressing(duties, today):
            yield _duty_to_do(assembly, duty, today)
        if any(duty.kind == BylawKind.NOTICE_DAYS and not duty.due_on and not duty.is_done for duty in duties):
            sentence = _("No rule says how many days before “%(title)s” its notice must leave.")
            yield ToDo(sentence % {"title": assembly.event}, _("See the assembly"), _page_of(assembly))


def _duty_to_do(assembly: Assembly, duty: Duty, today: date) -> ToDo:
    late = duty.is_late(today)
    sentence = (
        _("%(what)s of “%(title)s”: it was to be done by %(day)s.")
        if late
        else _("%(what)s of “%(title)s” by %(day)s.")
    )
    day = day_words(duty.due_on) if duty.due_on else ""
    words = sentence % {"what": duty_name(duty.kind), "title": assembly.event, "day": day}
    return ToDo(words, _("See the assembly"), _page_of(assembly), is_urgent=late)


def _page_of(assembly: Assembly) -> str:
    return reverse("assembly:inspect", args=[assembly.pk])


ACTION_OF_NEED = {
    NeedKind.TASK: gettext_lazy("See the task"),
    NeedKind.TERM: gettext_lazy("See this term"),
    NeedKind.DELEGATE_REPORT: gettext_lazy("See this seat"),
    NeedKind.PARTNER: gettext_lazy("Note a contact"),
    NeedKind.INTERNAL_DEADLINE: gettext_lazy("See the application"),
    NeedKind.CALL_CLOSES: gettext_lazy("See the application"),
    NeedKind.FUNDER_REPORT: gettext_lazy("See the application"),
    NeedKind.PRIVACY_REQUEST: gettext_lazy("Answer it"),
    NeedKind.RETENTION: gettext_lazy("See who"),
    NeedKind.ANSWER: gettext_lazy("See the decision"),
    NeedKind.OLD_ANSWER: gettext_lazy("See the decision"),
}


def _needs(user: User, now: datetime) -> Iterator[ToDo]:
    """What waits among the partners; the most pressing ones, and how many more there are."""
    needs = needs_of(user, timezone.localdate(now))
    for need in needs[:MOST_NEEDS]:
        yield ToDo(need_words(need), str(ACTION_OF_NEED[need.kind]), _where_to_act(need, user), is_urgent=need.is_late)
    if len(needs) > MOST_NEEDS:
        more = len(needs) - MOST_NEEDS
        said = ngettext(
            "One more thing waits among the partners.", "%(count)s more things wait among the partners.", more
        )
        yield ToDo(said % {"count": more}, _("See the tasks"), reverse("task:index"))


def _where_to_act(need: Need, user: User) -> str:
    """The form of that record, which is among those that this person may see; none for who may only read."""
    if need.record is None:
        return reverse("retention:index")
    if need.kind in (NeedKind.ANSWER, NeedKind.OLD_ANSWER):
        return f"{reverse('decision:inspect', args=[need.record.decision_id])}#envoi-{need.record.pk}"
    if need.kind == NeedKind.PRIVACY_REQUEST:
        return reverse("privacy_request:edit", args=[need.record.pk])
    if need.kind == NeedKind.PARTNER:
        address = f"{reverse('contact:add')}?organization={need.record.pk}&next={reverse('wagtailadmin_home')}"
        return address if user.has_perm("partners.add_interaction") else ""
    if need.kind in (NeedKind.TERM, NeedKind.DELEGATE_REPORT):
        return reverse("membership:inspect", args=[need.record.pk])
    if need.kind == NeedKind.TASK and not user.has_perm("partners.view_task"):
        return reverse("task:index")  # given to someone whose role sees no others: there they close it
    # Without a user, the finder does not ask the database about each record anew.
    may_change = user.has_perm(f"partners.change_{need.record._meta.model_name}")
    return AdminURLFinder().get_edit_url(need.record) or "" if may_change else ""


def _newsletters(finder: AdminURLFinder, now: datetime) -> Iterator[ToDo]:
    prepared = MonthlyDraft.objects.filter(page__isnull=False, made_at__gt=now - timedelta(days=31)).values("page")
    drafts = NewsletterPage.objects.filter(live=False, mailings=None).exclude(pk__in=prepared)
    drafts = drafts.order_by("-latest_revision_created_at")
    for page in drafts[:5]:
        url = finder.get_edit_url(page)
        if url:
            yield ToDo(_("The newsletter “%(title)s” is a draft.") % {"title": page}, _("Go on writing"), url)


def _own_account(user: User) -> Iterator[ToDo]:
    if not has_second_factor(user):
        yield ToDo(_("Your password alone opens this account."), _("Add a second factor"), reverse("mfa_index"))


def _accounts(user: User) -> Iterator[ToDo]:
    if not user.has_perm("accounts.change_user"):
        return
    count = people_not_ready().exclude(pk=user.pk).count()
    if count:
        yield ToDo(
            ngettext(
                "One person who was invited has not finished opening the account.",
                "%(count)s people who were invited have not finished opening their accounts.",
                count,
            )
            % {"count": count},
            _("See who, and invite again"),
            reverse("wagtailusers_users:index"),
        )
