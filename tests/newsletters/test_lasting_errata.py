"""An erratum of a newsletter stays as it was published: the database sees to it, and the screens say so."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from crm.accounts.models import User
from crm.accounts.policy import Role
from newsletters.models import IssueErratum, NewsletterPage
from tests.factories import UserFactory, someone_of
from tests.factories.newsletters import newsletter
from tests.newsletters.posting import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


@pytest.fixture
def erratum() -> IssueErratum:
    return IssueErratum.objects.create(
        page=newsletter(), part=1, original="le 12", words="Le 21.", published_at=START, published_by=UserFactory()
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE newsletters_issueerratum SET words = 'otherwise'",
        "UPDATE newsletters_issueerratum SET original = ''",
        "UPDATE newsletters_issueerratum SET part = NULL",
        "UPDATE newsletters_issueerratum SET published_at = '2020-01-01 00:00:00'",
        "DELETE FROM newsletters_issueerratum",
    ],
)
def test_database_refuses_to_change_it(erratum: IssueErratum, statement: str) -> None:
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert IssueErratum.objects.filter(part=1, original="le 12", words="Le 21.", published_at=START).exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_database_refuses_to_truncate(erratum: IssueErratum) -> None:
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE newsletters_issueerratum")
    assert IssueErratum.objects.exists()


def test_the_account_of_who_published_it_may_be_deleted(erratum: IssueErratum) -> None:
    User.objects.get(pk=erratum.published_by_id).delete()

    assert IssueErratum.objects.get().published_by is None


@pytest.mark.parametrize("above", [False, True])
def test_an_edition_that_was_corrected_is_not_deleted_alone_nor_with_what_is_above(
    client: Client, erratum: IssueErratum, above: bool
) -> None:
    page = erratum.page.get_parent() if above else erratum.page
    client.force_login(UserFactory(is_superuser=True))

    answer = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)

    assert "Rien n’a été supprimé : une infolettre corrigée" in answer.content.decode().replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert NewsletterPage.objects.filter(pk=erratum.page_id).exists()


def test_nor_with_others_and_the_others_are(client: Client, erratum: IssueErratum) -> None:
    other = newsletter()
    client.force_login(UserFactory(is_superuser=True))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    client.post(f"{url}?id={erratum.page_id}&id={other.pk}")
    assert NewsletterPage.objects.count() == 2
    client.post(f"{url}?id={other.pk}")

    assert NewsletterPage.objects.get().pk == erratum.page_id


def test_one_without_errata_is_deleted_as_before(client: Client) -> None:
    page = newsletter()
    client.force_login(someone_of(Role.SECRETARIAT, is_superuser=True))

    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not NewsletterPage.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_still_kept_after_a_test_was_flushed(erratum: IssueErratum, turn: int) -> None:
    with pytest.raises(IntegrityError, match="stays"):
        IssueErratum.objects.all()._raw_delete(using="default")
    assert IssueErratum.objects.count() == 1
