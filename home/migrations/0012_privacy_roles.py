"""Who answers requests about personal data."""

from django.db import migrations

from crm.accounts.groups import apply_policy


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0011_kinds_of_our_own"),
        ("partners", "0010_privacy_requests_and_handovers"),
    ]

    operations = [migrations.RunPython(lambda apps, schema_editor: apply_policy(apps), migrations.RunPython.noop)]
