"""Who sees, keeps and exports those who registered for an event."""

from django.db import migrations

from crm.accounts.groups import apply_policy


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0012_privacy_roles"),
        ("events", "0005_one_list_of_audiences"),
    ]

    operations = [migrations.RunPython(lambda apps, schema_editor: apply_policy(apps), migrations.RunPython.noop)]
