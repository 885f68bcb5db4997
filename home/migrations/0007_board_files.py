"""The collection of files that only the board reads, and who that is."""

from django.db import migrations

from crm.accounts.groups import apply_policy, make_board_files


def give_the_board_its_files(apps, schema_editor):
    make_board_files(apps)
    apply_policy(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_who_sits_block"),
        ("partners", "0008_grant_files_and_calendar_addresses"),
    ]

    operations = [migrations.RunPython(give_the_board_its_files, migrations.RunPython.noop)]
