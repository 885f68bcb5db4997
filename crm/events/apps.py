from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "crm.events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Events start the cadence of a partner anew, and are handed over by who leaves."""
        from crm.events.domain.encounters import met_at_events
        from crm.events.domain.looked_after import EVENTS_HELD
        from crm.partners.domain.encounters import tell_encounters
        from crm.partners.domain.held_above import HELD_ABOVE
        from crm.partners.enums import HoldingKind

        tell_encounters(met_at_events)
        HELD_ABOVE[HoldingKind.EVENT] = EVENTS_HELD
