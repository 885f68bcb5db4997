"""A mailing that waits for its hour."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletters.enums import PlanState
from newsletters.models.issues import NewsletterPage
from newsletters.models.mailings import Mailing
from newsletters.models.subscribers import Topic

# What may still become a mailing.
OPEN_PLANS = (PlanState.WAITING, PlanState.ASKS)


class MailingPlan(models.Model):
    """One newsletter that leaves at a given hour, to the people who are then of its topics and segment.

    Its words are frozen when it leaves, and not before. One that could not leave at its hour asks, and never leaves
    by itself any more.
    """

    page = models.ForeignKey(
        NewsletterPage, verbose_name=_("newsletter"), on_delete=models.CASCADE, related_name="plans"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="+")
    segment = models.JSONField(default=dict, help_text=_("As `domain.segments.Segment` writes it."))
    audience_words = models.TextField(_("to whom"), blank=True, help_text=_("As the screen said it."))
    leaves_at = models.DateTimeField(_("leaves"))
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.WAITING)
    reason = models.TextField(_("why it asks"), blank=True)
    created_at = models.DateTimeField(_("planned"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("planned by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    mailing = models.OneToOneField(
        Mailing, verbose_name=_("mailing"), null=True, blank=True, on_delete=models.SET_NULL, related_name="plan"
    )

    class Meta:
        verbose_name = _("planned mailing")
        verbose_name_plural = _("planned mailings")
        default_permissions = ()
        ordering = ["-leaves_at", "-pk"]
        indexes = [models.Index(fields=["state", "leaves_at"], name="mailing_plans_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(state__in=OPEN_PLANS),
                name="mailing_plan_one_open_a_page",
                violation_error_message=_("This newsletter is already planned."),
            )
        ]

    def __str__(self) -> str:
        return self.page.letter_subject

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_PLANS
