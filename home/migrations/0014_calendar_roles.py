"""Who keeps the calendars of partners."""

from django.db import migrations

from crm.accounts.groups import apply_policy


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0013_registration_roles"),
        ("events", "0007_neighbours"),
    ]

    operations = [migrations.RunPython(lambda apps, schema_editor: apply_policy(apps), migrations.RunPython.noop)]
