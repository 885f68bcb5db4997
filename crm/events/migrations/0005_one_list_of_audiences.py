"""The one audience of before is no longer kept beside the list."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0004_several_audiences")]

    operations = [migrations.RemoveField(model_name="event", name="audience")]
