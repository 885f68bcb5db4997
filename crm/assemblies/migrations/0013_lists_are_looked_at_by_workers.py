from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assemblies", "0012_what_a_quorum_counts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decisionimport",
            name="state",
            field=models.CharField(
                choices=[
                    ("prepared", "To be checked"),
                    ("planning", "Being looked at"),
                    ("under_way", "Being imported"),
                    ("imported", "Imported"),
                    ("cancelled", "Stopped on the way"),
                    ("undoing", "Being undone"),
                    ("undone", "Undone"),
                ],
                default="prepared",
                max_length=10,
                verbose_name="state",
            ),
        ),
    ]
