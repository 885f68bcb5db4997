"""The five groups of the council, with what the role matrix grants them (`docs/decisions/0004`)."""

from django.db import migrations

from crm.accounts.groups import apply_policy, remove_wagtail_groups


def make_groups(apps, schema_editor):
    apply_policy(apps)
    remove_wagtail_groups(apps)


class Migration(migrations.Migration):
    # Every room whose permissions the matrix names; a room above all others is the only place for this.
    dependencies = [
        ("home", "0001_initial"),
        ("newsletters", "0001_initial"),
        ("pages", "0001_initial"),
        ("events", "0001_initial"),
        ("partners", "0001_initial"),
        ("accounts", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
