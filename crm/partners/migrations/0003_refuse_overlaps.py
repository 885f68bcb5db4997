from django.db import migrations

from crm.partners.overlaps import allow_overlaps, refuse_overlaps


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_organizations_people_and_seats"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: refuse_overlaps(schema_editor.connection),
            lambda apps, schema_editor: allow_overlaps(schema_editor.connection),
        ),
    ]
