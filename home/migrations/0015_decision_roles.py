"""Who keeps what became of the decisions, and who takes them home."""

from django.db import migrations

from crm.accounts.groups import apply_policy


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0014_calendar_roles"),
        ("assemblies", "0004_followed_decisions"),
    ]

    operations = [migrations.RunPython(lambda apps, schema_editor: apply_policy(apps), migrations.RunPython.noop)]
