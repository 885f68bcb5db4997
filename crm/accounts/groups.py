"""Makes the groups of the database what the role matrix says; called by migrations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.management import create_permissions

from crm.accounts.policy import MATRIX, Capability, Role, grant_of

# Made by Wagtail's first migrations; ours take their place.
WAGTAIL_GROUPS = ("Editors", "Moderators")
# Files that only the board reads. A tree of its own: a right on the library reaches everything below its root.
BOARD_FILES = "Dossiers du conseil"
READS_BOARD_FILES = Capability.SEE_BOARD_LEVEL


def apply_policy(apps: Any) -> None:
    """Give each role's group exactly what the matrix grants; other groups are left alone.

    ``apps`` is the registry of a migration, or the real one. Running twice changes nothing. A
    permission whose model does not exist yet at this migration is left out, because an old
    migration runs with today's matrix: the migration that brings the model calls this again, and
    a test checks that nothing is missing at the end.
    """
    _create_missing_permissions(apps)
    groups = apps.get_model("auth", "Group").objects
    for role in Role:
        group, _created = groups.get_or_create(name=role.value)
        grant = grant_of(role)
        group.permissions.set(_permissions(apps, grant.permissions))
        root_page = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
        _set_rows(apps, "GroupPagePermission", group, [({"page": root_page}, grant.on_pages)])
        roots = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1)
        rights = [({"collection": roots.order_by("path").first()}, grant.on_collections)]
        rights += [
            ({"collection": board_files}, grant.on_board_files) for board_files in roots.filter(name=BOARD_FILES)
        ]
        _set_rows(apps, "GroupCollectionPermission", group, rights)
    _let_the_board_read(apps)


def make_board_files(apps: Any) -> None:
    """Make the collection whose files only the board reads, once; `apply_policy` says who that is."""
    collections = apps.get_model("wagtailcore", "Collection").objects
    if collections.filter(depth=1, name=BOARD_FILES).exists():
        return
    # A migration's model has no `add_root`. Wagtail makes one root, 0001, and its screens make no other.
    board_files = collections.create(name=BOARD_FILES, path="0002", depth=1, numchild=0)
    apps.get_model("wagtailcore", "CollectionViewRestriction").objects.create(
        collection=board_files, restriction_type="groups"
    )


def remove_wagtail_groups(apps: Any) -> None:
    """Remove the two groups that Wagtail makes, unless someone is already in them."""
    apps.get_model("auth", "Group").objects.filter(name__in=WAGTAIL_GROUPS, user=None).delete()


def _create_missing_permissions(apps: Any) -> None:
    # Django makes permissions after the last migration, which is too late for a migration that grants them.
    for app_config in apps.get_app_configs():
        missing = object()
        before = getattr(app_config, "models_module", missing)
        app_config.models_module = True
        create_permissions(app_config, apps=apps, verbosity=0)
        if before is missing:
            del app_config.models_module
        else:
            app_config.models_module = before


def _permissions(apps: Any, names: Iterable[str]) -> list[Any]:
    """The permissions of these names, ``app_label.codename``, that exist."""
    wanted = {tuple(name.split(".")) for name in names}
    everything = apps.get_model("auth", "Permission").objects.select_related("content_type")
    candidates = everything.filter(codename__in=[codename for _app_label, codename in wanted])
    return [found for found in candidates if (found.content_type.app_label, found.codename) in wanted]


def _set_rows(apps: Any, model_name: str, group: Any, rights: Iterable[tuple[dict[str, Any], Iterable[str]]]) -> None:
    """Keep for this group only the rows of these permissions in these places, and add those that are missing."""
    rows = apps.get_model("wagtailcore", model_name).objects
    kept = [
        rows.get_or_create(group=group, permission=permission, **place)[0].pk
        for place, names in rights
        for permission in _permissions(apps, names)
    ]
    rows.filter(group=group).exclude(pk__in=kept).delete()


def _let_the_board_read(apps: Any) -> None:
    readers = [role.value for role in Role if READS_BOARD_FILES in MATRIX[role]]
    restrictions = apps.get_model("wagtailcore", "CollectionViewRestriction").objects
    for restriction in restrictions.filter(collection__depth=1, collection__name=BOARD_FILES):
        restriction.groups.set(apps.get_model("auth", "Group").objects.filter(name__in=readers))
