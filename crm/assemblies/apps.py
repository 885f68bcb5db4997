from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class AssembliesConfig(AppConfig):
    name = "crm.assemblies"
    verbose_name = _("Assemblies")

    def ready(self) -> None:
        from crm.assemblies.domain.needs import answers_to_ask_for
        from crm.assemblies.files import place_after_saving
        from crm.assemblies.models import Decision
        from crm.partners.domain.needs import SOURCES

        SOURCES.append(answers_to_ask_for)

        post_save.connect(place_after_saving, sender=Decision, dispatch_uid="decision-documents-follow")
