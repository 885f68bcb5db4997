"""Finds, among the records that someone may see, those that may be the same; remembers those that are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from crm.partners.domain.likeness import (
    SURE_NAME,
    Clue,
    Entry,
    Likeness,
    Reason,
    address_key,
    email_key,
    likenesses,
    name_words,
    phone_key,
)
from crm.partners.enums import ContactKind, RecordKind
from crm.partners.models import Distinction, Organization, Person

MODELS: dict[RecordKind, type[Person] | type[Organization]] = {
    RecordKind.PERSON: Person,
    RecordKind.ORGANIZATION: Organization,
}


def find_duplicates(kind: RecordKind, levels: Collection[str]) -> list[Likeness]:
    """The pairs that may be one, by what ``levels`` may read, without those said to be different."""
    different = Distinction.objects.filter(kind=kind).values_list("low", "high")
    return likenesses(entries_of(kind, levels), frozenset(different))


def tell_apart(kind: RecordKind, one: int, other: int, *, by: AbstractBaseUser | None, now: datetime) -> Distinction:
    """Write that they are not the same; a second call changes nothing."""
    low, high = sorted((one, other))
    distinction, _made = Distinction.objects.get_or_create(
        kind=kind, low=low, high=high, defaults={"decided_by_id": by.pk if by else None, "decided_at": now}
    )
    return distinction


def entries_of(kind: RecordKind, levels: Collection[str]) -> list[Entry]:
    """What is known of each record, in four queries; a detail above ``levels`` does not count."""
    records: Any = MODELS[kind].objects.all()
    if kind == RecordKind.PERSON:
        records = records.visible(levels)
    names = _names_of(kind, records)
    part = MODELS[kind]._meta.model_name
    contacts: Any = MODELS[kind]._meta.get_field("contact_details").related_model
    addresses: Any = MODELS[kind]._meta.get_field("addresses").related_model
    emails: dict[int, set[str]] = defaultdict(set)
    phones: dict[int, set[str]] = defaultdict(set)
    places: dict[int, set[str]] = defaultdict(set)
    details = contacts.objects.filter(visibility__in=levels).values_list(f"{part}_id", "kind", "value")
    for pk, means, value in details.iterator():
        if means == ContactKind.EMAIL:
            emails[pk].add(email_key(value))
        elif means in (ContactKind.VOICE, ContactKind.CELL) and (number := phone_key(value)):
            phones[pk].add(number)
    written = addresses.objects.filter(visibility__in=levels)
    for pk, *lines in written.values_list(f"{part}_id", "street_address", "city", "postal_code").iterator():
        if place := address_key(*lines):
            places[pk].add(place)
    return [
        Entry(
            pk,
            tuple(dict.fromkeys(words)),
            frozenset(emails.get(pk, ())),
            frozenset(phones.get(pk, ())),
            frozenset(places.get(pk, ())),
            is_person=kind == RecordKind.PERSON,
        )
        for pk, words in names.items()
    ]


def _names_of(kind: RecordKind, records: Any) -> dict[int, list[tuple[str, ...]]]:
    columns = ("given_name", "family_name") if kind == RecordKind.PERSON else ("name",)
    names = {
        pk: [name_words(" ".join(part for part in parts if part))]
        for pk, *parts in records.order_by("pk").values_list("pk", *columns).iterator()
    }
    others: Any = MODELS[kind]._meta.get_field("other_names").related_model
    owner = f"{MODELS[kind]._meta.model_name}_id"
    for pk, name in others.objects.order_by("pk").values_list(owner, "name").iterator():
        if pk in names:
            names[pk].append(name_words(name))
    return names


def reasons_in_words(reasons: Iterable[Reason]) -> list[str]:
    """« même courriel », « noms presque pareils : 94 % »."""
    return [_reason_in_words(reason) for reason in reasons]


def _reason_in_words(reason: Reason) -> str:
    match reason.clue:
        case Clue.EMAIL:
            return _("same e-mail")
        case Clue.PHONE:
            return _("same telephone")
        case Clue.ADDRESS:
            return _("same address")
        case Clue.NAME if reason.nearness >= SURE_NAME:
            return _("same name")
    return _("almost the same name: {nearness}%").format(nearness=reason.nearness)
