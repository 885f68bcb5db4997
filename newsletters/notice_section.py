"""The notice on the page of its assembly: the way to call it, then what became of the letters."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.assemblies.enums import AssemblyState
from crm.assemblies.models import Assembly, Notice
from crm.assemblies.sections import AssemblySection
from newsletters.domain.notice_proofs import proof_of
from newsletters.models import NoticeLetter


class NoticeSection(AssemblySection):
    name = "notice"
    heading = _("Notice of assembly")
    order = 100
    template_name = "newsletters/admin/notice_section.html"

    def facts(self) -> dict[str, Any]:
        user = self.request.user
        notice = Notice.objects.select_related("given_by").filter(assembly=self.assembly).first()
        may_call = user.has_perm("assemblies.change_assembly") and self.assembly.state == AssemblyState.PREPARING
        return {
            "notice": notice,
            "proof": proof_of(notice, (), names_readers=False) if notice else None,
            "call_url": reverse("assembly_call", args=[self.assembly.pk]) if may_call else "",
            "unreached_url": reverse("unreached_letters") if notice and self._may_send_again(notice) else "",
            "proof_url": reverse("assembly_proof", args=[self.assembly.pk]) if notice else "",
        }

    def _may_send_again(self, notice: Notice) -> bool:
        may = self.request.user.has_perm("assemblies.change_assembly")
        return may and NoticeLetter.objects.filter(notice=notice, gap="").unreached().exists()


def show_notice(request: HttpRequest, assembly: Assembly, sections: list[AssemblySection]) -> None:
    sections.append(NoticeSection(assembly, request))
