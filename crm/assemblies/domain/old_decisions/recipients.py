"""Finds whom a list means by « Ville », « Mairie »: one of the partners, by its name or another, else the words."""

from __future__ import annotations

from collections import defaultdict

from crm.assemblies.domain.followups import Recipient
from crm.partners.domain.imports.columns import fold
from crm.partners.models import Organization, OrganizationName


class Recipients:
    """The names of the partners, read once."""

    def __init__(self) -> None:
        self._named: dict[str, set[int]] = defaultdict(set)
        for pk, name in Organization.objects.values_list("pk", "name"):
            self._named[fold(name)].add(pk)
        for pk, name in OrganizationName.objects.values_list("organization_id", "name"):
            self._named[fold(name)].add(pk)

    def key_of(self, words: str) -> tuple[int | None, str]:
        """The partner, or the words as they are compared; a name that two bear is only words."""
        found = self._named.get(fold(words), set())
        return (next(iter(found)), "") if len(found) == 1 else (None, fold(words))

    def recipient(self, words: str) -> Recipient:
        pk, _words = self.key_of(words)
        return Recipient(Organization.objects.get(pk=pk)) if pk else Recipient(addressee=words)
