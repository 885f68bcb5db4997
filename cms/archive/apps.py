from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "cms.archive"
    verbose_name = _("Memory")

    def ready(self) -> None:
        from cms.archive import harvest_receivers, receivers, search_items
        from cms.archive.domain import namesakes, personal_traces
        from crm.partners.domain.personal_files import KNOWN_ABOVE, KnownAbove

        receivers.watch()
        harvest_receivers.watch_for_harvesters()
        search_items.watch_memory()
        KNOWN_ABOVE.append(
            KnownAbove(
                personal_traces.lines_of,
                namesakes.possible_of,
                personal_traces.what_goes,
                namesakes.what_stays,
                personal_traces.erase_traces,
            )
        )
