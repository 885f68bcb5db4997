"""Erases one person and writes down that it was done: when, why, by whom, how much; never a name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.accounts.models import User
from crm.partners.domain.personal_files import Erasure, erase_person, held_words, plan_erasure
from crm.partners.enums import PurgeReason, RequestKind, RequestOutcome
from crm.partners.models import Membership, Person, PrivacyRequest, Purge

# What a record that keeps its name for the register of the board holds besides.
OWN_FACTS = ("pronouns", "biography", "board_notes", "portrait_id", "user_id", "keep_until")


@transaction.atomic
def purge_person(number: int, *, reason: PurgeReason, by: User, now: datetime) -> Purge | None:
    """Erase; None where nothing is left to erase, so that a second press writes nothing.

    Open requests to be erased are answered by it.
    """
    person = Person.objects.select_for_update(of=("self",)).filter(pk=number).first()
    if person is None or is_erased(person):
        return None
    _close_requests(person, keeps_the_name=plan_erasure(person).keeps_the_name, now=now)
    plan = erase_person(person, now)
    return Purge.objects.create(
        person_number=number,
        reason=reason,
        purged_at=now,
        purged_by=by,
        keeps_the_name=plan.keeps_the_name,
        memberships=plan.other_memberships,
        contact_details=plan.contact_details,
        interactions=plan.interactions,
        elsewhere=plan.erased_above,
    )


def is_erased(person: Person) -> bool:
    """Whether a name, and terms on our own board, are all that is left."""
    plan = plan_erasure(person)
    counted = plan.other_memberships or plan.contact_details or plan.interactions
    goes = counted or plan.goes_above or person.other_names.exists()
    facts = [name for name in OWN_FACTS if getattr(person, name)]
    return plan.keeps_the_name and not goes and not facts


def _close_requests(person: Person, *, keeps_the_name: bool, now: datetime) -> None:
    outcome = RequestOutcome.PARTLY if keeps_the_name else RequestOutcome.DONE
    to_erase = PrivacyRequest.objects.filter(person=person, kind=RequestKind.ERASURE, answered_on=None)
    to_erase.update(answered_on=timezone.localdate(now), outcome=outcome)


def what_goes(person: Person, plan: Erasure) -> list[str]:
    """Everything that erasing takes away, a sentence each."""
    record = (
        _("The whole record except the first and last name: other names, biography, notes, dates.")
        if plan.keeps_the_name
        else _("The whole record: names, biography, notes, dates.")
    )
    counted = [
        (
            plan.contact_details,
            ngettext(
                "One contact detail or address.", "%(count)s contact details and addresses.", plan.contact_details
            ),
        ),
        (
            plan.other_memberships,
            ngettext(
                "One membership in an organization.",
                "%(count)s memberships in organizations.",
                plan.other_memberships,
            ),
        ),
        (
            plan.interactions,
            ngettext("The name, in one contact.", "The name, in %(count)s contacts.", plan.interactions),
        ),
        (
            plan.let_go,
            ngettext(
                "One candidacy that was refused or withdrawn before the vote, and its reason.",
                "%(count)s candidacies that were refused or withdrawn before the vote, and their reasons.",
                plan.let_go,
            ),
        ),
    ]
    history = _("The history of this record, and what imported lists and mergers kept of it.")
    return [record, *(words % {"count": count} for count, words in counted if count), *plan.goes_above, history]


def what_stays(person: Person, plan: Erasure) -> list[str]:
    """What erasing leaves, and why, a sentence each."""
    stays = [_term_words(held) for held in plan.board_terms]
    stays += [_counted_words(held) for held in plan.counted_terms]
    if plan.mentions:
        words = ngettext(
            "One mention in the registers of the assemblies: it is part of what was decided.",
            "%(count)s mentions in the registers of the assemblies: they are part of what was decided.",
            plan.mentions,
        )
        stays.append(words % {"count": plan.mentions})
    if plan.interactions:
        stays.append(_("The contacts themselves, without the name: they are also about others."))
    if person.user_id:
        stays.append(_("The account: hand over what it holds, close it, then delete it among the people who sign in."))
    if person.portrait_id:
        stays.append(_("The portrait, in the library of images: it may be used on a page. Delete it there."))
    return [
        *stays,
        *plan.stays_above,
        _("A subscription to the newsletter: it is another file, among the subscribers."),
        _("What someone wrote by hand elsewhere, in the notes of a contact or in minutes: nobody looks for it."),
        _("Backups, until newer ones replace them."),
    ]


def _term_words(held: Membership) -> str:
    return _("{term} ({when}): the neighbourhood must be able to know who decided for it.").format(
        term=_place_words(held), when=held_words(held)
    )


def _counted_words(held: Membership) -> str:
    return _("{term} ({when}): an assembly counted this person there with it, and its register stays true.").format(
        term=_place_words(held), when=held_words(held)
    )


def _place_words(held: Membership) -> str:
    return f"{held.organization}, {held.label}" if held.label else str(held.organization)
