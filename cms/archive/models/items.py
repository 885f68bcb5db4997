"""The things of the memory: a photograph, a letter, a recording, an object, a story told."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, RevisionMixin, Workflow, WorkflowMixin

from cms.archive.domain.copyrights import Copyright, Statement, statement_of
from cms.archive.enums import Basis, CreditRole, Kind
from cms.archive.models.collections import Fonds
from cms.archive.models.places import Place
from cms.archive.models.reviewing import review_workflow
from cms.archive.models.subjects import Term
from cms.archive.querysets import ItemQuerySet
from crm.partners.domain.folding import address_words
from crm.partners.domain.searching import searchable


class Item(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """One thing of the memory, in the terms of Dublin Core.

    What the public reads are its columns; a draft is in its latest revision. Its files, its agreements and what closes
    it to the public stand beside it and are never part of a revision.
    """

    number = models.PositiveIntegerField(unique=True, editable=False)
    kind = models.CharField(pgettext_lazy("of an item", "what it is"), max_length=10, choices=Kind, default=Kind.PHOTO)
    title = models.CharField(_("title"), max_length=250)
    description = models.TextField(_("description"), blank=True, help_text=_("What one sees, reads or hears in it."))
    transcription = models.TextField(
        _("transcription"), blank=True, help_text=_("The words written on it or spoken in it, as they are.")
    )
    language = models.CharField(_("language"), max_length=5, default="fr", blank=True)

    date_said = models.CharField(
        pgettext_lazy("of an item", "date"),
        max_length=120,
        blank=True,
        help_text=_("As you would say it: about 1921, the winter of 1971, the end of the 1960s, no date."),
    )
    date_words = models.CharField(max_length=160, blank=True, editable=False)
    date_edtf = models.CharField(max_length=80, blank=True, editable=False)
    date_earliest = models.DateField(null=True, blank=True, editable=False, db_index=True)
    date_latest = models.DateField(null=True, blank=True, editable=False, db_index=True)

    collection = models.ForeignKey(
        Fonds,
        verbose_name=pgettext_lazy("archives", "collection"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
    )
    subjects = ParentalManyToManyField(Term, verbose_name=_("subjects"), blank=True, related_name="items")
    places = ParentalManyToManyField(
        Place, verbose_name=pgettext_lazy("archives", "places"), blank=True, related_name="items"
    )
    reference = models.CharField(
        _("reference number"),
        max_length=60,
        blank=True,
        help_text=_("The one written on the original or in an inventory, if there is one."),
    )
    source = models.CharField(
        _("source"), max_length=250, blank=True, help_text=_("Where it was published or found: title, date, page.")
    )
    original = models.CharField(
        _("physical original"), max_length=250, blank=True, help_text=_("Print of 9 by 13 cm, slide, notebook…")
    )
    original_kept_at = models.CharField(
        _("where the original is"), max_length=250, blank=True, help_text=_("For the team only.")
    )
    donor = models.CharField(
        _("given by"), max_length=200, blank=True, help_text=_("Empty, or as the donor wants to be named.")
    )
    donor_is_public = models.BooleanField(
        _("the donor is named on the site"), default=False, help_text=_("Only where the donor asked for it.")
    )
    provenance = models.TextField(
        _("where it comes from"), blank=True, help_text=_("Who kept it before, and how it came to the council.")
    )
    copyright = models.CharField(_("copyright"), max_length=14, choices=Copyright, blank=True)
    rights_holder = models.CharField(_("who holds the rights"), max_length=200, blank=True)
    embargo_until = models.DateField(
        _("do not publish before"), null=True, blank=True, help_text=_("On that day it opens by itself.")
    )
    embargo_reason = models.CharField(_("why it must wait"), max_length=250, blank=True)
    team_notes = models.TextField(_("notes for the team"), blank=True)

    closed_for = models.CharField(max_length=20, choices=Basis, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False, db_index=True)
    created_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    search_text = models.TextField(default="", blank=True, editable=False)

    objects = ItemQuerySet.as_manager()

    # Whether its credits are being written with it, by the cluster that it is.
    is_being_saved = False

    # What stands beside the words: written when the item is made or by its own verb, never by saving the rest.
    KEPT_BESIDE = ("number", "closed_for", "created_at", "created_by_id")
    # What is part of its description though it stands in other tables: a cluster writes only those it is told to.
    PARTS = ("credits", "subjects", "places")

    # What a draft named that was deleted since, by the names of its lines; nothing in an item that is no draft.
    lost: tuple[str, ...] = ()

    class Meta:
        verbose_name = pgettext_lazy("archives", "item")
        verbose_name_plural = pgettext_lazy("archives", "items")
        ordering = ["-number", "-pk"]
        permissions = [
            # Wagtail makes these three too late for the migration that grants them.
            ("publish_item", "Can publish item"),
            ("lock_item", "Can lock item"),
            ("unlock_item", "Can unlock item"),
            ("import_items", _("Can describe items from a spreadsheet")),
            ("take_down_item", _("Can take an item down")),
            ("export_archive", _("Can take the whole archive away")),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = searchable([self.title, self.reference, self.description, self.date_words])
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text"}
        elif self.pk and not kwargs.get("force_insert"):
            written = (field for field in self._meta.concrete_fields if not field.primary_key)
            kwargs["update_fields"] = {field.attname for field in written} - set(self.KEPT_BESIDE) | set(self.PARTS)
        self.is_being_saved = True
        try:
            super().save(*args, **kwargs)
        finally:
            self.is_being_saved = False

    def leave_site(self, by: AbstractBaseUser | None) -> None:
        """Unpublish it. Of a page Wagtail asks who may; of an item it cannot, and who gave the order was asked."""
        UnpublishAction(self, user=by).execute(skip_permission_checks=True)

    def get_workflow(self) -> Workflow:
        """The council's own for the memory, or one reading by a second person; who may publish may do without."""
        return super().get_workflow() or review_workflow()

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Item:
        """A draft says no more what was deleted since it was saved, and ``lost`` tells which lines that leaves empty.

        The framework refuses to read one that names a protected record that is gone, and keeps credits of nobody.
        """
        named, lost = data.get("collection"), []
        if check_fks and named is not None and not Fonds.objects.filter(pk=named).exists():
            data, lost = {**data, "collection": None}, ["collection"]
        draft: Item = super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)
        if check_fks and "credits" in data:
            draft.credits = [one for one in draft.credits.all() if one.name or one.person_id or one.organization_id]
        parts = [name for name in cls.PARTS if name in data]
        draft.lost = (*lost, *(name for name in parts if len(getattr(draft, name).all()) < len(data[name])))
        return draft

    def with_content_json(self, content: dict[str, Any]) -> Item:
        """The draft, with what is kept beside it as it stands now."""
        draft: Item = super().with_content_json(content)
        for name in self.KEPT_BESIDE:
            setattr(draft, name, getattr(self, name))
        return draft

    def get_absolute_url(self) -> str:
        """The lasting address: its number never changes, the words after it may."""
        return reverse("archive_item", args=[self.number, self.slug])

    @property
    def slug(self) -> str:
        return address_words(self.title, 80) or "sans-titre"

    @property
    def rights(self) -> Statement | None:
        """What its copyright means for a reader."""
        return statement_of(self.copyright)

    def is_open(self, on: date) -> bool:
        """Whether anyone may see it on that day; the same as `ItemQuerySet.public`."""
        waits = self.embargo_until is not None and self.embargo_until > on
        return self.live and not waits and not self.closed_for


class Credit(Orderable):
    """Someone named for an item: its maker, or a person or an organization that it shows."""

    item = ParentalKey(Item, on_delete=models.CASCADE, related_name="credits")
    role = models.CharField(
        pgettext_lazy("of a credit", "who"), max_length=12, choices=CreditRole, default=CreditRole.SHOWN
    )
    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("As it must be printed; empty where a record is chosen.")
    )
    person = models.ForeignKey(
        "partners.Person", verbose_name=_("person"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organization = models.ForeignKey(
        "partners.Organization",
        verbose_name=_("organization"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    detail = models.CharField(
        _("detail"), max_length=200, blank=True, help_text=_("For example: second row, on the left.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("person or organization named")
        verbose_name_plural = _("people and organizations named")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="", person=None, organization=None),
                name="credit_names_someone",
                violation_error_message=_("Write a name, or choose a person or an organization."),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.person or self.organization or "")
