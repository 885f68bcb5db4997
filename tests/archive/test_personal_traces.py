"""What someone gave to the memory is in their file, leaves with them, and stays where it proves an agreement."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.archive.domain.agreements import record_agreement
from cms.archive.domain.closing import take_down
from cms.archive.domain.contributing import withdraw_contribution
from cms.archive.domain.contribution_links import contribution_url
from cms.archive.domain.donors import forget_donors
from cms.archive.domain.forgetting_contributions import forget_contributions
from cms.archive.domain.moderating import accept_contribution, ask_giver, refuse_contribution
from cms.archive.domain.namesakes import possible_of
from cms.archive.domain.personal_traces import erase_traces, lines_of
from cms.archive.enums import Kind
from cms.archive.models import (
    Agreement,
    ContributedFile,
    Contribution,
    ContributionMessage,
    Credit,
    DescriptionLine,
    DescriptionList,
    Item,
    RecognitionAnswer,
)
from crm.accounts.policy import Role
from crm.partners.domain.merging import merge
from crm.partners.domain.personal_files import erase_person, plan_erasure
from crm.partners.enums import RecordKind
from crm.partners.models import Organization, Person, PersonContact, Purge
from newsletters.models import ContributionLetter
from tests.archive.contributions import given
from tests.archive.recognition import answered, photo_shown
from tests.factories import ItemFactory, OrganizationFactory, PersonFactory, UserFactory, someone_of
from tests.partners.admin_pages import read, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW = timezone.now()


def ondine(address: str = "Ondine@Example.org") -> Person:
    person: Person = PersonFactory(given_name="Ondine", family_name="Fictive")
    PersonContact.objects.create(person=person, value=address)
    return person


def accepted(**fields: object) -> Item:
    (item,) = accept_contribution(given(**fields).pk, Kind.PHOTO, UserFactory(), NOW)  # type: ignore[arg-type]
    return item


def paper(**fields: object) -> Agreement:
    known = {"subject": "depiction", "person_name": "Ondine Fictive", "person_email": "ondine@example.org"}
    agreement = Agreement(given_on=timezone.localdate(), channel="paper", **known | fields)
    return record_agreement(agreement, [ItemFactory(title="Devant la caserne")], None)


def test_the_file_says_all_that_was_given_agreed_and_answered_and_nothing_of_others() -> None:
    person = ondine()
    gift = given(description="Je suis au deuxième rang.", files=2)
    ask_giver(gift.pk, "Quelle école?", UserFactory(), NOW)
    paper(note="Signé au café.")
    answered(photo_shown(), "Rosaire Fictif", answered_by="ondine fictive", source="C’est mon oncle.")
    given(title="À une autre", email="zenobie@example.org")
    paper(person_name="Zénobie", person_email="zenobie@example.org")
    answered(photo_shown(), "Basile", answered_by="Zénobie", source="Je le sais.")

    lines = list(lines_of(person))

    told = " ".join(f"{line.label} {line.value}" for line in lines)
    for words in (
        "Ma classe devant l’école",
        "Je suis au deuxième rang.",
        "Quelle école?",
        "photo1.jpg",
        "Signé au café.",
        "Devant la caserne",
        "Rosaire Fictif (C’est certain). C’est mon oncle.",
    ):
        assert words in told
    for words in ("À une autre", "Zénobie", "zenobie", "Basile"):
        assert words not in told
    assert len({line.heading for line in lines}) == 3


def test_two_of_one_address_have_each_their_own() -> None:
    person = ondine()
    other = PersonFactory(given_name="Basile", family_name="Fictif")
    PersonContact.objects.create(person=other, value="ondine@example.org")
    given(name="Basile Fictif", title="De Basile")
    given(name="Ondine", title="D’Ondine")

    titles = {line.value for line in lines_of(person)}

    assert "D’Ondine" in titles
    assert "De Basile" not in titles
    erase_person(person)
    assert Contribution.objects.get().title == "De Basile"


def test_who_signs_in_is_known_by_that_address_too() -> None:
    person = PersonFactory(user=UserFactory(email="compte@example.org"))
    given(email="compte@example.org")

    assert len({line.heading for line in lines_of(person)}) == 1
    assert list(lines_of(PersonFactory())) == []


def test_erasing_destroys_what_was_not_accepted_and_leaves_the_proof_of_the_rest() -> None:
    person, curator = ondine(), UserFactory()
    given(title="À lire")
    refuse_contribution(given(title="Refusé").pk, "Trop flou.", curator, NOW)
    asked = given(title="Question")
    ask_giver(asked.pk, "Où?", curator, NOW)
    withdrawn = accepted(title="Retiré")
    withdraw_contribution(withdrawn.agreements.get().contribution.pk, NOW)
    item = accepted(title="Ma classe", wants_name=True, description="Deuxième rang.")
    item.save_revision(user=curator).publish()
    consent = paper()
    (answer,) = answered(photo_shown(), "Rosaire", answered_by="Ondine Fictive", source="Mon oncle.")
    kept_items = set(Item.objects.exclude(pk=withdrawn.pk))
    plan = plan_erasure(person)
    assert (len(plan.goes_above), len(plan.stays_above)) == (3, 3)
    assert plan.goes_above[0].startswith("4 dons")

    erased = erase_person(person, NOW)

    assert erased.erased_above == 4 + 1 + 3 + 1
    kept = Contribution.objects.get()
    proof = item.agreements.get()
    assert kept.agreement == proof
    assert (kept.title, kept.person_email, kept.description) == ("Ma classe", "", "")
    assert (proof.person_name, proof.person_email, proof.withdrawn_at) == ("Ondine", "", None)
    consent.refresh_from_db()
    assert (consent.person_name, consent.person_email) == ("Ondine Fictive", "")
    assert set(Item.objects.all()) == kept_items
    item.refresh_from_db()
    assert (item.donor, item.donor_is_public, item.live) == ("Ondine", True, True)
    answer.refresh_from_db()
    assert (answer.answered_by, answer.source) == ("", "Mon oncle.")
    assert (ContributedFile.objects.count(), ContributionMessage.objects.count()) == (0, 0)
    assert not Person.objects.filter(pk=person.pk).exists()
    assert "ondine@" not in str(list(Agreement.objects.values())) + str(list(Contribution.objects.values()))


def test_who_gave_an_item_and_is_not_named_on_the_site_is_in_their_file_and_leaves_it() -> None:
    """The team alone reads it: nothing said so to whoever asked, and it stayed for ever."""
    person, curator = ondine(), UserFactory()
    private, shown = accepted(title="Ma classe"), accepted(title="Le bal", wants_name=True)
    for item in (private, shown):
        item.save_revision(user=curator).publish()
    private.title = "Ma classe, en 1960"
    private.save_revision(user=curator)
    signed = paper(person_name="Ondine Tanguay", subject="licence", licence="inc").items.get()
    other = paper().items.get()
    for item, name in ((signed, "Ondine Tanguay"), (other, "Basile Fictif")):
        item.donor = name
        item.save()
        item.save_revision()
    told = [f"{line.label}: {line.value}" for line in lines_of(person) if line.heading == "Mentions dans la mémoire"]
    assert told == [
        f"{one.donor}, donné par: {one.number}. {words}"
        for one, words in ((private, "Ma classe"), (shown, "Le bal"), (signed, "Devant la caserne"))
    ]
    batch = DescriptionList.objects.create(filename="pieces.csv")
    for number, item in enumerate((private, shown), start=1):
        said = {"title": item.title, "donor": "Ondine"}
        DescriptionLine.objects.create(batch=batch, number=number, item=item.pk, before=said, after=said)
    assert "Le nom sous « Donné par » de 2 pièces" in plan_erasure(person).goes_above[-1].replace("\u00a0", " ")

    erase_person(person, NOW)

    donors = dict(Item.objects.values_list("pk", "donor"))
    assert donors == {private.pk: "", shown.pk: "Ondine", signed.pk: "", other.pk: "Basile Fictif"}
    private.refresh_from_db()
    assert (private.title, private.live) == ("Ma classe", True)
    draft = private.get_latest_revision_as_object()
    assert (draft.title, draft.donor) == ("Ma classe, en 1960", "")
    kept = [revision.content["donor"] for one in (private, signed) for revision in one.revisions.all()]
    assert kept == [""] * 4
    noted = [(sorted(line.before), sorted(line.after)) for line in batch.lines.all()]
    assert noted == [(["title"], ["title"]), (["donor", "title"], ["donor", "title"])]


@pytest.mark.parametrize("number", [1, 3])
def test_forgetting_who_gave_many_items_asks_no_more(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _turn in range(number):
        ItemFactory(donor="Ondine Fictive")
    agreement = paper()
    agreement.items.set(Item.objects.all())
    agreements = list(Agreement.objects.prefetch_related("items"))

    with django_assert_num_queries(6):
        assert forget_donors(agreements, lambda said, _one: said == "Ondine Fictive") == number
    assert forget_donors(agreements, lambda said, _one: said == "Ondine Fictive") == 0


def test_after_it_the_link_of_the_letters_still_takes_it_back_and_no_letter_leaves(client: Client) -> None:
    person = ondine()
    item = accepted()
    item.save_revision(user=UserFactory()).publish()
    gift = Contribution.objects.get()
    page = "/" + contribution_url(gift.pk).split("/", 3)[3]
    erase_person(person)
    letters = ContributionLetter.objects.count()

    assert client.get(page).status_code == 200
    withdraw_contribution(gift.pk, NOW)

    assert not Item.objects.public().exists()
    assert ContributionLetter.objects.count() == letters
    assert forget_contributions(NOW + timedelta(days=30)) == 1
    assert (Item.objects.count(), Agreement.objects.get().person_name) == (0, "Ondine")


def test_a_second_time_finds_nothing() -> None:
    person = ondine()
    given()
    accepted()
    answered(photo_shown(), "Rosaire", answered_by="Ondine Fictive")

    assert (erase_traces(person, NOW), erase_traces(person, NOW)) == (5, 0)
    assert list(lines_of(person)) == []


def test_the_screens_show_hand_over_and_erase_it_and_no_other_role_does(client: Client) -> None:
    person = ondine()
    accepted(wants_name=True)
    given(title="À lire", description="=SOMME(A1)")
    (answer,) = answered(photo_shown(), "Rosaire", answered_by="Ondine Fictive")
    screen, sheet = (f"/admin/personnes/{act}/{person.pk}" for act in ("dossier", "effacer"))
    for role in (Role.ARCHIVES, Role.COMMUNICATIONS, Role.BOARD):
        client.force_login(someone_of(role))
        for address in (f"{screen}/", f"{screen}.json", f"{sheet}/"):
            refused = client.get(address)
            assert refused.status_code in (302, 403)
            assert "SOMME" not in refused.content.decode()
        assert client.post(f"{sheet}/", {"reason": "request", "family_name": "Fictive"}).status_code in (302, 403)
    assert Contribution.objects.count() == 2

    client.force_login(someone_of(Role.SECRETARIAT))
    shown = text(read(client, f"{screen}/"))
    assert "Ma classe devant l’école" in shown
    assert "À lire" in shown
    taken = json.loads(client.get(f"{screen}.json").content)
    assert sum("Don à la mémoire" in part["heading"] for part in taken["file"]) == 2
    assert "'=SOMME(A1)" in client.get(f"{screen}.csv").content.decode()
    asked = text(read(client, f"{sheet}/"))
    assert "Un don à la mémoire qui n’en fait pas partie" in asked
    assert "le crédit suit l’accord" in asked

    client.post(f"{sheet}/", {"reason": "request", "family_name": "Fictive"})

    assert Contribution.objects.get().person_email == ""
    answer.refresh_from_db()
    assert (answer.answered_by, Purge.objects.get().elsewhere) == ("", 4)
    assert "4 traces dans la mémoire" in text(read(client, "/admin/a-effacer/"))
    client.force_login(someone_of(Role.ARCHIVES))
    page = BeautifulSoup(client.get(f"/admin/contributions/{Contribution.objects.get().pk}/").content, "html.parser")
    assert "effacé à sa demande" in text(page)


@pytest.mark.parametrize("number", [1, 3])
def test_a_long_file_asks_no_more(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person, photo = ondine(), photo_shown()
    for _turn in range(number):
        accepted()
        paper()
        answered(photo, "Rosaire", answered_by="Ondine Fictive")
        paper(person_email="")
        ItemFactory(donor="Ondine Fictive").save_revision()
        take_down(ItemFactory(), "Raison.", None, NOW, asked_by="Ondine Fictive")
        take_down(ItemFactory(), "Raison.", None, NOW, asked_by="Ondine Fictive, autre@example.org")
    person = Person.objects.get(pk=person.pk)

    with django_assert_num_queries(11):
        list(lines_of(person))
    with django_assert_num_queries(18):
        assert len(list(possible_of(person))) == 3 * number
    assert RecognitionAnswer.objects.count() == number


def named_everywhere() -> dict[str, str]:
    """What bears the name of Ondine, by its key; each with something beside that almost does."""
    agreement, minor = paper(person_email=""), paper(person_name="Léo", person_email="", guardian_name="Ondine FICTIVE")
    paper(person_name="Ondine Fictivet", person_email="")
    gift = given(name="Ondine Fictive", email="autre@example.org", title="Une autre boîte")
    album = ItemFactory(title="L’album", donor="Madame Ondine Fictive", rights_holder="Ondine Fictive, puis la Ville")
    drafted = ItemFactory(title="Le carnet")
    drafted.donor = "Ondine Fictive"
    drafted.save_revision()
    ItemFactory(title="Le registre", donor="Ondine", rights_holder="Ondine Fictivet")
    item = ItemFactory(title="Le bal")
    credit = Credit.objects.create(item=item, name="Fictive Ondine (Ondine Fictive, née Tanguay)", detail="à gauche")
    Credit.objects.create(item=item, name="Ondine")
    answer, _other = answered(photo_shown(title="La classe"), "ondine fictive", "Rosaire", source="Je le sais.")
    return {
        f"agreement-{agreement.pk}": "Devant la caserne",
        f"agreement-{minor.pk}": "Devant la caserne",
        f"gift-{gift.pk}": "Une autre boîte",
        f"donor-{album.pk}": "L’album",
        f"rights_holder-{album.pk}": "L’album",
        f"donor-{drafted.pk}": "Le carnet",
        f"credit-{credit.pk}": "Le bal",
        f"answer-{answer.pk}": "La classe",
    }


def test_what_bears_the_name_alone_is_listed_to_be_made_sure_of() -> None:
    person = ondine()
    paper()
    keys = named_everywhere()

    found = {one.key: one.line.value for one in possible_of(person)}

    assert list(found) == list(keys)
    assert [words for key, words in keys.items() if words not in found[key]] == []
    assert list(possible_of(PersonFactory(given_name="Ondine", family_name="Autre"))) == []
    assert plan_erasure(person).stays_above[-1].startswith("8 choses de la mémoire")


def test_only_what_was_ticked_is_handed_over_and_nothing_of_it_is_erased(client: Client) -> None:
    person = ondine()
    keys = named_everywhere()
    client.force_login(someone_of(Role.SECRETARIAT))
    page = BeautifulSoup(client.get(f"/admin/personnes/dossier/{person.pk}/").content, "html.parser")
    boxes = page.select("input[name=aussi]")
    assert [(box["value"], box.has_attr("checked")) for box in boxes] == [(key, False) for key in keys]
    credit = next(key for key in keys if key.startswith("credit"))

    bare, ticked = (
        client.get(f"/admin/personnes/dossier/{person.pk}.csv{asked}") for asked in ("", f"?aussi={credit}")
    )

    assert [words for words in keys.values() if words in bare.content.decode()] == []
    assert [words for words in keys.values() if words in ticked.content.decode()] == ["Le bal"]
    erase_person(person, NOW)
    assert (Agreement.objects.count(), RecognitionAnswer.objects.count(), Contribution.objects.count()) == (3, 2, 1)


def test_who_is_credited_by_their_record_is_in_the_file_and_out_of_the_memory_once_erased() -> None:
    """The database refuses a credit that names nobody, so erasing its only name used to fail."""
    person = ondine()
    item = ItemFactory(title="Le bal")
    Credit.objects.create(item=item, person=person, detail="à gauche")
    Credit.objects.create(item=item, person=person, name="Une danseuse")
    item.title = "Le grand bal"
    item.save_revision()
    assert [(line.label, line.value) for line in lines_of(person)] == [
        ("Ondine Fictive, y figure (à l’image ou au son), à gauche", f"{item.number}. Le bal"),
        ("Une danseuse, y figure (à l’image ou au son)", f"{item.number}. Le bal"),
    ]
    assert plan_erasure(person).goes_above == ("Une mention de la mémoire qui nomme cette personne par sa fiche.",)

    erase_person(person, NOW)

    assert [str(one) for one in item.credits.all()] == ["Une danseuse"]
    item.refresh_from_db()
    item.get_latest_revision().publish()
    assert [str(one) for one in Item.objects.get(title="Le grand bal").credits.all()] == ["Une danseuse"]


def test_an_organization_that_goes_stays_printed_where_the_site_named_it() -> None:
    item = ItemFactory()
    for is_listed in (True, False):
        Credit.objects.create(item=item, organization=OrganizationFactory(name="La Coopérative", is_listed=is_listed))

    Organization.objects.filter(name="La Coopérative").delete()

    assert [one.name for one in item.credits.all()] == ["La Coopérative"]


def test_a_draft_names_the_record_that_another_was_merged_into() -> None:
    kept, lost = PersonFactory(), PersonFactory()
    item = ItemFactory(title="Le bal")
    Credit.objects.create(item=item, person=lost, detail="à gauche")
    item.title = "Le grand bal"
    item.save_revision()

    merge(RecordKind.PERSON, kept.pk, lost.pk, {}, by=None, now=NOW)

    item.refresh_from_db()
    draft = item.get_latest_revision_as_object()
    assert [(one.person, one.detail) for one in (*item.credits.all(), *draft.credits.all())] == [(kept, "à gauche")] * 2
