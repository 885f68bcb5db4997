from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms.formats import french


class PagesConfig(AppConfig):
    name = "cms.pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from cms.pages import receivers

        french.install()
        receivers.watch()
