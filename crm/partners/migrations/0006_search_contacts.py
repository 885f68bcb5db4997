"""The search reads a contact without accents: its line and its notes, folded."""

from typing import Any

from django.db import migrations, models

from crm.partners.domain.searching import searchable


def fold_what_was_noted(apps: Any, schema_editor: Any) -> None:
    interactions = apps.get_model("partners", "Interaction").objects
    for noted in interactions.only("summary", "notes").iterator():
        folded = searchable([noted.summary, *noted.notes.splitlines()])
        interactions.filter(pk=noted.pk).update(search_text=folded)


class Migration(migrations.Migration):
    dependencies = [("partners", "0005_contacts_partnerships_and_funding")]

    operations = [
        migrations.AddField(
            model_name="interaction",
            name="search_text",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.RunPython(fold_what_was_noted, migrations.RunPython.noop, elidable=True),
    ]
