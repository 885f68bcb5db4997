from django.db import migrations, models

from crm.assemblies.lasting_words import protect, unprotect


def seal(apps, schema_editor):
    """What was numbered outside an assembly, and what adopted minutes tell."""
    decisions = apps.get_model("assemblies", "Decision").objects
    decisions.exclude(number="").filter(item=None).update(is_sealed=True)
    told = decisions.filter(item__assembly__minutes__state__in=["adopted", "published"]).exclude(result="")
    told.update(is_sealed=True)


class Migration(migrations.Migration):

    dependencies = [
        ('assemblies', '0005_elections_and_electors'),
        ('partners', '0010_privacy_requests_and_handovers'),
        ('wagtaildocs', '0014_alter_document_file_size'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='decision',
            options={'ordering': [models.OrderBy(models.F('adopted_on'), descending=True, nulls_first=True), models.OrderBy(models.F('rank'), descending=True, nulls_last=True), '-pk'], 'permissions': [('see_closed_session', 'Can see what is said and decided in closed session'), ('export_decisions', 'Can export decisions and what became of them')], 'verbose_name': 'decision', 'verbose_name_plural': 'decisions'},
        ),
        migrations.AddField(
            model_name='decision',
            name='is_sealed',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), ('item__isnull', False), ('is_sealed', True), _connector='OR'), name='decision_outside_an_assembly_is_sealed_with_its_number'),
        ),
        migrations.RunPython(
            lambda apps, schema_editor: protect(schema_editor.connection),
            lambda apps, schema_editor: unprotect(schema_editor.connection),
        ),
    ]
