"""What citizens give to the memory, until somebody has read it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.archive.domain.copyrights import Copyright
from cms.archive.enums import ContributionState
from cms.archive.models.files import Master, archive_storage
from cms.archive.models.rights import Agreement, AgreementText
from cms.archive.querysets import ContributionQuerySet


class Contribution(models.Model):
    """What one person sent by the form: their own words, which become items only once somebody accepts them.

    `once` is the digest of one form with one content, so that a form sent twice is one contribution. `agreement` is
    written when it is accepted; until then `text` and `licence` say what the person agreed to.
    """

    title = models.CharField(pgettext_lazy("contribution", "what it is"), max_length=200)
    description = models.TextField(_("what is known of it"), blank=True)
    date_said = models.CharField(pgettext_lazy("contribution", "when"), max_length=120, blank=True)
    place_said = models.CharField(pgettext_lazy("contribution", "where"), max_length=200, blank=True)
    made_by = models.CharField(_("who made it"), max_length=200, blank=True)

    person_name = models.CharField(_("who gives it"), max_length=120)
    person_email = models.CharField(_("e-mail"), max_length=254)
    wants_name = models.BooleanField(_("wants to be named on the site"), default=False)
    parent_name = models.CharField(_("parent who agrees"), max_length=120, blank=True)
    parent_contact = models.CharField(_("how to reach this parent"), max_length=254, blank=True)
    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="+")
    licence = models.CharField(_("licence given"), max_length=14, choices=Copyright)

    state = models.CharField(
        pgettext_lazy("contribution", "state"),
        max_length=10,
        choices=ContributionState,
        default=ContributionState.RECEIVED,
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    agreement = models.OneToOneField(Agreement, null=True, on_delete=models.SET_NULL, related_name="contribution")
    told_published_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=64, unique=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("archives", "contribution")
        verbose_name_plural = pgettext_lazy("archives", "contributions")
        ordering = ["-received_at", "-pk"]
        default_permissions = ("view", "change")
        indexes = [models.Index(fields=["state", "changed_at"], name="contributions_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Nobody has decided yet."""
        return self.state in (ContributionState.RECEIVED, ContributionState.QUESTION)

    @property
    def may_be_read_again(self) -> bool:
        """It was refused, or taken back before anything was made of it."""
        is_bare = self.state == ContributionState.WITHDRAWN and self.agreement_id is None
        return self.state == ContributionState.REFUSED or is_bare


class ContributedFile(models.Model):
    """A file as it came with a contribution; private, and gone once it is a master or its contribution is destroyed.

    `media_type` is by its content; `name` is the one that the person's device gave it.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    file = models.FileField(storage=archive_storage, upload_to="contributions", max_length=200, blank=True)
    name = models.CharField(max_length=250)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    master = models.ForeignKey(Master, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("contributed file")
        verbose_name_plural = _("contributed files")
        ordering = ["contribution", "position"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["contribution", "position"], name="contributed_file_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


class ContributionMessage(models.Model):
    """A question of the team, or the answer of whoever gave it; destroyed with the contribution."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="messages")
    words = models.TextField(_("message"))
    from_team = models.BooleanField()
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("message about a contribution")
        verbose_name_plural = _("messages about contributions")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.pk}"
