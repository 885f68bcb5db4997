"""Who approves a letter that someone else wrote, and who chooses which letters wait for it."""

from django.db import migrations

from crm.accounts.groups import apply_policy


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0018_roles_of_what_comes_back"),
        ("newsletters", "0027_approve_by_a_second_person"),
    ]

    operations = [migrations.RunPython(lambda apps, schema_editor: apply_policy(apps), migrations.RunPython.noop)]
