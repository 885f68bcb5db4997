from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assemblies', '0009_electors_who_leave'),
    ]

    operations = [
        migrations.AddField(
            model_name='sending',
            name='rests_since',
            field=models.DateField(editable=False, null=True, verbose_name='no longer asked for since'),
        ),
    ]
