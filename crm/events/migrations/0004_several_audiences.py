"""What an event said of its one audience and of where it takes place is carried to the new columns."""

from django.db import migrations


def carry(apps, schema_editor):
    events = apps.get_model("events", "Event").objects
    for audience in events.order_by().values_list("audience", flat=True).distinct():
        events.filter(audience=audience).update(audiences=(audience,))
    events.exclude(online_url="").update(mode="hybrid")
    events.exclude(online_url="").filter(venue="", address="").update(mode="online")


def carry_back(apps, schema_editor):
    """The first of several audiences, and « everyone » where there is none."""
    events = apps.get_model("events", "Event").objects
    for event in events.only("pk", "audiences").iterator():
        events.filter(pk=event.pk).update(audience=(event.audiences or ("everyone",))[0])


class Migration(migrations.Migration):
    dependencies = [("events", "0003_venues_kinds_and_company")]

    operations = [migrations.RunPython(carry, carry_back)]
