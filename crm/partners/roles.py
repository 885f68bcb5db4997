"""The memberships of a person, of an organization or of a seat, ready to be shown: what, when, known from where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from crm.partners.domain.partial_dates import partial_date_words
from crm.partners.domain.tenure import Answer
from crm.partners.domain.wording import state_words, tenure_words
from crm.partners.models import Membership
from crm.partners.querysets import MembershipQuerySet


@dataclass(frozen=True)
class Role:
    """One membership in words."""

    membership: Membership
    when: str
    answer: Answer
    state: str
    term_ends: str

    @property
    def may_be_renewed(self) -> bool:
        return self.answer != Answer.NO and getattr(self.membership, "renewal", None) is None


@dataclass(frozen=True)
class Roles:
    """Those of today, sure or not, apart from those that are over or to come."""

    current: list[Role] = field(default_factory=list)
    others: list[Role] = field(default_factory=list)


def role_of(membership: Membership, on: date) -> Role:
    tenure = membership.tenure
    return Role(
        membership,
        tenure_words(membership.starts_on, membership.ends_on, end_is_unknown=membership.end_is_unknown),
        tenure.on(on),
        state_words(tenure, on),
        partial_date_words(membership.term_ends_on) if membership.term_ends_on else "",
    )


def roles_of(memberships: Iterable[Membership], on: date) -> Roles:
    roles = [role_of(membership, on) for membership in memberships]
    return Roles(
        [role for role in roles if role.answer != Answer.NO], [role for role in roles if role.answer == Answer.NO]
    )


def with_names(memberships: MembershipQuerySet) -> QuerySet[Membership]:
    """Everything that a line about a membership says, in one query."""
    return memberships.select_related("person", "organization", "post", "on_behalf_of", "last_verified_by", "renewal")
