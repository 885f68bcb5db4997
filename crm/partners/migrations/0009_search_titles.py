"""Seats, partnerships and grants are found by their own words without accents: folded, as everything else is."""

from typing import Any

from django.db import migrations, models

from crm.partners.domain.searching import searchable

WORDS = {"Post": ("title", "reserved_for"), "Partnership": ("title",), "Funding": ("programme", "project")}


def fold_their_words(apps: Any, schema_editor: Any) -> None:
    for name, fields in WORDS.items():
        records = apps.get_model("partners", name).objects
        for pk, *words in records.values_list("pk", *fields).iterator():
            records.filter(pk=pk).update(search_text=searchable(words))


class Migration(migrations.Migration):
    dependencies = [("partners", "0008_grant_files_and_calendar_addresses")]

    operations = [
        *(
            migrations.AddField(
                model_name=name.lower(),
                name="search_text",
                field=models.TextField(blank=True, default="", editable=False),
            )
            for name in WORDS
        ),
        migrations.RunPython(fold_their_words, migrations.RunPython.noop, elidable=True),
    ]
