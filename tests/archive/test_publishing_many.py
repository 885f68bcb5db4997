"""Items that are ticked are published: a few at once, more by a worker, all told, stopped and undone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.signals import unpublished

from cms.archive.domain.closing import take_down
from cms.archive.domain.descriptions.bringing import (
    A_HANDFUL,
    describe_selection,
    obstacles_of,
    stop_descriptions,
    undo_descriptions,
    write_some,
)
from cms.archive.domain.descriptions.values import ON_SITE
from cms.archive.models import DescriptionList, Item
from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.enums import ImportState, LineOutcome
from tests.archive.listed import NOW
from tests.factories import ItemFactory, someone_of

pytestmark = pytest.mark.django_db


def ticked(items: list[Item]) -> str:
    address = reverse("wagtail_bulk_action", args=["archive", "item", "publish"])
    return f"{address}?{'&'.join(f'id={item.pk}' for item in items)}&next={reverse('archive_items:list')}"


def drafted(title: str) -> Item:
    item = ItemFactory(title=title, live=False)
    item.save_revision()
    return item


def publish(*items: Item, by: User | None = None) -> DescriptionList:
    batch = describe_selection(items, {ON_SITE: None}, by=by, now=NOW, name="à publier")
    return carried(batch)


def carried(batch: DescriptionList) -> DescriptionList:
    while write_some(batch.pk, now=NOW):
        pass
    batch.refresh_from_db()
    return batch


def test_a_few_are_published_at_once_told_and_taken_back(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item, shown = drafted("Le tramway"), drafted("La glacière")
    shown.latest_revision.publish()

    page = client.post(ticked([item, shown]), follow=True)

    assert Item.objects.filter(live=True).count() == 2
    said = page.content.decode()
    assert "C’est publié. Voyez ci-dessous ce qu’est devenue chaque pièce" in said
    assert "Elle est sur le site, telle que la dit son dernier brouillon" in said
    assert "Elle était déjà sur le site." in said
    assert "Fait" in said
    assert "Importée" not in said
    assert "Annuler cette importation" not in said
    asked = client.get(f"{page.redirect_chain[-1][0]}?ask=undo").content.decode()
    assert "Oui, tout défaire" in asked
    undone = client.post(page.redirect_chain[-1][0], {"act": "undo"}, follow=True).content.decode()
    assert list(Item.objects.filter(live=True)) == [shown]
    assert "C’est défait\u00a0: tout est comme avant." in undone
    assert "importation" not in undone


def test_many_are_a_workers_business_that_shows_how_far_it_is_and_stops(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    items = [drafted(f"Vue {number}") for number in range(A_HANDFUL + 1)]

    page = client.post(ticked(items), follow=True)

    assert not Item.objects.filter(live=True).exists()
    said = page.content.decode().replace("\u00a0", " ")
    assert "0 lignes sur 26 sont faites." in said
    assert "Arrêter ici" in said
    batch = DescriptionList.objects.get()
    assert write_some(batch.pk, now=NOW)
    stop_descriptions(batch, now=NOW)
    assert not write_some(batch.pk, now=NOW)
    assert Item.objects.filter(live=True).count() == A_HANDFUL
    stopped = client.get(page.redirect_chain[-1][0]).content.decode().replace("\u00a0", " ")
    assert "25 lignes sur 26 sont faites." in stopped
    assert stopped.count("pas faite : on a arrêté avant") == 1
    undo_descriptions(batch, now=NOW)
    assert not Item.objects.filter(live=True).exists()


def test_a_second_order_publishes_nothing_twice_and_offers_to_undo_nothing(client, council):
    item = drafted("Le tramway")
    publish(item)

    again = publish(Item.objects.get())

    assert again.lines.get().outcome == LineOutcome.KNOWN
    client.force_login(someone_of(Role.ARCHIVES))
    assert "Tout défaire" not in client.get(f"/admin/descriptions/{again.pk}/").content.decode()
    assert Item.objects.get().revisions.count() == 1
    undo_descriptions(again, now=NOW)
    assert Item.objects.get().live


def test_what_the_site_said_before_comes_back_and_the_draft_stays():
    item = drafted("Le tramway")
    item.latest_revision.publish()
    item.title = "Le tramway de la rue des Tailleurs"
    item.save_revision()

    batch = publish(Item.objects.get())

    assert Item.objects.get().title == "Le tramway de la rue des Tailleurs"
    undo_descriptions(batch, now=NOW)
    item = Item.objects.get()
    assert (item.title, item.live, item.has_unpublished_changes) == ("Le tramway", True, True)
    assert item.get_latest_revision_as_object().title == "Le tramway de la rue des Tailleurs"


def test_what_was_published_anew_since_keeps_all_from_being_undone():
    item, other = drafted("Le tramway"), drafted("La glacière")
    batch = publish(item, other)
    item = Item.objects.get(pk=item.pk)
    item.title = "Le tramway jaune"
    item.save_revision().publish()

    with pytest.raises(ValidationError, match="Le tramway jaune"):
        undo_descriptions(batch, now=NOW)

    assert Item.objects.filter(live=True).count() == 2


def test_what_was_taken_off_the_site_since_hinders_nothing():
    item, other = drafted("Le tramway"), drafted("La glacière")
    batch = publish(item, other)
    Item.objects.get(pk=item.pk).unpublish()

    assert obstacles_of(batch) == []
    undo_descriptions(batch, now=timezone.now())

    assert not Item.objects.filter(live=True).exists()
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE


def test_who_may_not_publish_is_given_no_button(client, council):
    client.force_login(someone_of(Role.READING))
    item = drafted("Le tramway")

    asked = client.get(ticked([item])).content.decode()
    client.post(ticked([item]))

    assert "Votre rôle ne permet de publier aucune des pièces cochées" in asked
    assert "montrée sur le site" not in asked
    assert "bulk-action-checkbox" not in client.get(reverse("archive_items:list")).content.decode()
    assert not Item.objects.get().live
    assert not DescriptionList.objects.exists()


def test_whose_role_was_withdrawn_since_the_order_publishes_nothing():
    by, item = someone_of(Role.ARCHIVES), drafted("Le tramway")
    batch = describe_selection([item], {ON_SITE: None}, by=by, now=NOW, name="à publier")
    by.groups.clear()

    line = carried(batch).lines.get()

    assert (line.outcome, line.reason) == (LineOutcome.REFUSED, "Qui l’a demandé ne peut plus publier.")
    assert not Item.objects.get().live


def test_what_someone_published_who_may_no_more_is_undone_by_a_colleague(client, council):
    by, item = someone_of(Role.ARCHIVES), drafted("Le tramway")
    item.latest_revision.publish()
    item.title = "Le tramway jaune"
    item.save_revision()
    batch = publish(Item.objects.get(), by=by)
    by.groups.clear()
    client.force_login(someone_of(Role.SECRETARIAT))

    client.post(reverse("descriptions:list", args=[batch.pk]), {"act": "undo"})

    assert (Item.objects.get().title, Item.objects.get().live) == ("Le tramway", True)


def test_who_describes_and_may_not_publish_takes_nothing_off_the_site(client, council):
    batch = publish(drafted("Le tramway"))
    person = someone_of(Role.READING)
    person.user_permissions.add(Permission.objects.get(codename="import_items"))
    client.force_login(person)
    address = reverse("descriptions:list", args=[batch.pk])

    assert "?ask=undo" not in client.get(address).content.decode()
    client.post(address, {"act": "undo"})

    assert Item.objects.get().live


def test_what_the_site_showed_of_no_revision_stays_on_the_site():
    item = drafted("Le tramway")
    item.latest_revision.publish()
    item.title = "Le tramway jaune"
    item.save_revision()
    item.revisions.order_by("pk").first().delete()

    batch = publish(Item.objects.get())
    undo_descriptions(batch, now=NOW)

    assert Item.objects.get().live


def test_what_is_written_to_an_item_while_others_are_undone_stays():
    item, other = drafted("Le tramway"), drafted("La glacière")
    batch = publish(item, other)

    def write(**kwargs: object) -> None:
        if kwargs["instance"].pk == other.pk:
            draft = Item.objects.get(pk=item.pk)
            draft.title = "Le tramway jaune"
            draft.save_revision()

    unpublished.connect(write, sender=Item)
    try:
        undo_descriptions(batch, now=NOW)
    finally:
        unpublished.disconnect(write, sender=Item)

    assert Item.objects.get(pk=item.pk).get_latest_revision_as_object().title == "Le tramway jaune"


def test_what_was_taken_down_stays_so_and_its_line_says_it(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    item = drafted("La noce")
    item.latest_revision.publish()
    item = Item.objects.get()
    take_down(item, "On l’a demandé.", None, NOW)

    asked = client.get(ticked([item])).content.decode().replace("\u00a0", " ")
    line = publish(item).lines.get()

    assert "(retirée : elle reste comme elle est)" in asked
    assert (line.outcome, line.reason.replace("\u00a0", " ")) == (
        LineOutcome.REFUSED,
        "Elle est retirée : personne ne la voit tant qu’elle n’est pas remise.",
    )
    assert not Item.objects.public().exists()


def test_stopped_too_late_it_says_where_it_stands_in_its_own_words():
    batch = publish(drafted("Le tramway"))

    with pytest.raises(ValidationError) as refusal:
        stop_descriptions(batch, now=NOW)

    assert refusal.value.messages == ["Trop tard\u00a0: cette liste est maintenant «\u00a0fait\u00a0»."]
