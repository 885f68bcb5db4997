"""The subscriber's pages in a real browser: without JavaScript, without cookie, for everyone (T15, T16)."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from newsletters.domain.address_changes import ask_change
from newsletters.domain.consent import current_topics
from newsletters.domain.links import address_url, confirm_url, preferences_url, unsubscribe_url
from newsletters.domain.service_letters import answer_letter
from newsletters.enums import ConsentBasis, SubscriptionState
from newsletters.models import SignUp, Subscriber
from newsletters.tasks import answer_sign_up
from tests.axe import violations, violations_everywhere
from tests.browser import Site
from tests.factories import SubscriberFactory, SubscriptionFactory, complete_council

FORM = "/infolettre/abonnement/"


@pytest.fixture
def subscriber(site, topics) -> Subscriber:
    person = SubscriberFactory(email="jeanne@example.org")
    SubscriptionFactory(subscriber=person, topic=topics[0])
    SubscriptionFactory(
        subscriber=person, topic=topics[1], basis=ConsentBasis.MEMBERSHIP, expires_on=timezone.localdate()
    )
    return person


def paths(person: Subscriber, site: Site) -> dict[str, str]:
    return {
        "form": FORM,
        "thanks": f"{FORM}merci/",
        "preferences": preferences_url(person.pk).removeprefix(site.url),
        "erase": preferences_url(person.pk).removeprefix(site.url) + "effacer/",
        "unsubscribe": unsubscribe_url(person.pk, [1]).removeprefix(site.url),
        "confirm": confirm_url(person.pk).removeprefix(site.url),
        "bad link": "/d/forged",
    }


@pytest.mark.parametrize("name", ["form", "thanks", "preferences", "erase", "unsubscribe", "confirm", "bad link"])
def test_page_stands_in_nobodys_way(site, subscriber, name) -> None:
    assert violations_everywhere(site, paths(subscriber, site)[name]) == []


@pytest.mark.parametrize("to_new", [True, False])
def test_pages_of_a_change_of_address_stand_in_nobodys_way(site, subscriber, to_new) -> None:
    ask = preferences_url(subscriber.pk).removeprefix(site.url) + "adresse/"
    change = ask_change(subscriber, "jeanne@nouveau.example", timezone.now())
    yes = address_url(subscriber.pk, change.pk, to_new=to_new).removeprefix(site.url)
    for path in (ask, yes):
        assert violations_everywhere(site, path, widths=(320, 360, 1280)) == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_page_of_who_never_asked_stands_in_nobodys_way(site, subscriber, width) -> None:
    page = site.open(paths(subscriber, site)["unsubscribe"], width=width, javascript=True)
    page.get_by_role("button", name="Je n’ai rien demandé").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous ne recevrez plus rien")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_closed_form_stands_in_nobodys_way(site, topics) -> None:
    complete_council(street_address="")
    assert violations_everywhere(site, FORM) == []


@pytest.mark.parametrize("waiting", [True, False])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letter_about_the_subscription_stands_in_nobodys_way(
    site, subscriber, topics, council, waiting, scheme
) -> None:
    if waiting:
        SubscriptionFactory(subscriber=subscriber, topic=topics[2], state=SubscriptionState.PENDING)
    html = answer_letter(subscriber, council, timezone.localdate()).alternatives[0][0]
    page = site.browser.new_page(color_scheme=scheme)
    page.set_content(str(html))
    assert violations(page) == []
    page.close()


def fill(page: Page, email: str) -> None:
    page.get_by_label("Votre courriel").fill(email)
    page.get_by_label("Assemblées").check()
    page.get_by_label(re.compile("Je consens")).check()
    page.get_by_role("button", name="Envoyer ma demande").click()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_citizen_subscribes_confirms_chooses_and_leaves(site, topics, settings, javascript, width) -> None:
    settings.SIGN_UP_MINIMUM_SECONDS = 0
    page = site.open(FORM, width=width, javascript=javascript)
    fill(page, "jeanne@example.org")
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez dans votre boîte aux lettres")
    sign_up = SignUp.objects.first()
    if sign_up:
        answer_sign_up(sign_up.pk)
    person = Subscriber.objects.get()
    page.goto(confirm_url(person.pk))
    page.get_by_role("button", name="Je confirme").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bienvenue")
    page.get_by_role("link", name="Mes choix").click()
    page.get_by_label("Verdissement").check()
    page.get_by_role("button", name="Enregistrer mes choix").click()
    expect(page.get_by_role("status")).to_contain_text("Vos choix sont enregistrés")
    assert [topic.slug for topic in current_topics(person, timezone.localdate())] == ["assemblees", "verdissement"]
    page.goto(unsubscribe_url(person.pk, [topics[0].pk]))
    page.get_by_role("button", name=re.compile("Ne plus recevoir")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est fait")
    assert [topic.slug for topic in current_topics(person, timezone.localdate())] == ["verdissement"]
    assert page.context.cookies() == []


def test_mistake_is_said_beside_its_field(site, topics, settings) -> None:
    settings.SIGN_UP_MINIMUM_SECONDS = 0
    page = site.open(FORM, javascript=False)
    page.get_by_label("Votre courriel").fill("hélène@example.org")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_label("Votre courriel")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("avant le @")).to_be_visible()
