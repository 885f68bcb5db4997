"""Whoever writes newsletters keeps their templates."""

from django.db import migrations

from crm.accounts.groups import apply_policy


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0016_attendance_roles"),
        ("newsletters", "0020_keep_newsletter_templates"),
    ]

    operations = [migrations.RunPython(lambda apps, schema_editor: apply_policy(apps), migrations.RunPython.noop)]
