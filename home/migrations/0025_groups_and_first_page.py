"""The groups of the council with what the role matrix grants them, the files of the board, and a first page of ours."""

import json
import uuid

from django.db import migrations

from crm.accounts.groups import apply_policy, make_board_files, remove_wagtail_groups

SECTIONS = [
    ("next_assembly", {"title": "Prochaine assemblée"}),
    ("agenda", {"title": "Ce qui s’en vient", "count": 5}),
    ("latest_news", {"title": "Dans le quartier", "count": 4}),
    (
        "sign_up",
        {
            "title": "L’infolettre du quartier",
            "text": "Les assemblées, les travaux, les fêtes : vous choisissez de quoi on vous écrit.",
        },
    ),
]


def make_groups(apps, schema_editor):
    make_board_files(apps)
    apply_policy(apps)
    remove_wagtail_groups(apps)


def make_front_page(apps, schema_editor):
    """Only where Wagtail's own welcome page stands untouched: a site that has pages keeps them."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("home", "HomePage")

    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page", numchild=0).first()
    if welcome is None or Page.objects.filter(depth=2).count() != 1:
        return
    welcome.delete()
    content_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    sections = [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in SECTIONS]
    page = HomePage.objects.create(
        title="Accueil",
        draft_title="Accueil",
        slug="accueil",
        content_type=content_type,
        locale=Locale.objects.first(),
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/accueil/",
        sections=json.dumps(sections),
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page_id": page.pk}
    )


class Migration(migrations.Migration):
    replaces = [("home", "0025_homecoming_roles")]

    # Every room whose permissions the matrix names; a room above all others is the only place for this. They are asked
    # for by the last migration that each squashed one replaces: where only some of those were applied, Django finds
    # that one nowhere and refuses, instead of leaving the room's tables as they were (`docs/decisions/0014`).
    dependencies = [
        ("home", "0024_recognition_block"),
        ("newsletters", "0036_a_photo_of_the_memory"),
        ("archive", "0019_what_brought_files_said"),
        ("pages", "0008_search_slugs"),
        ("assemblies", "0014_who_awaits_an_answer"),
        ("events", "0011_who_looks_after_an_event"),
        ("partners", "0016_count_what_is_erased_above"),
        ("accounts", "0002_session_generation"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make_groups, migrations.RunPython.noop),
        migrations.RunPython(make_front_page, migrations.RunPython.noop),
    ]
