"""A list is looked at line by line in the admin before anything is written, and can be undone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from crm.accounts.policy import Role
from newsletters.domain.import_batches import LARGE
from newsletters.models import ConsentEvent, ImportBatch, Subscriber, Subscription
from newsletters.tasks import import_batch, purge_post_room, undo_batch
from tests.factories import SubscriptionFactory, someone_of

pytestmark = pytest.mark.django_db

INDEX = "/admin/subscriber-imports/"
LIST = (
    "Qui;Sujet;Motif;Date;Preuve\n"
    "jeanne@example.org;Assemblées;exprès;2025-05-01;Formulaire 12\n"
    "paul@example.org;Assemblées;;;\n"
    "rose@example.org;Assemblées;exprès;2025-05-01;Formulaire 13\n"
)


def send(client, text: str | bytes = LIST, name: str = "liste.csv"):
    raw = text if isinstance(text, bytes) else text.encode("cp1252")
    return client.post(INDEX + "new/", {"file": SimpleUploadedFile(name, raw)})


@pytest.fixture
def batch(client, volunteer, topics) -> ImportBatch:
    """A list sent and its columns chosen; rose is already known."""
    SubscriptionFactory(topic=topics[0], subscriber__email="rose@example.org")
    send(client)
    batch = ImportBatch.objects.get()
    client.post(f"{INDEX}{batch.pk}/columns/", {**batch.mapping, "email": "0"})
    return batch


def test_list_is_read_then_its_columns_are_chosen(client, volunteer, topics) -> None:
    response = send(client)
    batch = ImportBatch.objects.get()
    assert response["Location"] == f"{INDEX}{batch.pk}/columns/"
    assert batch.mapping == {"topics": 1, "basis": 2, "basis_date": 3, "evidence": 4}
    assert client.get(response["Location"]).status_code == 200
    assert Subscriber.objects.count() == 0


def test_missing_column_is_named(client, volunteer, topics) -> None:
    send(client)
    batch = ImportBatch.objects.get()
    response = client.post(f"{INDEX}{batch.pk}/columns/", {"topics": "1"})
    assert response.status_code == 200
    assert "Cette colonne manque" in response.content.decode() or "La colonne" in response.content.decode()


def test_every_line_is_shown_with_what_it_would_do_and_nothing_is_written(client, batch) -> None:
    page = client.get(f"{INDEX}{batch.pk}/").content.decode()
    for words in ("jeanne@example.org", "Nouvelle personne", "paul@example.org", "Sans preuve", "Déjà connue"):
        assert words in page
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["rose@example.org"]
    assert ConsentEvent.objects.count() == 0


def test_lines_are_filtered_by_what_they_would_do(client, batch) -> None:
    page = client.get(f"{INDEX}{batch.pk}/", {"outcome": "refused"}).content.decode()
    assert "paul@example.org" in page
    assert "jeanne@example.org" not in page


def test_import_then_undo(client, batch, volunteer) -> None:
    client.post(f"{INDEX}{batch.pk}/", {"act": "import"})
    batch.refresh_from_db()
    assert (batch.state, batch.content) == ("imported", "")
    assert set(Subscriber.objects.values_list("email", flat=True)) == {"rose@example.org", "jeanne@example.org"}
    assert ConsentEvent.objects.get().actor == f"user:{volunteer.pk}"
    assert "jeanne@example.org" in client.get(f"{INDEX}{batch.pk}/").content.decode()
    client.post(f"{INDEX}{batch.pk}/", {"act": "undo"})
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["rose@example.org"]
    assert ConsentEvent.objects.count() == 2


@pytest.mark.parametrize("act", ["import", "undo"])
def test_button_pressed_twice_does_no_more(client, batch, act) -> None:
    client.post(f"{INDEX}{batch.pk}/", {"act": "import"})
    for _ in range(2):
        assert client.post(f"{INDEX}{batch.pk}/", {"act": act}).status_code == 302
    assert ConsentEvent.objects.count() == (1 if act == "import" else 2)
    assert client.get(f"{INDEX}{batch.pk}/").status_code == 200


def test_list_is_forgotten_with_its_addresses(client, batch) -> None:
    assert client.post(f"{INDEX}{batch.pk}/", {"act": "forget"})["Location"] == INDEX
    assert ImportBatch.objects.count() == 0


def test_imported_list_is_not_forgotten_by_a_late_click(client, batch) -> None:
    client.post(f"{INDEX}{batch.pk}/", {"act": "import"})
    client.post(f"{INDEX}{batch.pk}/", {"act": "forget"})
    assert ImportBatch.objects.count() == 1


def test_refused_lines_are_a_file_to_mend(client, batch) -> None:
    response = client.get(f"{INDEX}{batch.pk}/refused.csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines] == ["Qui", "paul@example.org"]
    client.post(f"{INDEX}{batch.pk}/", {"act": "import"})
    assert client.get(f"{INDEX}{batch.pk}/refused.csv").status_code == 404


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "vide"),
        (b"courriel\n", "aucune ligne"),
        (b"PK\x03\x04\x14\x00", "classeur"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x81", "enregistrez-le en .xlsx ou en CSV"),
        (b"jeanne@example.org\n", "nommer les colonnes"),
        (b"courriel\n" + b"a" * 10 * 1024 * 1024, "dépasse"),
    ],
)
def test_file_that_is_no_list_is_explained_and_not_kept(client, volunteer, topics, raw, words) -> None:
    response = send(client, raw)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert ImportBatch.objects.count() == 0


def test_long_list_goes_to_a_worker(client, volunteer, topics, django_capture_on_commit_callbacks) -> None:
    lines = "".join(f"p{n}@example.org;assemblees;express;2025-05-01;x\n" for n in range(LARGE + 1))
    send(client, "courriel;sujet;motif;date;preuve\n" + lines)
    batch = ImportBatch.objects.get()
    with django_capture_on_commit_callbacks() as started:
        client.post(f"{INDEX}{batch.pk}/", {"act": "import"})
    batch.refresh_from_db()
    assert (batch.state, len(started), Subscriber.objects.count()) == ("under_way", 1, 0)
    assert client.get(f"{INDEX}{batch.pk}/").status_code == 200
    import_batch(batch.pk, "user:1")
    import_batch(batch.pk, "user:1")
    assert Subscription.objects.count() == ConsentEvent.objects.count() == LARGE + 1
    with django_capture_on_commit_callbacks() as started:
        client.post(f"{INDEX}{batch.pk}/", {"act": "undo"})
    batch.refresh_from_db()
    assert (batch.state, len(started), Subscriber.objects.count()) == ("undoing", 1, LARGE + 1)
    assert client.get(f"{INDEX}{batch.pk}/").status_code == 200
    undo_batch(batch.pk, "user:1")
    undo_batch(batch.pk, "user:1")
    assert Subscriber.objects.count() == 0
    assert ConsentEvent.objects.filter(kind="withdrawn").count() == LARGE + 1


@pytest.mark.parametrize("role", [Role.BOARD, Role.ARCHIVES, Role.READING])
def test_those_who_may_not_import_see_no_list(client, batch, role) -> None:
    client.force_login(someone_of(role))
    for path in ("", "new/", f"{batch.pk}/", f"{batch.pk}/columns/", f"{batch.pk}/refused.csv"):
        response = client.get(INDEX + path)
        assert response.status_code == 302
        assert b"example.org" not in response.content
    client.post(f"{INDEX}{batch.pk}/", {"act": "import"})
    assert Subscriber.objects.count() == 1


def test_list_that_nobody_decided_about_is_forgotten_after_a_day(batch) -> None:
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(hours=23))
    purge_post_room()
    assert ImportBatch.objects.count() == 1
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(hours=25))
    purge_post_room()
    purge_post_room()
    assert ImportBatch.objects.count() == 0
