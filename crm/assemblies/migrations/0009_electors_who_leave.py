import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assemblies', '0008_electors_and_due_terms'),
    ]

    operations = [
        migrations.AddField(
            model_name='election',
            name='room_counts',
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.CreateModel(
            name='ElectorAbsence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left_at', models.DateTimeField(verbose_name='left')),
                ('back_at', models.DateTimeField(blank=True, null=True, verbose_name='back')),
                ('elector', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='assemblies.elector', verbose_name='elector')),
            ],
            options={
                'verbose_name': 'absence of an elector',
                'verbose_name_plural': 'absences of electors',
                'ordering': ['elector', 'left_at'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('back_at__isnull', True)), fields=('elector',), name='elector_is_out_once'), models.CheckConstraint(condition=models.Q(('back_at__isnull', True), ('back_at__gte', models.F('left_at')), _connector='OR'), name='elector_is_back_after_leaving')],
            },
        ),
    ]
