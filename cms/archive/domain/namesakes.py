"""What the memory holds under the name of someone, who may be another: shown to whoever answers a request (Law 25).

An agreement on paper has no e-mail, a credit is a name in a photograph, an answer says whom a neighbour recognized, an
item says who gave it or holds its rights, the journal says who asked that something be taken down.
None of them is known to be of this person: whoever answers makes sure of it, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.archive.domain import personal_traces
from cms.archive.domain.personal_traces import Traces, credit_words, takedown_line
from cms.archive.domain.saying import says
from cms.archive.models import Agreement, Contribution, Credit, Item, RecognitionAnswer
from crm.partners.domain.need_words import day_words
from crm.partners.domain.personal_files import Line, Possible, label_of
from crm.partners.models import Person

HELD = ("donor", "rights_holder")


def possible_of(person: Person) -> Iterator[Possible]:
    """Agreements, gifts, donors, credits, answers and takedowns in which a whole name of theirs is said."""
    traces = Traces(person)
    names = traces.full_names
    if not names:
        return
    yield from _agreements(names, traces)
    yield from _gifts(names, traces)
    yield from _donors(names, traces)
    yield from _credits(names, person)
    yield from _answers(names)
    for one in traces.asked.possible:
        yield Possible(f"takedown-{one.pk}", takedown_line(_("Asked that it be taken down"), one))


def _agreements(names: set[str], traces: Traces) -> Iterator[Possible]:
    known = {one.pk for one in traces.agreements}
    said = Agreement.objects.order_by("given_on", "pk").values_list("pk", "person_name", "guardian_name")
    keys = [pk for pk, *who in said if pk not in known and any(says(one, names) for one in who)]
    for one in Agreement.objects.filter(pk__in=keys).prefetch_related("items").order_by("given_on", "pk"):
        what = _("{name}, {day}").format(name=one.person_name, day=day_words(one.given_on))
        about = "; ".join(f"{item.number}. {item.title}" for item in one.items.all())
        words = ". ".join(filter(None, [str(one.get_subject_display()), str(one.get_channel_display()), about]))
        yield Possible(f"agreement-{one.pk}", Line(_("Agreements of the memory"), what, words))


def _gifts(names: set[str], traces: Traces) -> Iterator[Possible]:
    known = {one.pk for one in traces.gifts}
    said = Contribution.objects.order_by("pk").values_list("pk", "person_name", "parent_name", "title", "received_at")
    for pk, name, parent, title, received_at in said:
        if pk not in known and (says(name, names) or says(parent, names)):
            what = _("{name}, {day}").format(name=name, day=day_words(timezone.localdate(received_at)))
            yield Possible(f"gift-{pk}", Line(_("Gifts to the memory, from another address"), what, title))


def _donors(names: set[str], traces: Traces) -> Iterator[Possible]:
    """Who gave an item and who holds its rights, as its columns say it or its latest draft."""
    known = {item.pk for item in traces.donated}
    drafts = Item.objects.filter(has_unpublished_changes=True).exclude(latest_revision=None)
    rows = [
        *Item.objects.exclude(donor="", rights_holder="").values_list("pk", *HELD),
        *drafts.values_list("pk", *(f"latest_revision__content__{name}" for name in HELD)),
    ]
    said: dict[tuple[int, str], str] = {}
    for pk, *values in rows:
        for name, value in zip(HELD, values, strict=True):
            if value and says(value, names) and (name != "donor" or pk not in known):
                said.setdefault((pk, name), value)
    items = Item.objects.in_bulk({pk for pk, _name in said})
    for (pk, name), value in sorted(said.items()):
        item = items[pk]
        line = Line(_("Named in the memory"), f"{value}, {label_of(item, name)}", f"{item.number}. {item.title}")
        yield Possible(f"{name}-{pk}", line)


def _credits(names: set[str], person: Person) -> Iterator[Possible]:
    """As they are printed; those that lead to the record are in the file already."""
    printed = Credit.objects.exclude(name="").exclude(person=person.pk).order_by("pk").values_list("pk", "name")
    keys = [pk for pk, name in printed if says(name, names)]
    for one in Credit.objects.filter(pk__in=keys).select_related("item").order_by("item__number", "pk"):
        line = Line(_("Named in the memory"), credit_words(one), f"{one.item.number}. {one.item.title}")
        yield Possible(f"credit-{one.pk}", line)


def _answers(names: set[str]) -> Iterator[Possible]:
    """Whom the neighbours recognize; who signs is in the file already."""
    keys = [pk for pk, name in RecognitionAnswer.objects.values_list("pk", "name") if says(name, names)]
    for one in RecognitionAnswer.objects.filter(pk__in=keys).select_related("photo__item").order_by("pk"):
        what = _("{name}, {day}").format(name=one.name, day=day_words(timezone.localdate(one.answered_at)))
        words = f"{one.photo.item}. {one.get_certainty_display()}, {one.get_state_display()}"
        yield Possible(f"answer-{one.pk}", Line(_("Recognized in “Did you recognize?”"), what, words))


def what_stays(person: Person) -> list[str]:
    """What erasing leaves in the memory, and what bears the same name there, which it does not touch."""
    count = sum(1 for _one in possible_of(person))
    words = ngettext(
        "One thing of the memory that bears the same name: see the file, and correct it there by hand if it is theirs.",
        "%(count)s things of the memory that bear the same name: see the file, and correct them there by hand if they "
        "are theirs.",
        count,
    )
    return [*personal_traces.what_stays(person), *([words % {"count": count}] if count else [])]
