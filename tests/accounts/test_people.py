"""Keeping the accounts: inviting, correcting, closing, helping who lost a telephone."""

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.accounts.domain.passwords import password_link
from crm.accounts.domain.people import ensure_administrator_remains
from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.accounts.second_factor import has_second_factor
from crm.accounts.tasks import send_invitation_letter, send_password_link
from tests.accounts.conftest import PASSWORD, code_of
from tests.factories import SignedInClient, UserFactory, enrol, someone_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return someone_of(Role.SECRETARIAT, email="secretariat@conseil.example")


@pytest.fixture
def keeping(client, keeper):
    """The browser of whoever keeps the accounts."""
    client.force_login(keeper)
    return client


def person(**fields) -> dict[str, object]:
    board = Group.objects.get(name="Conseil")
    given = {"email": "anatole@conseil.example", "first_name": "Anatole", "last_name": "Grandpré-Soucy"}
    return {**given, "groups": [board.pk], **fields}


def link_in(letter) -> str:
    return next(line for line in letter.body.splitlines() if line.startswith("http://testserver/"))


def test_an_invited_person_chooses_a_password_then_enrols(keeping, mailoutbox, run_queued, committing):
    with committing(execute=True):
        answer = keeping.post("/admin/users/new/", person())
    assert answer["Location"] == "/admin/users/"
    user = User.objects.get(email="anatole@conseil.example")
    assert not user.has_usable_password()
    assert not user.is_superuser
    assert [group.name for group in user.groups.all()] == ["Conseil"]
    assert mailoutbox == []

    assert run_queued() == ["accounts.send_invitation_letter"]
    (letter,) = mailoutbox
    assert letter.to == ["anatole@conseil.example"]
    assert letter.subject == "Votre compte sur le site du conseil (Parvis)"
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert PASSWORD not in letter.body

    invited = Client()
    form = invited.get(link_in(letter), follow=True)
    assert form.request["PATH_INFO"].endswith("-choisir/")
    invited.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert invited.get("/admin/").status_code == 302
    invited.post("/compte/connexion/", {"login": user.email, "password": PASSWORD})
    assert invited.get("/admin/")["Location"] == "/compte/deux-etapes/"


def test_an_invitation_link_works_once(mailoutbox, keeper):
    invited = User.objects.create_user("anatole@conseil.example")
    send_invitation_letter(invited.pk)
    link = link_in(mailoutbox[0])
    first = Client()
    form = first.get(link, follow=True)
    first.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    again = Client().get(link)

    assert again.context["token_fail"] is True
    assert "Ce lien ne sert plus" in again.content.decode()


def test_a_link_stops_working_after_three_days(keeper):
    with time_machine.travel("2026-11-20 19:00:00-05:00", tick=False):
        link = password_link(keeper)
    with time_machine.travel("2026-11-23 18:59:00-05:00", tick=False):
        assert Client().get(link).status_code == 302
    with time_machine.travel("2026-11-23 19:01:00-05:00", tick=False):
        assert Client().get(link).context["token_fail"] is True


def test_a_forged_link_changes_nothing(keeper):
    link = password_link(keeper)
    forged = link[:-2] + ("a/" if link[-2] != "a" else "b/")

    assert Client().get(forged).context["token_fail"] is True
    keeper.refresh_from_db()
    assert keeper.check_password(PASSWORD)


def test_running_the_invitation_twice_writes_twice_and_never_to_who_has_a_password(mailoutbox, keeper):
    invited = User.objects.create_user("anatole@conseil.example")
    send_invitation_letter(invited.pk)
    send_invitation_letter(invited.pk)
    send_invitation_letter(keeper.pk)
    send_invitation_letter(999_999)

    assert [letter.to for letter in mailoutbox] == [["anatole@conseil.example"]] * 2


def test_a_forgotten_password_answers_alike_for_a_stranger(keeper, mailoutbox, run_queued, committing):
    """T25, for the sign-in: same page, same task; only the letter differs."""
    answers, tasks = [], []
    for email in ("secretariat@conseil.example", "SECRETARIAT@conseil.example", "inconnu@conseil.example"):
        with committing(execute=True):
            answers.append(Client().post("/compte/mot-de-passe/oublie/", {"email": email}))
        tasks.append(run_queued())

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/compte/mot-de-passe/oublie/envoye/")
    ] * 3
    assert tasks == [["accounts.send_password_link"]] * 3
    assert [letter.to for letter in mailoutbox] == [["secretariat@conseil.example"]] * 2


def test_a_closed_account_gets_no_link(mailoutbox, keeper):
    keeper.is_active = False
    keeper.save()

    send_password_link(keeper.pk)
    send_password_link(0)

    assert mailoutbox == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "pas une adresse"}, "Saisissez une adresse de courriel valide."),
        ({"email": "SECRETARIAT@conseil.example"}, "Cette adresse a déjà un compte."),
        ({"first_name": ""}, "Champ requis."),
    ],
)
def test_a_wrong_invitation_makes_no_account(keeping, fields, sentence, mailoutbox):
    answer = keeping.post("/admin/users/new/", person(**fields))

    assert answer.status_code == 200
    assert [message for errors in answer.context["form"].errors.values() for message in errors] == [sentence]
    assert User.objects.count() == 1


def test_the_screens_speak_of_people_and_ask_for_no_password(keeping, keeper):
    listing = keeping.get("/admin/users/").content.decode()
    assert "Inviter une personne" in listing
    assert "Nom d’utilisateur" not in listing
    invite = keeping.get("/admin/users/new/")
    assert list(invite.context["form"].fields) == ["email", "first_name", "last_name", "groups"]
    assert "Nouvel(le)" not in invite.content.decode()
    other = UserFactory.create()
    assert list(keeping.get(f"/admin/users/edit/{other.pk}/").context["form"].fields) == [
        "email",
        "first_name",
        "last_name",
        "groups",
        "is_active",
    ]


def test_nobody_but_an_administrator_makes_an_administrator(keeping):
    keeping.post("/admin/users/new/", person(is_superuser="on"))

    assert User.objects.get(email="anatole@conseil.example").is_superuser is False


def test_nobody_but_an_administrator_touches_one(keeping):
    administrator = UserFactory.create(is_superuser=True)
    enrol(administrator)

    for address in (
        f"/admin/users/edit/{administrator.pk}/",
        f"/admin/users/delete/{administrator.pk}/",
        f"/admin/users/{administrator.pk}/link/",
        f"/admin/users/{administrator.pk}/second-factor/",
    ):
        assert (address, keeping.get(address).status_code, keeping.post(address).status_code) == (address, 302, 302)
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.is_superuser) == (True, True)
    assert has_second_factor(administrator)


def test_closing_an_account_ends_its_sessions(keeping):
    other = someone_of(Role.BOARD, email="anatole@conseil.example")
    theirs = SignedInClient()
    theirs.force_login(other)
    assert theirs.get("/admin/").status_code == 200

    keeping.post(f"/admin/users/edit/{other.pk}/", person())
    assert theirs.get("/admin/").status_code == 302
    keeping.post(f"/admin/users/edit/{other.pk}/", person(is_active="on"))
    assert theirs.get("/admin/").status_code == 302


def test_the_last_administrator_remains(client):
    only, other = UserFactory.create(is_superuser=True), UserFactory.create(is_superuser=True, is_active=False)

    with pytest.raises(ValidationError, match="C’est la dernière personne qui administre le site"):
        ensure_administrator_remains(without=only)
    other.is_active = True
    other.save()
    ensure_administrator_remains(without=only)


def test_an_administrator_cannot_remove_her_own_rights_or_account(client):
    administrator = UserFactory.create(is_superuser=True, email="anatole@conseil.example")
    client.force_login(administrator)

    client.post(f"/admin/users/edit/{administrator.pk}/", person())
    client.post(f"/admin/users/delete/{administrator.pk}/")

    administrator.refresh_from_db()
    assert (administrator.is_superuser, administrator.is_active) == (True, True)


def test_an_administrator_may_step_down_through_another(client):
    first, second = (UserFactory.create(is_superuser=True) for _number in range(2))
    client.force_login(first)

    client.post(f"/admin/users/edit/{second.pk}/", person(email=second.email, is_active="on"))

    second.refresh_from_db()
    assert second.is_superuser is False


@pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state"])
def test_accounts_are_not_changed_in_bulk(client, action):
    """Wagtail's bulk actions know none of these rules."""
    client.force_login(UserFactory.create(is_superuser=True))
    other = UserFactory.create()

    answer = client.post(f"/admin/bulk/accounts/user/{action}/?id={other.pk}", {"mark_as_active": "False"})

    assert answer.status_code == 404
    other.refresh_from_db()
    assert other.is_active


def test_removing_a_lost_factor_ends_the_sessions_and_asks_first(keeping):
    other = someone_of(Role.BOARD)
    theirs = SignedInClient()
    theirs.force_login(other)

    question = keeping.get(f"/admin/users/{other.pk}/second-factor/")
    assert "Retirer la deuxième étape?" in question.content.decode()
    assert has_second_factor(other)
    keeping.post(f"/admin/users/{other.pk}/second-factor/")

    assert not has_second_factor(other)
    assert theirs.get("/admin/").status_code == 302


def test_sending_a_link_again(keeping, mailoutbox, run_queued, committing):
    invited = User.objects.create_user("anatole@conseil.example")
    settled = UserFactory.create()
    with committing(execute=True):
        keeping.post(f"/admin/users/{invited.pk}/link/")
        keeping.post(f"/admin/users/{settled.pk}/link/")

    assert run_queued() == ["accounts.send_invitation_letter", "accounts.send_password_link"]
    assert [letter.subject for letter in mailoutbox] == [
        "Votre compte sur le site du conseil (Parvis)",
        "Choisir un autre mot de passe",
    ]


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.BOARD, Role.ARCHIVES, Role.READING])
def test_other_roles_keep_no_account(client, role):
    client.force_login(someone_of(role))
    other = UserFactory.create()

    for address in ("", "new/", f"edit/{other.pk}/", f"delete/{other.pk}/", f"{other.pk}/link/"):
        assert client.get(f"/admin/users/{address}").status_code == 302
        assert client.post(f"/admin/users/{address}", person()).status_code in {302, 405}
    assert not User.objects.filter(email="anatole@conseil.example").exists()


def test_the_list_of_people_costs_the_same_for_one_and_for_ten(keeping):
    with CaptureQueriesContext(connection) as few:
        keeping.get("/admin/users/")
    for _number in range(10):
        enrol(someone_of(Role.BOARD))
    with CaptureQueriesContext(connection) as many:
        keeping.get("/admin/users/")

    assert len(many) == len(few)


def test_a_code_of_another_person_opens_nothing(keeper):
    other = someone_of(Role.BOARD)
    enrol(keeper)
    theirs = enrol(other)
    client = Client()
    client.post("/compte/connexion/", {"login": keeper.email, "password": PASSWORD})

    client.post("/compte/deux-etapes/code/", {"code": code_of(theirs)})

    assert "_auth_user_id" not in client.session
