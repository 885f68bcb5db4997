"""Who sees what came back, and who settles what could not be read."""

from django.db import migrations

from crm.accounts.groups import apply_policy


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0017_template_roles"),
        ("newsletters", "0019_know_the_return_mailbox"),
    ]

    operations = [migrations.RunPython(lambda apps, schema_editor: apply_policy(apps), migrations.RunPython.noop)]
