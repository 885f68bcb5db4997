from django.db import migrations, models

WRITTEN = ["new", "update", "known", "refused"]


def say_that_lines_are_written(apps, schema_editor):
    """Until now only a doubtful line could be left out, and the decision of every other was the default."""
    apps.get_model("assemblies", "ImportedDecision").objects.filter(outcome__in=WRITTEN, decision="leave").update(decision="take")


class Migration(migrations.Migration):
    dependencies = [
        ("assemblies", "0010_sendings_that_rest"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importeddecision",
            name="decision",
            field=models.CharField(
                choices=[
                    ("take", "Import it"),
                    ("leave", "Leave it out"),
                    ("same", "It is the same: complete that record"),
                    ("new", "It is another one: add it"),
                ],
                default="take",
                max_length=10,
                verbose_name="decision",
            ),
        ),
        migrations.RunPython(say_that_lines_are_written, migrations.RunPython.noop),
    ]
