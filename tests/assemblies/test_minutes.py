"""The minutes: the French of councils from the record, a person's words kept, adopted at the next assembly."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from crm.assemblies.domain.adoption import plan_adoption
from crm.assemblies.domain.conflicts import declare_conflict
from crm.assemblies.domain.deciding import write_decision
from crm.assemblies.domain.minutes import (
    correct_minutes,
    draft_minutes,
    hide_citizens,
    publish_minutes,
    restore_section,
    review_minutes,
    sections_behind,
    withdraw_minutes,
    write_section,
)
from crm.assemblies.domain.minutes_parts import minutes_parts
from crm.assemblies.domain.presences import arrive, leave
from crm.assemblies.domain.proposals import propose_decision
from crm.assemblies.domain.public_minutes import readable_minutes
from crm.assemblies.domain.questions import ask_question, write_question
from crm.assemblies.domain.sitting import close_assembly, count_citizens, go_to_item, open_assembly, write_discussion
from crm.assemblies.domain.voting import Ballot, name_vote, record_vote
from crm.assemblies.enums import DecisionKind, DecisionResult, ItemKind, ItemState, MinutesState, VoteOption
from crm.assemblies.errors import AssemblyRefused, StaleRecord
from crm.assemblies.models import AgendaItem, Decision, Erratum, Minutes, MinutesSection
from tests.assemblies.tables import SEVEN, Table, a_table, adopt, an_assembly, at
from tests.factories import AgendaItemFactory, gathered


def lines_of(section: MinutesSection) -> list[str]:
    """Each paragraph and each line of a list, with plain spaces."""
    found = re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", section.body)
    return [strip_tags(line).replace("\u00a0", " ").replace("&#x27;", "'") for line in found]


def section(minutes: Minutes, key: str) -> MinutesSection:
    return minutes.sections.get(key=key)


def of_item(table: Table) -> MinutesSection:
    return section(draft_minutes(table.assembly, at(130)), f"item:{table.item.pk}")


def closed_and_drafted(table: Table) -> Minutes:
    close_assembly(table.assembly, at(120))
    return Minutes.objects.get(assembly=table.assembly)


def adopted_next_month(table: Table) -> Minutes:
    """Closed, then adopted at the following assembly."""
    minutes = closed_and_drafted(table)
    later = SEVEN + timedelta(days=28)
    following = an_assembly(later)
    item = plan_adoption(following)[0]
    gathered(table.board, following)
    open_assembly(following, later)
    decision = Decision.objects.get(item=go_to_item(item))
    ballot = Ballot(DecisionResult.UNANIMOUS, *table.board[:2])
    record_vote(decision, decision.version, ballot, later + timedelta(minutes=5))
    minutes.refresh_from_db()
    return minutes


@pytest.mark.django_db
def test_presence_and_quorum_are_told_with_who_came_late_and_who_left() -> None:
    table = a_table(here=4)
    late = arrive(table.assembly, table.board[4], at(20), is_voting=True)
    for presence in (table.presences[0], table.presences[1], late):
        leave(presence, at(60))
    count_citizens(table.assembly, None, 12)

    told = lines_of(section(draft_minutes(table.assembly, at(130)), "opening"))

    names = [str(person) for person in table.board]
    assert told[0] == (
        "Assemblée du conseil d’administration tenue le mardi 14 avril 2026, de 19 h à 21 h, "
        "Parc de la Carrière, 40, avenue des Tailleurs."
    )
    assert [line.split(",")[0] for line in told[2:7]] == [*names[:4], names[4]]
    assert told[7:11] == [
        "12 personnes du public assistent à l’assemblée.",
        "IL Y A QUORUM : 4 membres avec droit de vote sont présents, quorum de 3 "
        "(Règlement intérieur fictif, article 12).",
        "L’assemblée est ouverte à 19 h.",
        "Pendant l’assemblée :",
    ]
    assert told[11] == f"19 h 20 : arrivée de {names[4]}."
    assert told[-1] == "20 h : LE QUORUM EST PERDU (2 membres avec droit de vote présents)."


@pytest.mark.django_db
def test_an_assembly_opened_without_quorum_says_so() -> None:
    table = a_table(here=2, is_open=False)
    open_assembly(table.assembly, SEVEN, knowing=True)

    told = lines_of(section(draft_minutes(table.assembly, at(130)), "opening"))

    assert told[4] == "Sont absentes ou absents :"
    assert told[8].startswith("IL N’Y A PAS QUORUM : 2 membres")


@pytest.mark.django_db
def test_a_decision_is_written_as_councils_write_it() -> None:
    table = a_table(proposal="Considérant que l’école le demande\nDemander une traverse.")
    decision = table.decision
    write_decision(decision, 0, considerations="Considérant que l’école le demande\nil y a <danger>\nla Ville tarde")
    declare_conflict(table.item, table.board[3], "parent à l’école", at(5))
    name_vote(decision, table.board[2], VoteOption.NO, at(10))
    ballot = Ballot(DecisionResult.MAJORITY, table.board[0], table.board[1], 2, 1, 1)
    record_vote(decision, 1, ballot, at(10))

    told = lines_of(of_item(table))

    names = [str(person) for person in table.board]
    assert told == [
        f"{names[3]} déclare un intérêt dans ce point (parent à l’école) et se retire de la discussion et du vote.",
        "Résolution R-2026-001. Traverse des Tailleurs",
        "CONSIDÉRANT que l’école le demande",
        "CONSIDÉRANT qu’il y a &lt;danger&gt;",
        "CONSIDÉRANT que la Ville tarde",
        f"IL EST PROPOSÉ PAR {names[0]}, APPUYÉ PAR {names[1]}, et résolu :",
        "Demander une traverse.",
        "Adoptée à la majorité : 2 pour, 1 contre, 1 abstention.",
        f"{names[2]} demande que sa dissidence soit inscrite au procès-verbal.",
    ]


@pytest.mark.django_db
def test_an_opinion_is_masculine_and_a_rejection_has_no_number() -> None:
    table = a_table()
    write_decision(table.decision, 0, kind=DecisionKind.OPINION)
    adopt(table)
    other = write_decision(propose_decision(table.item, "Deuxième"), 0, text="Rien.")
    record_vote(other, 1, Ballot(DecisionResult.REJECTED, table.board[0], table.board[1], 1, 4), at(12))

    told = lines_of(of_item(table))

    assert told[3] == "Adopté à l’unanimité."
    assert (told[4], told[-1]) == ("Résolution. Deuxième", "Rejetée : 1 pour, 4 contre.")


@pytest.mark.django_db
def test_questions_of_the_public_and_who_answers_are_told() -> None:
    table = a_table()
    answered = ask_question(table.item, "Quand?", at(5))
    write_question(answered, 0, answer="Au printemps.")
    promised = ask_question(table.item, "Combien?", at(6))
    write_question(promised, 0, answered_by=table.board[0], due_on=at(0).date() + timedelta(days=17))

    assert lines_of(of_item(table)) == [
        "Question : Quand?",
        "Réponse : Au printemps.",
        "Question : Combien?",
        f"{table.board[0]} répondra d’ici le 1er mai 2026.",
    ]


@pytest.mark.django_db
def test_what_a_person_wrote_is_never_written_again() -> None:
    table = a_table()
    minutes = closed_and_drafted(table)
    opening, item = section(minutes, "opening"), section(minutes, f"item:{table.item.pk}")
    write_section(opening, 0, "<p>Nos mots.</p>")
    write_discussion(table.item, table.item.version, "On en parle.")

    assert set(sections_behind(minutes)) == {item.key}
    draft_minutes(table.assembly, at(200))

    assert section(minutes, "opening").body == "<p>Nos mots.</p>"
    assert lines_of(section(minutes, item.key))[0] == "On en parle."
    restore_section(section(minutes, "opening"), 1)
    assert section(minutes, "opening").is_touched is False


@pytest.mark.django_db
def test_an_editor_that_marks_its_blocks_changed_nothing() -> None:
    minutes = closed_and_drafted(a_table())
    opening = section(minutes, "opening")
    opening.body = opening.body.replace("<p>", '<p data-block-key="a1b2c">').replace("’", "&#x2019;")

    assert opening.is_touched is False


@pytest.mark.django_db
def test_two_people_do_not_overwrite_a_section_and_a_change_undoes_the_reading() -> None:
    minutes = closed_and_drafted(a_table())
    review_minutes(minutes, None, at(200))
    opening = section(minutes, "opening")

    write_section(opening, 0, "<p>Un.</p>")
    with pytest.raises(StaleRecord) as refusal:
        write_section(opening, 0, "<p>Deux.</p>")

    minutes.refresh_from_db()
    assert (refusal.value.stored.body, minutes.state) == ("<p>Un.</p>", MinutesState.DRAFT)


@pytest.mark.django_db
def test_the_next_assembly_has_the_item_that_adopts_them() -> None:
    table = a_table()
    minutes = closed_and_drafted(table)
    following = an_assembly(SEVEN + timedelta(days=28))
    for position, kind in enumerate((ItemKind.OPENING, ItemKind.AGENDA, ItemKind.INFORMATION)):
        AgendaItemFactory(assembly=following, kind=kind, position=position, title=kind.label)

    made = plan_adoption(following)

    assert plan_adoption(following) == []
    titles = [str(item.title).replace("\u00a0", " ") for item in following.items.order_by("position")]
    assert titles[2] == "Adoption du procès-verbal du 14 avril 2026"
    minutes.refresh_from_db()
    assert [minutes.adoption_item] == made


@pytest.mark.django_db
def test_an_item_of_the_template_is_taken_and_one_carried_over_leads_to_the_next() -> None:
    minutes = closed_and_drafted(a_table())
    following = an_assembly(SEVEN + timedelta(days=28))
    of_template = AgendaItemFactory(assembly=following, kind=ItemKind.MINUTES, title="Procès-verbal")
    assert plan_adoption(following) == [of_template]

    AgendaItem.objects.filter(pk=of_template.pk).update(state=ItemState.CARRIED_OVER)
    later = an_assembly(SEVEN + timedelta(days=56))
    carried = AgendaItemFactory(assembly=later, kind=ItemKind.MINUTES, carried_from=of_template)

    assert plan_adoption(later) == [carried]
    minutes.refresh_from_db()
    assert minutes.adoption_item == carried


@pytest.mark.django_db
def test_adopting_the_item_adopts_the_minutes_then_their_words_stay() -> None:
    table = a_table()
    minutes = adopted_next_month(table)

    assert (minutes.state, minutes.adopted_on) == (MinutesState.ADOPTED, (SEVEN + timedelta(days=28)).date())
    with pytest.raises(AssemblyRefused, match="ses mots restent"):
        write_section(section(minutes, "opening"), 0, "<p>Autre chose.</p>")
    with pytest.raises(AssemblyRefused, match="son dossier ne change plus"):
        write_discussion(table.item, table.item.version, "Autre chose.")


@pytest.mark.django_db
def test_only_adopted_minutes_are_published_and_they_may_be_withdrawn() -> None:
    minutes = closed_and_drafted(a_table())
    with pytest.raises(AssemblyRefused, match="une fois adopté"):
        publish_minutes(minutes, at(200))
    Minutes.objects.filter(pk=minutes.pk).update(state=MinutesState.ADOPTED, adopted_on=SEVEN.date())

    first = publish_minutes(minutes, at(200))
    assert publish_minutes(minutes, at(300)).published_at == first.published_at == at(200)
    assert list(Minutes.objects.public()) == [minutes]
    assert withdraw_minutes(minutes, at(400)).state == MinutesState.ADOPTED
    assert list(Minutes.objects.public()) == []


@pytest.mark.django_db
def test_a_correction_is_a_dated_erratum_written_once() -> None:
    minutes = closed_and_drafted(a_table())
    today = timezone.localdate()
    with pytest.raises(AssemblyRefused, match="corrigez le procès-verbal lui-même"):
        correct_minutes(minutes, "Lire « rue ».", today, None)
    Minutes.objects.filter(pk=minutes.pk).update(state=MinutesState.ADOPTED, adopted_on=SEVEN.date())

    correct_minutes(minutes, "Lire « rue ».", today, None)
    correct_minutes(minutes, " Lire « rue ». ", today, None)

    assert list(Erratum.objects.values_list("text", "made_on")) == [("Lire « rue ».", today)]


@pytest.mark.django_db
def test_citizens_are_unnamed_in_public_unless_the_council_says_otherwise() -> None:
    minutes = closed_and_drafted(a_table())
    write_section(section(minutes, "opening"), 0, "<p>Merci à [[Oda Inventée]].</p>")
    with pytest.raises(AssemblyRefused, match="n’est pas fermé"):
        write_section(section(minutes, "opening"), 1, "<p>[[Oda</p>")
    minutes = Minutes.objects.get()

    assert readable_minutes(minutes).sections[0].body == "<p>Merci à une personne du public.</p>"
    assert readable_minutes(minutes, for_board=True).sections[0].body == "<p>Merci à Oda Inventée.</p>"
    shown = readable_minutes(hide_citizens(minutes, hides=False)).sections[0].body
    assert shown == "<p>Merci à Oda Inventée.</p>"


def public_text(minutes: Minutes) -> str:
    sections = readable_minutes(Minutes.objects.get(pk=minutes.pk)).sections
    return " ".join(f"{one.number} {one.heading} {one.body}" for one in sections)


@pytest.mark.django_db
def test_nothing_of_a_closed_session_is_readable_even_when_it_was_closed_afterwards() -> None:
    table = a_table(proposal="Congédier Fabulin.")
    adopt(table)
    minutes = closed_and_drafted(table)
    assert "Fabulin" in public_text(minutes)

    AgendaItem.objects.filter(pk=table.item.pk).update(is_closed_session=True)

    assert "Fabulin" not in public_text(minutes)
    assert "Traverse" not in public_text(minutes)
    assert "26-04-01 Huis clos" in public_text(minutes)
    assert "Fabulin" in " ".join(one.body for one in readable_minutes(minutes, for_board=True).sections)


@pytest.mark.django_db
def test_a_decision_closed_at_an_open_item_stands_apart_and_is_not_readable() -> None:
    table = a_table(proposal="Congédier Fabulin.")
    write_discussion(table.item, 0, "On entend la directrice.")
    adopt(table)
    minutes = closed_and_drafted(table)
    Decision.objects.update(is_closed_session=True)
    assert "Fabulin" not in public_text(minutes)

    draft_minutes(table.assembly, at(300))

    assert "Fabulin" not in public_text(minutes)
    assert "On entend la directrice." in public_text(minutes)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ItemState.DONE, "L’ordre du jour étant épuisé, l’assemblée est levée à 21\xa0h."),
        (ItemState.CARRIED_OVER, "L’assemblée est levée à 21\xa0h."),
    ],
)
def test_the_agenda_is_exhausted_only_where_nothing_is_left(state: ItemState, words: str) -> None:
    table = a_table()
    close_assembly(table.assembly, at(120))
    AgendaItem.objects.filter(pk=table.item.pk).update(state=state)
    table.assembly.refresh_from_db()

    assert minutes_parts(table.assembly)[-1].body == f"<p>{words}</p>"
