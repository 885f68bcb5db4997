from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "crm.partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from crm.partners import checks  # noqa: F401
        from crm.partners.clock import forget_zone
        from crm.partners.history import register_history
        from crm.partners.models import Council

        register_history()
        post_save.connect(forget_zone, sender=Council, dispatch_uid="forget-council-zone")
