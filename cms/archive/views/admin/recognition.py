"""The photos to be recognized, what the neighbours say of each, what the curator decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, Count, QuerySet, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from cms.archive.domain.recognizing import (
    Opinion,
    accept_name,
    hear_again,
    line_up,
    names_a_hidden_record,
    opinions_of,
    picture_of,
    set_aside,
    show_this_week,
)
from cms.archive.models import RecognitionPhoto
from cms.archive.recognition_forms import LineUpForm, NameForm
from cms.archive.views.admin.screens import ActScreen, PageList
from cms.pages.templatetags.french import plain_date

LIST = "archive_recognition:index"


def week_words(photo: Any) -> str:
    return _("week of {day}").format(day=plain_date(photo.week)) if photo.week else _("in line")


def answers_words(photo: Any) -> str:
    """A figure that stands alone, as on a telephone, says nothing."""
    count = photo.answer_count
    return ngettext("{count} answer", "{count} answers", count).format(count=count) if count else _("no answer")


class RecognitionListView(PageList):
    """This week and those before it, then those in line."""

    page_name = "archive_recognition:page"
    permission_policy = ModelPermissionPolicy(RecognitionPhoto)
    page_title = gettext_lazy("Did you recognize?")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("question"),
            Column("item", label=gettext_lazy("Item")),
            Column("week", label=gettext_lazy("When"), accessor=week_words),
            Column("answer_count", label=gettext_lazy("Answers"), accessor=answers_words),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.permission_policy.user_has_permission(self.request.user, "add"):
            return []
        return [HeaderButton(_("Put a photo in line"), reverse("archive_recognition:add"), icon_name="plus")]

    def get_base_queryset(self) -> QuerySet[RecognitionPhoto]:
        in_line = Case(When(week=None, then=Value(1)), default=Value(0))
        counted = RecognitionPhoto.objects.select_related("item").annotate(answer_count=Count("answers"))
        return counted.annotate(in_line=in_line).order_by("in_line", "-week", "pk")


class PhotoScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A screen about one photo to be recognized."""

    model = RecognitionPhoto
    permission_policy = ModelPermissionPolicy(RecognitionPhoto)
    permission_required = "view"
    header_icon = "help"
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def photo(self) -> RecognitionPhoto:
        found = RecognitionPhoto.objects.select_related("item").prefetch_related("answers")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("archive_recognition:page", args=[self.photo.pk])

    def way_here(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse(LIST), "label": _("Did you recognize?")},
            {"url": self.back_url(), "label": self.photo.question},
        ]


class PhotoPageView(PhotoScreen, TemplateView):
    """What the neighbours say, a name at a time."""

    template_name = "archive/admin/recognition.html"

    def get_page_title(self) -> str:
        return self.photo.question

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.way_here()[:1], {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "photo": self.photo,
            "week": week_words(self.photo),
            "master": picture_of(self.photo.item),
            "opinions": opinions_of(self.photo),
            "may_decide": self.permission_policy.user_has_permission(self.request.user, "change"),
        }


class PhotoActScreen(PhotoScreen, ActScreen):
    """Something is decided about a photo."""

    model = RecognitionPhoto  # type: ignore[assignment]
    permission_policy = ModelPermissionPolicy(RecognitionPhoto)
    permission_required = "change"
    header_icon = "help"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.way_here(), {"url": "", "label": self.get_page_title()}]

    def note(self, action: str) -> None:
        """Leave a trace with the photo's number, never with a name."""
        log(instance=self.photo, action=action, user=self.request.user, title=f"#{self.photo.pk}")


class LineUpView(PhotoActScreen):
    """A photo takes its place in line."""

    permission_required = "add"
    page_title = gettext_lazy("Put a photo in line")
    form_class = LineUpForm

    def get_initial(self) -> dict[str, Any]:
        return {"number": self.request.GET.get("piece", "")}

    def way_here(self) -> list[dict[str, Any]]:
        return [{"url": reverse(LIST), "label": _("Did you recognize?")}]

    def consequences(self) -> list[str]:
        return [_("Each Monday the next photo in line is shown on the front page. Answers stay open afterwards.")]

    def act(self, form: forms.Form) -> None:
        line_up(form.cleaned_data["number"], form.cleaned_data["question"], timezone.now())

    def done(self) -> str:
        return _("It is in line.")

    def back_url(self) -> str:
        return reverse(LIST)


class ThisWeekView(PhotoActScreen):
    page_title = gettext_lazy("Show it this week")

    def consequences(self) -> list[str]:
        return [_("It is shown at once; the photo that had this week goes back in line.")]

    def act(self, form: forms.Form) -> None:
        show_this_week(self.photo, timezone.now())

    def done(self) -> str:
        return _("It is the photo of this week.")


class OpinionScreen(PhotoActScreen):
    """Something is decided about one name, which the address says."""

    state = "waiting"

    @cached_property
    def opinion(self) -> Opinion:
        said = self.request.GET.get("nom", "")
        for opinion in opinions_of(self.photo):
            if opinion.folded_name == said and opinion.state == self.state:
                return opinion
        raise Http404

    def get_page_subtitle(self) -> str:
        return self.opinion.name


class AcceptNameView(OpinionScreen):
    page_title = gettext_lazy("Accept this name")
    form_class = NameForm

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.opinion.name}

    @cached_property
    def is_hidden(self) -> bool:
        """Asked of the name that was typed, which may be another than the neighbours'."""
        return names_a_hidden_record(self.photo.item, self.request.POST.get("name", self.opinion.name))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_hidden": self.is_hidden}

    def warning(self) -> str:
        if not self.is_hidden:
            return ""
        return _(
            "This person has a record that is not public. To accept the name writes it on the site all the same, where "
            "everyone reads it."
        )

    def consequences(self) -> list[str]:
        return [
            _("The name is written with the photo, on the site, at once."),
            _("Name a living person only if they agree."),
        ]

    def act(self, form: forms.Form) -> None:
        said, user = form.cleaned_data, self.request.user
        is_meant = said.get("is_meant", False)
        accept_name(self.photo, self.opinion.folded_name, said["name"], user, timezone.now(), even_if_hidden=is_meant)
        self.note("archive.accept_name")

    def done(self) -> str:
        return _("The name is written with the photo.")


class SetAsideView(OpinionScreen):
    page_title = gettext_lazy("Set this name aside")

    def consequences(self) -> list[str]:
        return [_("These answers are kept and lead to nothing; you may hear them again.")]

    def act(self, form: forms.Form) -> None:
        set_aside(self.photo, self.opinion.folded_name, self.request.user, timezone.now())
        self.note("archive.set_aside")

    def done(self) -> str:
        return _("This name is set aside.")


class HearAgainView(OpinionScreen):
    page_title = gettext_lazy("Hear this name again")
    state = "set_aside"

    def consequences(self) -> list[str]:
        return [_("These answers wait again to be decided.")]

    def act(self, form: forms.Form) -> None:
        hear_again(self.photo, self.opinion.folded_name)
        self.note("archive.hear_again")

    def done(self) -> str:
        return _("These answers wait again.")
