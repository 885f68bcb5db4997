from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "crm.events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Events start the cadence of a partner anew."""
        from crm.events.domain.encounters import met_at_events
        from crm.partners.domain.encounters import tell_encounters

        tell_encounters(met_at_events)
