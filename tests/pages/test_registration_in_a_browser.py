"""Where one registers, as axe-core and a narrow screen see it (T16)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.events.domain.registration_links import registration_url
from crm.events.models import Question, Registration, RegistrationDesk
from tests.axe import WIDTHS, violations
from tests.browser import Site
from tests.factories import DeskFactory, EventFactory, RegistrationFactory, complete_council

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def desk(site: Site) -> RegistrationDesk:
    complete_council()
    event = EventFactory(title="Sortie en raquettes", slug="raquettes", starts_at=timezone.now() + timedelta(days=9))
    made: RegistrationDesk = DeskFactory(event=event, capacity=3, asks_photo_consent=True)
    Question.objects.create(desk=made, label="Une allergie?")
    Question.objects.create(desk=made, label="Vos raquettes", kind="choice", choices="J’en ai\nJ’en emprunte")
    return made


@pytest.mark.parametrize("width", WIDTHS)
def test_the_form_its_errors_and_its_choice_are_accessible(site: Site, desk: RegistrationDesk, width: int) -> None:
    RegistrationFactory(desk=desk, places=2)
    page = site.open(desk.event.get_absolute_url(), width=width)
    assert violations(page) == []

    page.get_by_label("J’ai moins de 14 ans").check()
    assert page.get_by_label("Nom du parent qui accepte").is_visible()
    page.locator(".registration form button[type=submit]").click()
    page.wait_for_selector(".field__error")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_parent_is_asked_only_when_it_is_a_child(site: Site, desk: RegistrationDesk) -> None:
    page = site.open(desk.event.get_absolute_url(), width=320, javascript=False)

    assert page.get_by_label("Nom du parent qui accepte").is_hidden()
    page.get_by_label("J’ai moins de 14 ans").check()
    assert page.get_by_label("Nom du parent qui accepte").is_visible()
    page.get_by_label("J’ai 14 ans ou plus").check()
    assert page.get_by_label("Nom du parent qui accepte").is_hidden()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_ones_own_registration_are_accessible(site: Site, desk: RegistrationDesk, width: int) -> None:
    until = timezone.now() + timedelta(hours=5)
    people = [
        RegistrationFactory(desk=desk, name="Ondine", places=1),
        RegistrationFactory(desk=desk, state="offered", places=3, offered_places=2, offer_ends_at=until),
        RegistrationFactory(desk=desk, state="waiting"),
        RegistrationFactory(desk=desk, state="expired"),
    ]
    own = [registration_url(person.pk).removeprefix(site.url) for person in people]
    event = desk.event.get_absolute_url()
    pages = [*own, f"{own[0]}effacer/", f"{own[0][:-3]}/", f"{event}inscription/merci/", f"{event}inscription/attente/"]

    found = {address: violations(site.open(address, width=width)) for address in pages}

    assert found == {address: [] for address in pages}
    gone = registration_url(people[0].pk).removeprefix(site.url)
    Registration.objects.all().delete()
    assert violations(site.open(gone, width=width)) == []
