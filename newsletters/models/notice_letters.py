"""The letters that a notice of assembly makes: a mailing to the topic, and one letter to each member of the board."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.assemblies.models import Notice
from crm.partners.models import Person
from newsletters.enums import NoticeGap
from newsletters.models.mailings import Mailing
from newsletters.models.single_letters import SingleLetter
from newsletters.querysets import NoticeLetterQuerySet


class NoticeMailing(models.Model):
    """The mailing of one notice to the people of the topic « Assemblées »."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="post")
    mailing = models.OneToOneField(Mailing, on_delete=models.PROTECT, related_name="notice_post")

    class Meta:
        verbose_name = _("mailing of a notice")
        verbose_name_plural = _("mailings of notices")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.mailing)


class NoticeLetter(SingleLetter):
    """One member of the board, and the letter that convenes them, or why there is none.

    It holds no address: the one of the file is read when the letter leaves, and goes with the file when it is erased.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="letters")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    gap = models.CharField(_("why there is no letter"), max_length=12, choices=NoticeGap, blank=True)

    objects = NoticeLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of a notice")
        verbose_name_plural = _("letters of notices")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="notice_letters_due")]
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="notice_letter_once_a_person")]

    def __str__(self) -> str:
        return f"{self.notice_id}/{self.pk}"
