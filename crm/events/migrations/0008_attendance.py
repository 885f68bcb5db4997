import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0007_neighbours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HeadCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('crowd', models.CharField(choices=[('everyone', 'All together'), ('children', 'Children'), ('teenagers', 'Teenagers'), ('adults', 'Adults'), ('seniors', 'Seniors')], default='everyone', max_length=12, verbose_name='who was counted')),
                ('number', models.PositiveIntegerField(verbose_name='how many')),
                ('counted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='counted')),
                ('corrects', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='correction', to='events.headcount')),
                ('counted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='counted by')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='head_counts', to='events.event')),
            ],
            options={
                'verbose_name': 'head count',
                'verbose_name_plural': 'head counts',
                'ordering': ['counted_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('round', 'crowd'), name='head_count_once_a_round')],
            },
        ),
        migrations.CreateModel(
            name='Tick',
            fields=[
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('walk_in', models.UUIDField(blank=True, editable=False, null=True)),
                ('had_registered', models.BooleanField(default=False, editable=False)),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('present', models.PositiveSmallIntegerField(verbose_name='there')),
                ('seen', models.UUIDField(blank=True, editable=False, null=True)),
                ('seen_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ticked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='noted')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='events.event')),
                ('registration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='events.registration')),
                ('ticked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
            ],
            options={
                'verbose_name': 'arrival',
                'verbose_name_plural': 'arrivals',
                'ordering': ['ticked_at', 'key'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('had_registered', True), ('name', ''), ('registration__isnull', False), ('walk_in__isnull', True)), models.Q(('registration__isnull', True), ('walk_in__isnull', False)), _connector='OR'), name='tick_of_one_party')],
            },
        ),
    ]
