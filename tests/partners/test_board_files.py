"""Agreements and grant files: for the board, at their address, in the library and in the choosers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from crm.accounts.groups import BOARD_FILES
from crm.accounts.policy import MATRIX, Capability, Role
from crm.partners.board_files import board_collection
from crm.partners.models import Partnership
from tests.factories import PartnershipFactory, UserFactory, board_document, someone_of

pytestmark = pytest.mark.django_db

CHOOSER = "/admin/dossiers-du-conseil/choisir/"
READERS = {role for role in Role if Capability.SEE_BOARD_LEVEL in MATRIX[role]}
MODAL = {"x-requested-with": "XMLHttpRequest"}


def test_the_collection_is_a_tree_of_its_own_read_by_the_board() -> None:
    restriction = CollectionViewRestriction.objects.get(collection=board_collection())

    assert (board_collection().depth, Collection.find_problems()) == (1, ([], [], [], [], []))
    assert restriction.restriction_type == "groups"
    assert set(restriction.groups.values_list("name", flat=True)) == {role.value for role in READERS}


def test_the_library_begins_where_it_did() -> None:
    assert Collection.get_first_root_node().name != BOARD_FILES


def test_a_stranger_is_sent_to_sign_in() -> None:
    answer = Client().get(board_document().url)
    assert (answer.status_code, "Entente" in answer.content.decode()) == (302, False)


@pytest.mark.parametrize("role", Role)
def test_at_its_address_a_file_is_for_who_sees_what_is_for_the_board(client: Client, role: Role) -> None:
    client.force_login(someone_of(role))
    assert client.get(board_document().url).status_code == (200 if role in READERS else 302)


def test_without_a_role_a_file_stays_closed(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get(board_document().url).status_code == 302


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ARCHIVES, Role.BOARD, Role.READING, None])
def test_the_library_does_not_name_it(client: Client, role: Role | None) -> None:
    """The board reads its files on the pages that hold them; the library is for who keeps it."""
    document = board_document("Entente avec la caisse")
    client.force_login(someone_of(role) if role else UserFactory())

    for address in (
        "/admin/documents/",
        "/admin/documents/chooser/",
        "/admin/documents/chooser/results/",
        "/admin/documents/chooser/results/?q=caisse",
        f"/admin/documents/chooser/chosen/{document.pk}/",
        f"/admin/documents/chooser/chosen-multiple/?id={document.pk}",
        f"/admin/documents/edit/{document.pk}/",
        f"/admin/documents/usage/{document.pk}/",
        f"/admin/documents/delete/{document.pk}/",
        "/admin/api/main/documents/" if role in {Role.COMMUNICATIONS, Role.ARCHIVES, None} else "/admin/documents/",
    ):
        assert "Entente avec la caisse" not in client.get(address, headers=MODAL).content.decode(), address


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("view", ["", "results/", "chosen/{pk}/", "chosen-multiple/?id={pk}"])
def test_the_chooser_asks_who_is_there(client: Client, role: Role | None, view: str) -> None:
    document = board_document("Entente avec la caisse")
    client.force_login(someone_of(role) if role else UserFactory())

    answer = client.get(CHOOSER + view.format(pk=document.pk), headers=MODAL)

    assert ("Entente avec la caisse" in answer.content.decode()) == (role in READERS)
    assert answer.status_code in ({200} if role in READERS else {302, 403})


def test_the_chooser_offers_nothing_else(client: Client) -> None:
    library = board_document("Les règlements", collection=Collection.get_first_root_node())
    client.force_login(someone_of(Role.BOARD))

    assert "Les règlements" not in client.get(f"{CHOOSER}results/", headers=MODAL).content.decode()
    assert client.get(f"{CHOOSER}chosen/{library.pk}/", headers=MODAL).status_code == 404


def send(client: Client, **more: Any) -> Any:
    sent = {
        "document-chooser-upload-title": "Entente",
        "document-chooser-upload-file": SimpleUploadedFile("entente.pdf", b"%PDF-1.7 entente"),
    }
    return client.post(f"{CHOOSER}create/", {**sent, **more}, headers=MODAL)


def test_what_the_board_sends_goes_to_its_files_whatever_the_form_says(client: Client) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))

    answer = send(client, **{"document-chooser-upload-collection": Collection.get_first_root_node().pk})

    document = get_document_model().objects.get()
    assert (document.collection, json.loads(answer.content)["step"]) == (board_collection(), "chosen")
    assert Client().get(document.url).status_code == 302


@pytest.mark.parametrize("role", [Role.READING, Role.COMMUNICATIONS, Role.ARCHIVES])
def test_who_does_not_keep_the_partners_sends_nothing(client: Client, role: Role) -> None:
    client.force_login(someone_of(role))

    assert send(client).status_code in {302, 403}
    assert not get_document_model().objects.exists()


def test_a_disguised_file_is_refused(client: Client) -> None:
    client.force_login(someone_of(Role.BOARD))

    send(client, **{"document-chooser-upload-file": SimpleUploadedFile("entente.pdf", b"<html>")})

    assert not get_document_model().objects.exists()


def test_a_record_of_the_board_holds_no_public_document(client: Client) -> None:
    library = board_document("Les règlements", collection=Collection.get_first_root_node())
    partnership = PartnershipFactory()
    client.force_login(someone_of(Role.BOARD))
    data = {
        "organization": partnership.organization_id,
        "title": partnership.title,
        "stage": "contact",
        "visibility": "board",
        "agreement": library.pk,
        "exchanges-INITIAL_FORMS": 0,
        "exchanges-TOTAL_FORMS": 0,
    }

    client.post(f"/admin/partenariats/edit/{partnership.pk}/", data)

    assert Partnership.objects.get().agreement is None


def test_a_role_that_the_matrix_does_not_know_reads_nothing(client: Client) -> None:
    user = UserFactory()
    user.groups.add(Group.objects.create(name="Autre"))
    client.force_login(user)
    assert client.get(board_document().url).status_code == 302
