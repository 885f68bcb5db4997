"""The screens where old decisions come in: who may, what they show, and that GET and a forged post write nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crm.accounts.policy import Role
from crm.assemblies.domain.followups import acknowledge
from crm.assemblies.domain.old_numbers import register_old_decision
from crm.assemblies.models import Decision, DecisionImport, Sending
from tests.assemblies.desk import page_of, said, sign_in, words
from tests.factories import someone_of

pytestmark = pytest.mark.django_db

LISTS = "/admin/decisions-anciennes/"
REGISTER = (
    "Numéro;Date;Objet;Texte;Envoyée à;Envoyée le\n"
    "2019-CA-045;14 mai 2019;Une traverse;Demander une traverse.;La mairie;2019-05-20\n"
    "2019-CA-046;mai 2019;Un banc;Demander un banc.;;\n"
)


def sent(client: Client, raw: str = REGISTER, name: str = "registre.csv") -> Any:
    return client.post(LISTS, {"file": SimpleUploadedFile(name, raw.encode("cp1252"))})


def list_of(batch: DecisionImport) -> str:
    return f"{LISTS}{batch.pk}/"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.BOARD, True),
        (Role.SECRETARIAT, True),
        (Role.COMMUNICATIONS, False),
        (Role.READING, False),
        (Role.ARCHIVES, False),
    ],
)
def test_who_may_bring_a_list_in(client: Client, role: Role, may: bool) -> None:
    client.force_login(someone_of(role))

    answer = client.get(LISTS)
    sent(client)

    assert (answer.status_code == 200) is may
    assert DecisionImport.objects.exists() is may
    assert (LISTS in client.get("/admin/").content.decode()) is may


def test_a_list_goes_from_its_file_to_the_register(client: Client) -> None:
    sign_in(client, Role.SECRETARIAT)

    answer = sent(client)
    batch = DecisionImport.objects.get()
    assert answer["Location"] == f"{list_of(batch)}colonnes/"
    columns = client.get(answer["Location"]).context["form"]
    assert columns["number"].value() == 0
    assert columns["sent_to"].value() == 4
    client.post(answer["Location"], {**batch.mapping, "sent_when_adopted": "on"})

    page = page_of(client, list_of(batch))
    lines = [words(row) for row in page.select(".tidy__lines tbody tr")]
    assert lines == [
        "2 2019-CA-045 Une traverse La mairie Nouvelle Laisser de côté (ligne 2)",
        "3 2019-CA-046 Un banc Refusée Le jour « mai 2019 » est illisible : "
        "écrivez-le comme 2024-05-14 ou 14 mai 2024.",
    ]
    assert not Decision.objects.exists()

    client.post(list_of(batch), {"act": "import"})
    client.post(list_of(batch), {"act": "import"})
    assert (Decision.objects.count(), Sending.objects.count()) == (1, 1)
    assert client.get("/decisions/2019-CA-045/").status_code == 200
    assert page_of(client, list_of(batch)).select("button[value=undo]") == []


def test_what_completed_the_register_is_undone_unless_it_was_changed(client: Client) -> None:
    sign_in(client, Role.BOARD)
    decision = register_old_decision(
        Decision(title="Une traverse", text="Demander une traverse."), "2019-CA-045", date(2019, 5, 14)
    )
    sent(client)
    batch = DecisionImport.objects.get()
    client.post(f"{list_of(batch)}colonnes/", batch.mapping)
    client.post(list_of(batch), {"act": "import"})
    acknowledge(Sending.objects.get(), date(2019, 6, 1))

    held = client.post(list_of(batch), {"act": "undo"})
    assert held["Location"] == f"{list_of(batch)}?undo"
    told = page_of(client, f"{list_of(batch)}?undo").select_one(".tidy ul.w-list-disc")
    assert words(told) == "2019-CA-045 → La mairie : changé depuis"
    Sending.objects.update(acknowledged_on=None)

    client.post(list_of(batch), {"act": "undo"})
    assert said(client, list_of(batch)) == ["L’importation est annulée : tout est comme avant."]
    assert list(Decision.objects.all()) == [decision]
    assert not Sending.objects.exists()


def test_a_list_is_forgotten_and_what_is_no_list_is_refused(client: Client) -> None:
    sign_in(client, Role.BOARD)
    sent(client)
    client.post(list_of(DecisionImport.objects.get()), {"act": "forget"})
    assert not DecisionImport.objects.exists()

    refused = sent(client, "%PDF-1.4 registre", "registre.csv")

    assert "file" in refused.context["form"].errors
    assert not DecisionImport.objects.exists()


def test_looking_at_a_list_writes_nothing(client: Client) -> None:
    sign_in(client, Role.BOARD)
    sent(client)
    batch = DecisionImport.objects.get()

    for address in (list_of(batch), f"{list_of(batch)}colonnes/", f"{list_of(batch)}?act=import"):
        client.get(address)

    assert client.post(list_of(batch), {"act": "import"}).status_code == 302  # without its columns looked at
    assert not Decision.objects.exists()
