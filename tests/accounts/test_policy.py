"""The groups of the database are what the role matrix says (T23)."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from crm.accounts.groups import apply_policy
from crm.accounts.policy import GRANTS, MATRIX, Capability, Role, grant_of

pytestmark = pytest.mark.django_db


def names(permissions) -> set[str]:
    return {f"{permission.content_type.app_label}.{permission.codename}" for permission in permissions}


def test_the_migration_makes_the_five_groups_and_no_other():
    assert sorted(Group.objects.values_list("name", flat=True)) == [
        "Archives",
        "Communications",
        "Conseil",
        "Lecture",
        "Secrétariat",
    ]


@pytest.mark.parametrize("role", Role)
def test_each_group_has_exactly_what_the_matrix_grants(role):
    group = Group.objects.get(name=role.value)
    grant = grant_of(role)
    assert names(group.permissions.select_related("content_type")) == set(grant.permissions)
    on_pages = GroupPagePermission.objects.filter(group=group).select_related("permission__content_type")
    assert names(row.permission for row in on_pages) == set(grant.on_pages)
    on_files = GroupCollectionPermission.objects.filter(group=group).select_related("permission__content_type")
    assert names(row.permission for row in on_files) == set(grant.on_collections)


def test_every_capability_has_its_permissions_and_every_role_its_line():
    assert set(GRANTS) == set(Capability)
    assert set(MATRIX) == set(Role)


def test_applying_the_policy_again_puts_back_what_was_changed_by_hand():
    board = Group.objects.get(name="Conseil")
    board.permissions.add(Permission.objects.get(codename="send_mailing"))
    board.permissions.remove(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    GroupPagePermission.objects.create(group=board, page=Page.objects.get(depth=1), permission=change)
    add_image = Permission.objects.get(codename="add_image")
    GroupCollectionPermission.objects.create(
        group=board, collection=Collection.get_first_root_node(), permission=add_image
    )
    guests = Group.objects.create(name="Invités")
    guests.permissions.add(Permission.objects.get(codename="access_admin"))

    apply_policy(apps)
    apply_policy(apps)

    assert names(board.permissions.select_related("content_type")) == set(grant_of(Role.BOARD).permissions)
    assert board.page_permissions.count() == 2
    assert board.collection_permissions.count() == 2
    assert names(guests.permissions.select_related("content_type")) == {"wagtailadmin.access_admin"}


def test_the_table_of_the_documentation_is_the_one_of_the_code(capsys):
    call_command("roles")

    assert (settings.BASE_DIR / "docs" / "roles.md").read_text() == capsys.readouterr().out, (
        "run: manage.py roles > docs/roles.md"
    )
