from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class AssembliesConfig(AppConfig):
    name = "crm.assemblies"
    verbose_name = _("Assemblies")

    def ready(self) -> None:
        from crm.assemblies.domain.candidacies import candidacies_let_go
        from crm.assemblies.domain.needs import answers_to_ask_for
        from crm.assemblies.files import place_after_saving
        from crm.assemblies.models import Decision
        from crm.partners.domain.needs import SOURCES
        from crm.partners.domain.personal_files import LET_GO

        SOURCES.append(answers_to_ask_for)
        LET_GO.append(candidacies_let_go)

        post_save.connect(place_after_saving, sender=Decision, dispatch_uid="decision-documents-follow")
