"""A fresh install opens on a front page of ours instead of Wagtail's welcome."""

import json
import uuid

from django.db import migrations

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
    dependencies = [
        ("home", "0002_groups"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_front_page, migrations.RunPython.noop)]
