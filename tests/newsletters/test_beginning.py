"""The next newsletter begins from the last one or from a template; an old one says that it has left."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from crm.accounts.policy import Role
from crm.assemblies.models import Notice
from crm.partners.models import Council
from newsletters.domain.compose import compose_issue, freeze_issue
from newsletters.domain.content import HeadingPart
from newsletters.models import IssueTemplate, Mailing, NewsletterPage, NoticeMailing
from tests.factories import AssemblyFactory
from tests.factories.newsletters import newsletter, newsletter_index
from tests.factories.users import someone_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 16, tzinfo=UTC)
BEGIN = "/admin/infolettres/nouvelle/"


@pytest.fixture
def volunteer(client: Client, council: Council) -> Client:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    return client


def test_next_letter_has_the_blocks_of_the_last_under_a_new_title(volunteer: Client) -> None:
    newsletter(title="Celle d’avant", body=[("heading", "Avant")])
    last = newsletter(title="Mai", subject="Objet de mai", body=[("heading", "Et puis?")])
    freeze_issue(last, timezone.now())
    answer = volunteer.post(BEGIN, {"title": "Juin", "start": "last"})
    draft = NewsletterPage.objects.get(title="Juin")
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert (draft.live, draft.slug, draft.subject, draft.preheader, draft.frozen_content) == (
        False,
        "juin",
        "",
        "",
        None,
    )
    assert compose_issue(draft, timezone.now()).parts == (HeadingPart("Et puis?"),)
    assert volunteer.get(answer.headers["Location"]).status_code == 200


def test_same_title_twice_makes_two_drafts_each_at_its_own_address(volunteer: Client) -> None:
    newsletter()
    for _press in range(2):
        volunteer.post(BEGIN, {"title": "Juin", "start": "last"})
    assert sorted(NewsletterPage.objects.filter(title="Juin").values_list("slug", flat=True)) == ["juin", "juin-2"]


def test_title_is_asked_for_and_drafts_are_no_example(volunteer: Client) -> None:
    assert volunteer.get(BEGIN).status_code == 404  # the site has no page of newsletters
    newsletter(title="Publiée")
    draft = newsletter(title="Pas finie")
    draft.unpublish()
    html = volunteer.get(BEGIN).content.decode()
    assert ("Publiée" in html, "Pas finie" in html) == (True, False)
    assert "Donnez-lui un titre" in volunteer.post(BEGIN, {"title": " ", "start": "last"}).content.decode()
    assert "Choisissez d’où repartir" in volunteer.post(BEGIN, {"title": "Juin"}).content.decode()
    assert NewsletterPage.objects.count() == 2


def test_those_who_do_not_write_may_not_begin(client: Client, council: Council) -> None:
    newsletter()
    client.force_login(someone_of(Role.READING))
    client.post(BEGIN, {"title": "Juin", "start": "last"})
    assert NewsletterPage.objects.count() == 1


def test_notice_of_an_assembly_is_no_example(volunteer: Client) -> None:
    newsletter(title="Mai")
    notice = newsletter(title="Avis de convocation")
    mailing = Mailing.objects.create(page=notice, subject="Avis")
    NoticeMailing.objects.create(
        mailing=mailing, notice=Notice.objects.create(assembly=AssemblyFactory(), starts_at=NOW)
    )
    html = volunteer.get(BEGIN).content.decode()
    assert ("«\u00a0Mai\u00a0»" in html, "Avis de convocation" in html) == (True, False)


def test_empty_page_is_one_more_way(volunteer: Client) -> None:
    newsletter_index()
    answer = volunteer.post(BEGIN, {"title": "Juin", "start": "empty"})
    draft = NewsletterPage.objects.get(title="Juin")
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert (draft.live, list(draft.body), draft.latest_revision is None) == (False, [], False)


def test_newsletter_is_kept_as_a_template_and_begun_from_again(volunteer: Client) -> None:
    page = newsletter(title="Mai", body=[("heading", "Publié")])
    page.body = [("heading", "Brouillon"), ("text", "<p>Le mois.</p>")]
    page.save_revision()
    keep = reverse("newsletter_template", args=[page.pk])
    assert keep in volunteer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    answer = volunteer.post(keep, {"name": "Le mois"})
    kept = IssueTemplate.objects.get()
    assert answer.headers["Location"] == reverse("issue_templates:edit", args=[kept.pk])
    assert volunteer.get(answer.headers["Location"]).status_code == 200
    again = volunteer.post(keep, {"name": "le MOIS"})
    assert "Un modèle porte déjà ce nom" in again.content.decode()

    assert "Le mois" in volunteer.get(BEGIN).content.decode()
    volunteer.post(BEGIN, {"title": "Juin", "start": f"template-{kept.pk}"})
    draft = NewsletterPage.objects.get(title="Juin")
    assert [part.kind for part in compose_issue(draft, timezone.now()).parts] == ["heading", "text"]
    assert not draft.live
    gone = volunteer.post(BEGIN, {"title": "Juillet", "start": "template-999"})
    assert "choisissez de nouveau" in gone.content.decode()


@pytest.mark.parametrize("role", [Role.READING, Role.ARCHIVES])
def test_those_who_do_not_write_keep_no_template(client: Client, council: Council, role: Role) -> None:
    page = newsletter()
    client.force_login(someone_of(role))
    client.post(reverse("newsletter_template", args=[page.pk]), {"name": "Le mois"})
    assert not IssueTemplate.objects.exists()


def test_lists_lead_to_the_sending_screen(volunteer: Client) -> None:
    page = newsletter()
    screen = reverse("newsletter_send", args=[page.pk])
    explorer = reverse("wagtailadmin_explore", args=[newsletter_index().pk])
    assert screen in volunteer.get(explorer).content.decode()
    assert screen in volunteer.get("/admin/newsletters/").content.decode()
    assert screen in volunteer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_lists_do_not_lead_there_those_who_may_not_send(client: Client, council: Council) -> None:
    page = newsletter()
    client.force_login(someone_of(Role.BOARD))
    html = client.get(reverse("wagtailadmin_explore", args=[newsletter_index().pk])).content.decode()
    assert page.title in html
    assert reverse("newsletter_send", args=[page.pk]) not in html


@pytest.mark.parametrize("was_sent", [True, False])
def test_what_has_left_is_not_edited_and_leads_to_an_erratum(volunteer: Client, was_sent: bool) -> None:
    page = newsletter()
    if was_sent:
        freeze_issue(page, timezone.now())
    form = {"title": "Corrigé", "slug": page.slug, "subject": "", "preheader": "", "body-count": "0"}
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = volunteer.post(edit, {**form, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}, follow=True)
    assert (NewsletterPage.objects.get(pk=page.pk).draft_title == "Corrigé") != was_sent
    assert ("Publier cet erratum" in html.content.decode()) == was_sent


@pytest.mark.parametrize(("words", "is_told"), [("", True), ("Venez!", False)])
def test_publishing_an_empty_newsletter_says_so(volunteer: Client, words: str, is_told: bool) -> None:
    blocks = streamfield([("heading", words)] if words else [])
    form = nested_form_data(
        {"title": "Juin", "slug": "juin", "subject": "", "preheader": "", "language": "fr", "body": blocks}
    )
    form |= {"action-publish": "action-publish", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}

    add = reverse("wagtailadmin_pages:add", args=["newsletters", "newsletterpage", newsletter_index().pk])
    html = volunteer.post(add, form, follow=True).content.decode()

    assert NewsletterPage.objects.get().live
    assert ("elle est vide\u00a0: sa page ne montre que le titre" in html) == is_told
