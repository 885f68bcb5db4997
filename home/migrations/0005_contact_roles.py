"""Who sees and keeps the contacts, the tasks, the partnerships and the grants."""

from django.db import migrations

from crm.accounts.groups import apply_policy


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_partner_roles"),
        ("partners", "0005_contacts_partnerships_and_funding"),
    ]

    operations = [migrations.RunPython(lambda apps, schema_editor: apply_policy(apps), migrations.RunPython.noop)]
