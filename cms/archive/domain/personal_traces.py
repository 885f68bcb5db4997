"""What one person gave to the memory, said of its photos and agreed to: in their file, and erased with it (Law 25).

A gift and an agreement are known by an e-mail address. An answer of « Avez-vous reconnu ? » has none: it is known by
the name that signs it, which another person may bear, so nothing but that name is erased. So it is of who asked that an
item be taken down, where the team wrote no address.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property, reduce
from operator import or_

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.archive.domain.askers import Asked, Asker, asked_by, leave_askers, words_that_go
from cms.archive.domain.contribution_records import contribution_facts
from cms.archive.domain.donors import forget_donors
from cms.archive.domain.forgetting_contributions import destroy_contribution
from cms.archive.domain.uncrediting import credits_by_record, leave_credits
from cms.archive.enums import ContributionState
from cms.archive.models import Agreement, ContributedFile, Contribution, Credit, Item, RecognitionAnswer, Takedown
from crm.partners.domain.folding import fold
from crm.partners.domain.likeness import email_key, phone_key
from crm.partners.domain.need_words import day_words
from crm.partners.domain.personal_files import Line, label_of
from crm.partners.enums import ContactKind
from crm.partners.models import Person, PersonContact

# What an accepted gift says beyond the agreement, which alone is the proof.
BEYOND_THE_PROOF = ("description", "date_said", "place_said", "made_by", "person_email", "parent_contact", "reason")


def lines_of(person: Person) -> Iterator[Line]:
    """Every gift with all that was said of it, every agreement, credit, and answer signed with this name."""
    traces = Traces(person)
    for gift in traces.gifts:
        heading = _("Gift to the memory, No. {number}").format(number=gift.pk)
        for what, value in contribution_facts(gift):
            yield Line(heading, what, value)
    for agreement in traces.agreements:
        yield from _agreement_lines(agreement)
    for credit in Credit.objects.filter(person=person).select_related("item").order_by("item__number", "pk"):
        yield Line(_("Named in the memory"), credit_words(credit), f"{credit.item.number}. {credit.item.title}")
    for item in traces.donated:
        yield Line(_("Named in the memory"), f"{item.donor}, {label_of(item, 'donor')}", f"{item.number}. {item.title}")
    heading = _("“Did you recognize?”, signed with the same name: make sure that it is this person")
    for answer in traces.answers:
        words = f"{answer.name} ({answer.get_certainty_display()}). {answer.source}"
        yield Line(heading, f"{day_words(timezone.localdate(answer.answered_at))}, {answer.photo.item}", words)
    for takedown in traces.asked.theirs:
        yield takedown_line(_("Asked that it be taken down: make sure that it is this person"), takedown)


def takedown_line(heading: str, takedown: Takedown) -> Line:
    """« 26 novembre 2026, 12. Le bal », who asked, and the reason that was written."""
    day = day_words(timezone.localdate(takedown.taken_down_at))
    return Line(heading, f"{day}, {takedown.number}. {takedown.title}", f"{takedown.asked_by}. {takedown.reason}")


def credit_words(credit: Credit) -> str:
    """« Rose Fictive, y figure (à l’image ou au son), à gauche »."""
    return ", ".join(filter(None, [str(credit), str(credit.get_role_display()), credit.detail]))


def what_goes(person: Person) -> list[str]:
    """A sentence for each thing that erasing takes away here."""
    traces = Traces(person)
    undecided = sum(gift.state != ContributionState.ACCEPTED for gift in traces.gifts)
    accepted = len(traces.gifts) - undecided
    names = traces.answers.count()
    credited = credits_by_record([person]).count()
    given = sum(not item.donor_is_public for item in traces.donated if item.pk not in traces.undone)
    asked = len(traces.asked.theirs)
    sentences = (
        (
            undecided,
            ngettext(
                "One gift to the memory that is not part of it, its files, its words and its letters.",
                "%(count)s gifts to the memory that are not part of it, their files, their words and their letters.",
                undecided,
            ),
        ),
        (
            accepted,
            ngettext(
                "The e-mail and the messages of one gift that the memory accepted.",
                "The e-mail and the messages of %(count)s gifts that the memory accepted.",
                accepted,
            ),
        ),
        (
            names,
            ngettext(
                "The name under one answer of “Did you recognize?”.",
                "The name under %(count)s answers of “Did you recognize?”.",
                names,
            ),
        ),
        (
            credited,
            ngettext(
                "One mention of the memory that names this person by their record.",
                "%(count)s mentions of the memory that name this person by their record.",
                credited,
            ),
        ),
        (
            given,
            ngettext(
                "The name under “Given by” of one item, that the site does not show.",
                "The name under “Given by” of %(count)s items, that the site does not show.",
                given,
            ),
        ),
        (asked, words_that_go(asked)),
    )
    return [words % {"count": count} for count, words in sentences if count]


def what_stays(person: Person) -> list[str]:
    """A sentence for each thing that erasing leaves here, with its reason."""
    traces = Traces(person)
    agreements = traces.agreements
    sentences: list[str] = []
    if agreements:
        words = ngettext(
            "One agreement of the memory, with the name, the day and the exact words, without the e-mail: it is the "
            "proof that the council may show what was given, or was asked to stop.",
            "%(count)s agreements of the memory, with the name, the day and the exact words, without the e-mail: they "
            "are the proof that the council may show what was given, or was asked to stop.",
            len(agreements),
        )
        sentences.append(words % {"count": len(agreements)})
    shown = sum(agreement.withdrawn_at is None and bool(agreement.items.all()) for agreement in agreements)
    if shown:
        sentences.append(
            _(
                "What was given under it, and the name beside it where the person asked to be named: the credit "
                "follows the agreement. To have it off the site, they take it back, by the link of their letters."
            )
        )
    if traces.answers.exists():
        sentences.append(
            _("What was said in “Did you recognize?”, without who said it: it is how a name in a photo is known.")
        )
    return sentences


@transaction.atomic
def erase_traces(person: Person, now: datetime) -> int:
    """Destroy what the memory did not accept, leave of the rest the proof alone; how many rows. Twice finds none."""
    traces, touched = Traces(person), 0
    for gift in traces.gifts:
        held = Contribution.objects.select_for_update().filter(pk=gift.pk).first()
        if held is None:
            continue
        if held.state == ContributionState.ACCEPTED:
            _leave_the_proof(held)
        else:
            destroy_contribution(held, now)
        touched += 1
    touched += leave_credits([person])
    touched += leave_askers(traces.asked.theirs)
    touched += forget_donors(traces.agreements, traces.names_donor)
    touched += Agreement.objects.filter(pk__in=[one.pk for one in traces.agreements]).update(person_email="")
    return touched + traces.answers.update(answered_by="")


def _leave_the_proof(gift: Contribution) -> None:
    """The link in the person's letters still opens it, and takes it back."""
    gift.messages.all().delete()
    ContributedFile.objects.filter(contribution=gift).delete()
    for name in BEYOND_THE_PROOF:
        setattr(gift, name, "")
    gift.save(update_fields=BEYOND_THE_PROOF)


def _agreement_lines(agreement: Agreement) -> Iterator[Line]:
    heading = _("Agreement of the memory, {day}").format(day=day_words(agreement.given_on))
    said = {
        "subject": agreement.get_subject_display(),
        "text": agreement.text.words,
        "person_name": agreement.person_name,
        "person_email": agreement.person_email,
        "guardian_name": agreement.guardian_name,
        "licence": agreement.get_licence_display() if agreement.licence else "",
        "channel": agreement.get_channel_display(),
        "items": "; ".join(f"{item.number}. {item.title}" for item in agreement.items.all()),
        "note": agreement.note,
    }
    for name, value in said.items():
        yield Line(heading, label_of(agreement, name), value)
    if agreement.withdrawn_at is not None:
        yield Line(heading, _("taken back on"), day_words(timezone.localdate(agreement.withdrawn_at)))


class Traces:
    """What is found of one person, read once."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def details(self) -> list[tuple[str, str]]:
        return list(self.person.contact_details.values_list("kind", "value"))

    @cached_property
    def addresses(self) -> set[str]:
        """Lower-cased: those of the record, and the one with which the person signs in."""
        known = {email_key(value) for kind, value in self.details if kind == ContactKind.EMAIL}
        return known | {email_key(self.person.user.email)} if self.person.user else known

    @cached_property
    def names(self) -> list[str]:
        """The name of the record, and each other one that is written there."""
        known = [self.person.name, *self.person.other_names.values_list("name", flat=True)]
        return [name.strip() for name in known if name.strip()]

    @cached_property
    def full_names(self) -> set[str]:
        """Those of two words or more, folded: one alone says nobody."""
        return {fold(name) for name in self.names if len(fold(name).split()) > 1}

    @cached_property
    def housemates(self) -> set[str]:
        """The folded names of others who write from the same address: what they sign is theirs."""
        same = PersonContact.objects.alias(key=Lower("value")).filter(key__in=self.addresses, kind=ContactKind.EMAIL)
        others = Person.objects.filter(contact_details__in=same).exclude(pk=self.person.pk)
        return {fold(other.name) for other in others} - {fold(self.person.name)}

    @cached_property
    def gifts(self) -> list[Contribution]:
        found = Contribution.objects.alias(key=Lower("person_email")).filter(key__in=self.addresses)
        told = found.select_related("text").prefetch_related("files", "messages").order_by("pk")
        return [gift for gift in told if fold(gift.person_name) not in self.housemates]

    @cached_property
    def agreements(self) -> list[Agreement]:
        found = Agreement.objects.alias(key=Lower("person_email")).filter(key__in=self.addresses)
        told = found.select_related("text").prefetch_related("items").order_by("given_on", "pk")
        return [one for one in told if fold(one.person_name) not in self.housemates]

    @cached_property
    def donated(self) -> list[Item]:
        """The items of their agreements whose donor they are."""
        found = ((item, one) for one in self.agreements for item in one.items.all())
        return list({item.pk: item for item, one in found if self.names_donor(item.donor, one)}.values())

    @cached_property
    def undone(self) -> set[int]:
        """The items that erasing destroys: what was made of gifts that are not accepted any more."""
        gone = {gift.agreement_id for gift in self.gifts if gift.state != ContributionState.ACCEPTED}
        return {item.pk for one in self.agreements if one.pk in gone for item in one.items.all()}

    def names_donor(self, said: str, agreement: Agreement) -> bool:
        """Whether « Given by » says them: always where they gave it by the form, otherwise by their name."""
        if any(gift.agreement_id == agreement.pk for gift in self.gifts):
            return bool(said)
        return fold(said) in {fold(name) for name in (agreement.person_name, *self.names)}

    @cached_property
    def answers(self) -> QuerySet[RecognitionAnswer]:
        signed = reduce(or_, (Q(answered_by__iexact=name) for name in self.names), Q(pk=None))
        return RecognitionAnswer.objects.filter(signed).select_related("photo__item").order_by("pk")

    @cached_property
    def asked(self) -> Asked:
        """What they asked to be taken down, and what they may have."""
        numbers = {phone_key(value) for kind, value in self.details if kind in (ContactKind.VOICE, ContactKind.CELL)}
        known = (self.full_names, self.addresses, numbers - {""}, self.housemates)
        return asked_by(Asker(*map(frozenset, known)))
