from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class NewslettersConfig(AppConfig):
    name = "newsletters"
    verbose_name = _("Newsletters")

    def ready(self) -> None:
        from newsletters.receivers import listen
        from newsletters.search_editions import watch_editions

        listen()
        watch_editions()
        if settings.MAIL_WEBHOOK_SECRET:
            from newsletters.provider_webhook import listen_to_providers

            listen_to_providers()
