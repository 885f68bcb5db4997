from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms.formats import french


class PagesConfig(AppConfig):
    name = "cms.pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from cms.pages import receivers, search_pages, search_records

        french.install()
        receivers.watch()
        search_pages.watch_pages()
        search_records.watch_records()
