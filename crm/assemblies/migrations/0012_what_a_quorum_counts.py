from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assemblies', '0011_any_line_may_be_left_out'),
    ]

    operations = [
        migrations.AlterField(
            model_name='bylaw',
            name='basis',
            field=models.CharField(choices=[('count', 'A number (for a quorum: of members of the board with a vote)'), ('percent', 'A percentage of the seats that are held'), ('majority', 'More than half of the seats that are held'), ('electors', 'A number of electors present, written down at the door')], default='count', max_length=10, verbose_name='counted as'),
        ),
    ]
