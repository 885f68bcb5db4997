"""Ways to narrow the sets of the ground floor; what someone may see is asked first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from crm.partners.domain.searching import words_of
from crm.partners.domain.tenure import Answer
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import FundingStatus, Visibility

if TYPE_CHECKING:
    from crm.accounts.models import User
    from crm.partners.models.contacts import Interaction, Task  # noqa: F401
    from crm.partners.models.funding import Funding  # noqa: F401
    from crm.partners.models.organizations import Organization, Sector  # noqa: F401
    from crm.partners.models.partnerships import Partnership  # noqa: F401
    from crm.partners.models.people import Person  # noqa: F401
    from crm.partners.models.seats import Membership, Post  # noqa: F401

M = TypeVar("M", bound=models.Model)
Q_ = TypeVar("Q_", bound=models.QuerySet[Any])

COLUMN_OF_LEVEL = {"public": "search_text", "board": "search_board", "private": "search_private"}


def _word_in(prefix: str, word: str, levels: Collection[str]) -> Q:
    """The folded word in what ``levels`` may read of the record at the end of ``prefix``."""
    anywhere = Q(pk__in=[])
    for level in Visibility.values:
        if level in levels:
            anywhere |= Q(**{f"{prefix}{COLUMN_OF_LEVEL[level]}__contains": word})
    return anywhere


def _each_word_in(found: Q_, words: str, prefix: str, levels: Collection[str]) -> Q_:
    """Those that hold each folded word in their own, or in what may be read of the record at the end of ``prefix``."""
    for word in words_of(words):
        found = found.filter(Q(search_text__contains=word) | _word_in(prefix, word, levels))
    return found


class SearchedQuerySet(models.QuerySet[M]):
    def matching(self, words: str, levels: Collection[str]) -> Any:
        """Holding every word, whatever its accents, among what ``levels`` may read."""
        found = self
        for word in words_of(words):
            found = found.filter(_word_in("", word, levels))
        return found


class OrganizationQuerySet(SearchedQuerySet["Organization"]):
    def visible(self, levels: Collection[str]) -> OrganizationQuerySet:
        """All of them: that an organization exists is no secret, its notes and contact details may be."""
        return self.all()

    def listed(self) -> OrganizationQuerySet:
        """Those of the public listing."""
        return self.filter(is_listed=True)

    def our_council(self) -> Organization | None:
        return self.filter(is_our_council=True).first()


class SectorQuerySet(models.QuerySet["Sector"]):
    def visible(self, levels: Collection[str]) -> SectorQuerySet:
        return self.all()


class PersonQuerySet(SearchedQuerySet["Person"]):
    def visible(self, levels: Collection[str]) -> PersonQuerySet:
        """Those whom someone with these ``levels`` may see."""
        return self.filter(visibility__in=levels)


class PostQuerySet(models.QuerySet["Post"]):
    def visible(self, levels: Collection[str]) -> PostQuerySet:
        return self.filter(visibility__in=levels)

    def matching(self, words: str, levels: Collection[str]) -> PostQuerySet:
        """Whose title holds each word, or whose organization or holder answers to it."""
        found = self
        for word in words_of(words):
            holders = Q(memberships__visibility__in=levels, memberships__person__visibility__in=levels)
            holders &= _word_in("memberships__person__", word, levels)
            found = found.filter(
                Q(pk__in=self.model._default_manager.filter(holders).values("pk"))
                | Q(search_text__contains=word)
                | _word_in("organization__", word, levels)
                | _word_in("held_for__", word, levels)
            )
        return found

    def answering(self, day: date) -> PostQuerySet:
        """Each with `answer`, as a word of `Answer`: whether it is held on ``day``, by whomever one may see or not."""
        from crm.partners.models.seats import Membership

        of_this_seat = Membership.objects.filter(post=models.OuterRef("pk"))
        return self.annotate(
            answer=models.Case(
                models.When(models.Exists(of_this_seat.on(day)), then=models.Value(Answer.YES.value)),
                models.When(models.Exists(of_this_seat.on(day, perhaps=True)), then=models.Value(Answer.UNKNOWN.value)),
                default=models.Value(Answer.NO.value),
            )
        )

    def existing(self, on: date) -> PostQuerySet:
        """Seats that are neither abolished nor yet to be made on that day."""
        return self.filter(start_min__lte=on, end_max__gte=on)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible(self, levels: Collection[str]) -> MembershipQuerySet:
        """Those of which the fact, the person and the seat may all be seen."""
        seat = Q(post=None) | Q(post__visibility__in=levels)
        return self.filter(seat, visibility__in=levels, person__visibility__in=levels)

    def matching(self, words: str, levels: Collection[str]) -> MembershipQuerySet:
        """Of a person or in an organization that the words find; each word in either."""
        found = self
        for word in words_of(words):
            found = found.filter(_word_in("person__", word, levels) | _word_in("organization__", word, levels))
        return found

    def wholly_visible(self, levels: Collection[str]) -> MembershipQuerySet:
        """Those of which the fact, the person and the seat, where there is one, may all be seen."""
        return self.visible(levels).filter(Q(post=None) | Q(post__visibility__in=levels))

    def of_our_council(self) -> MembershipQuerySet:
        """In our council, or where it sits elsewhere: on its behalf, or in a seat that it fills."""
        return self.filter(
            Q(organization__is_our_council=True)
            | Q(on_behalf_of__is_our_council=True)
            | Q(post__held_for__is_our_council=True)
        )

    def on(self, day: date, *, perhaps: bool = False) -> MembershipQuerySet:
        """Surely lasting on ``day``; with ``perhaps``, those that may last too."""
        return self.within(day, day, perhaps=perhaps)

    def within(self, first: date, last: date, *, perhaps: bool = False) -> MembershipQuerySet:
        """Surely (or ``perhaps``) lasting at some moment of the period, both days included."""
        if perhaps:
            return self.filter(start_min__lte=last, end_max__gte=first)
        return self.filter(start_max__lte=last, end_min__gte=first)

    def answering(self, day: date) -> MembershipQuerySet:
        """Each with `answer`, as a word of `Answer`: whether it lasts on ``day``."""
        return self.annotate(
            answer=models.Case(
                models.When(Q(start_min__gt=day) | Q(end_max__lt=day), then=models.Value(Answer.NO.value)),
                models.When(start_max__lte=day, end_min__gte=day, then=models.Value(Answer.YES.value)),
                default=models.Value(Answer.UNKNOWN.value),
            )
        )

    def same_as(self, one: Membership) -> MembershipQuerySet:
        """Others of the same person in the same place, at a time that surely meets that of ``one``.

        The database refuses them too: `crm.partners.overlaps`.
        """
        tenure = one.tenure
        alike = Q(starts_on=one.starts_on, ends_on=one.ends_on)
        meeting = Q(start_max__lte=F("end_min")) & Q(start_max__lte=tenure.end_min, end_min__gte=tenure.start_max)
        return self.exclude(pk=one.pk).filter(
            alike | meeting if tenure.start_max <= tenure.end_min else alike,
            person_id=one.person_id,
            organization_id=one.organization_id,
            post_id=one.post_id,
            role=one.role,
            on_behalf_of_id=one.on_behalf_of_id,
        )


class InteractionQuerySet(models.QuerySet["Interaction"]):
    def visible(self, levels: Collection[str]) -> InteractionQuerySet:
        return self.filter(visibility__in=levels)

    def matching(self, words: str, levels: Collection[str]) -> InteractionQuerySet:
        """Saying every word, or naming an organization or a person that it finds; accents do not count."""
        from crm.partners.models import Interaction, Organization, Person

        found = self
        for word in words_of(words):
            organizations = Interaction.organizations.through.objects.filter(
                organization__in=Organization.objects.matching(word, levels).values("pk")
            )
            people = Interaction.people.through.objects.filter(
                person__in=Person.objects.visible(levels).matching(word, levels).values("pk")
            )
            found = found.filter(
                Q(search_text__contains=word)
                | Q(pk__in=organizations.values("interaction"))
                | Q(pk__in=people.values("interaction"))
            )
        return found


class TaskQuerySet(models.QuerySet["Task"]):
    def to_do(self) -> TaskQuerySet:
        return self.filter(done_at=None)

    def given_to(self, user: User) -> TaskQuerySet:
        """Given to this person; or to nobody, for whoever keeps the partners."""
        mine = Q(assignee=user)
        return self.filter(mine | Q(assignee=None) if user.has_perm("partners.change_organization") else mine)

    def visible(self, user: User) -> TaskQuerySet:
        """What follows from a contact is seen by who may read that contact, and by who has it to do."""
        levels = levels_of(user)
        return self.filter(Q(interaction=None) | Q(interaction__visibility__in=levels) | Q(assignee=user))


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible(self, levels: Collection[str]) -> PartnershipQuerySet:
        return self.filter(visibility__in=levels)

    def matching(self, words: str, levels: Collection[str]) -> PartnershipQuerySet:
        """Whose title holds each word, or whose partner answers to it."""
        return _each_word_in(self, words, "organization__", levels)


class FundingQuerySet(models.QuerySet["Funding"]):
    def visible(self, levels: Collection[str]) -> FundingQuerySet:
        return self.filter(visibility__in=levels)

    def matching(self, words: str, levels: Collection[str]) -> FundingQuerySet:
        """Whose programme or project holds each word, or whose funder answers to it."""
        return _each_word_in(self, words, "funder__", levels)

    def open(self) -> FundingQuerySet:
        """Those that still ask something of us."""
        return self.exclude(status__in=FINISHED_FUNDING)

    def soonest_first(self, on: date) -> FundingQuerySet:
        """By the day that comes next, as `crm.partners.domain.funding.next_deadline` says it; then by the call."""
        next_on = models.Case(
            models.When(status__in=BEFORE_SUBMISSION, internal_deadline_on__gte=on, then="internal_deadline_on"),
            models.When(status__in=BEFORE_SUBMISSION, then=Coalesce("call_closes_on", "internal_deadline_on")),
            models.When(status=FundingStatus.GRANTED, report_sent_on=None, then="report_due_on"),
        )
        return self.annotate(next_on=next_on).order_by(
            F("next_on").asc(nulls_last=True), F("call_closes_on").desc(nulls_last=True), "-pk"
        )

    def in_year(self, year: int) -> FundingQuerySet:
        """Those whose call closes that year; without a call, those that were written down that year."""
        return self.filter(
            Q(call_closes_on__year=year) | Q(call_closes_on=None, created_at__year=year),
        )


FINISHED_FUNDING = (FundingStatus.REFUSED, FundingStatus.WITHDRAWN, FundingStatus.CLOSED)
BEFORE_SUBMISSION = (FundingStatus.CONSIDERED, FundingStatus.WRITING)
