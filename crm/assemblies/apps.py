from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class AssembliesConfig(AppConfig):
    name = "crm.assemblies"
    verbose_name = _("Assemblies")

    def ready(self) -> None:
        from crm.assemblies.domain.candidacies import candidacies_let_go
        from crm.assemblies.domain.needs import ANSWERS_AWAITED, answers_to_ask_for
        from crm.assemblies.files import place_after_saving
        from crm.assemblies.models import Decision
        from crm.partners.domain.held_above import HELD_ABOVE
        from crm.partners.domain.needs import SOURCES
        from crm.partners.domain.personal_files import LET_GO
        from crm.partners.enums import HoldingKind

        SOURCES.append(answers_to_ask_for)
        LET_GO.append(candidacies_let_go)
        HELD_ABOVE[HoldingKind.SENDING] = ANSWERS_AWAITED

        post_save.connect(place_after_saving, sender=Decision, dispatch_uid="decision-documents-follow")
