"""Who sends chooses on which day a draft is prepared each month."""

from django.db import migrations

from crm.accounts.groups import apply_policy


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0019_approval_roles"),
        ("newsletters", "0030_prepare_a_draft_each_month"),
    ]

    operations = [migrations.RunPython(lambda apps, schema_editor: apply_policy(apps), migrations.RunPython.noop)]
