"""Writes what the public asks, without names, and who will answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm.assemblies.domain.versions import save_version, take_table
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import AgendaItem, PublicQuestion


@transaction.atomic
def ask_question(item: AgendaItem, question: str, at: datetime) -> PublicQuestion:
    """Write a question; the same words at the same item are the same question."""
    take_table(item.assembly_id)
    words = question.strip()
    if not words:
        raise AssemblyRefused(_("Write the question."))
    asked, _made = PublicQuestion.objects.get_or_create(item=item, question=words, defaults={"asked_at": at})
    return asked


@transaction.atomic
def write_question(question: PublicQuestion, seen: int, /, **words: Any) -> PublicQuestion:
    """Save the question and its answer. Raises `StaleRecord` where someone else wrote meanwhile."""
    take_table(question.item.assembly_id)
    if not str(words.get("question", question.question)).strip():
        raise AssemblyRefused(_("Write the question."))
    return save_version(question, seen, **words)


@transaction.atomic
def strike_question(question: PublicQuestion) -> None:
    """Take back a question written by mistake."""
    take_table(question.item.assembly_id)
    PublicQuestion.objects.filter(pk=question.pk).delete()
