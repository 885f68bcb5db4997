"""Who sees and keeps the assemblies, their minutes and the decisions."""

from django.db import migrations

from crm.accounts.groups import apply_policy


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0008_import_roles"),
        ("assemblies", "0001_bylaws_assemblies_and_decisions"),
    ]

    operations = [migrations.RunPython(lambda apps, schema_editor: apply_policy(apps), migrations.RunPython.noop)]
