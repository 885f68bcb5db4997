"""The registration desk in the form of its event: an activity and its registrations are written in one sitting."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.log_actions import log

from crm.events.desk_forms import DeskForm
from crm.events.domain.desks import desk_of
from crm.events.models import Event, RegistrationDesk
from crm.events.series_forms import Given

PREFIX = "desk"
# Sent whenever the panel stood on the page, ticked or not.
PANEL_SENT = f"{PREFIX}-questions-TOTAL_FORMS"


def questions_panel() -> InlinePanel:
    return InlinePanel(
        "questions",
        [FieldPanel("label"), FieldPanel("kind"), FieldPanel("choices"), FieldPanel("required")],
        heading=_("Questions"),
        label=_("Question"),
        max_num=6,
        help_text=_("As few as you can: each one makes people leave."),
    )


@cache
def desk_fields() -> Panel:
    """What a volunteer needs for most activities; the rest is in the settings of the desk, and right for most."""
    names = ("capacity", "most_places", "opens_at", "closes_at")
    fields = MultiFieldPanel([*(FieldPanel(name) for name in names), questions_panel()], base_form_class=DeskForm)
    return fields.bind_to_model(RegistrationDesk)


class WithDesk(WagtailAdminModelForm):
    """A form of an event that also opens, changes or closes its desk; where the panel was not shown, none of it."""

    takes_registrations = forms.BooleanField(
        label=_("One registers to come"),
        required=False,
        help_text=_("The form is on the page of the event once it is published."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk_form: DeskForm | None = self._desk_form() if "takes_registrations" in self.fields else None
        if self.desk_form is None:
            self.fields.pop("takes_registrations", None)
        else:
            self.fields["takes_registrations"].initial = self.desk_form.instance.pk is not None

    def _desk_form(self) -> DeskForm | None:
        """None where this person may not, or where it is too late to open one."""
        event: Event = self.instance
        desk = desk_of(event)
        is_late = event.pk and (event.is_cancelled or event.starts_at <= timezone.now())
        verb = "change" if desk else "add"
        if self.for_user is None or not self.for_user.has_perm(f"events.{verb}_registrationdesk"):
            return None
        if desk is None and is_late:
            return None
        data = self.data if PANEL_SENT in self.data else None
        made = desk_fields().get_form_class()
        form: DeskForm = made(data, instance=desk or RegistrationDesk(), prefix=PREFIX, for_user=self.for_user)
        return form

    @property
    def media(self) -> forms.Media:
        found: forms.Media = super().media
        return found + self.desk_form.media if self.desk_form else found

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if self.desk_form and self._is_ticked():
            return self.desk_form.is_valid() and valid
        return valid

    def _is_ticked(self) -> bool:
        """The panel was sent, and says that one registers."""
        return PANEL_SENT in self.data and bool(self.cleaned_data.get("takes_registrations"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.desk_form is None or PANEL_SENT not in self.data:
            return cleaned
        desk, starts_at = self.desk_form.instance, cleaned.get("starts_at")
        if cleaned.get("takes_registrations"):
            if desk.pk is None and starts_at and starts_at <= timezone.now():
                words = gettext("This event has already begun: one can no longer register for it.")
                self.add_error("takes_registrations", words)
        elif desk.pk and desk.registrations.exists():
            words = gettext("People have registered: to take no more of them, write when registration closes instead.")
            self.add_error("takes_registrations", words)
        return cleaned

    def given_to_series(self) -> Given | None:
        """What was changed here, of what the dates that follow may take too."""
        words = set(self.changed_data) - {"takes_registrations"}
        desk = self.desk_form and self._is_ticked() and self.desk_form.has_changed()
        if not words:
            return Given.DESK if desk else None
        return Given.EVERYTHING if desk else Given.WORDS

    def save_desk(self, event: Event) -> None:
        """Open, change or close the desk of ``event``, which is saved and was valid; what is done is noted."""
        if self.desk_form is None or PANEL_SENT not in self.data:
            return
        desk, is_new = self.desk_form.instance, self.desk_form.instance.pk is None
        if self._is_ticked():
            if is_new or self.desk_form.has_changed():
                desk.event = event
                desk = self.desk_form.save()
                log(instance=desk, action="wagtail.create" if is_new else "wagtail.edit", user=self.for_user)
        elif not is_new:
            log(instance=desk, action="wagtail.delete", user=self.for_user)
            desk.delete()


class DeskPanel(Panel):
    """The fields of the desk, under the tick that opens it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "events/admin/desk_panel.html"

        def is_shown(self) -> bool:
            return getattr(self.form, "desk_form", None) is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            form: DeskForm = self.form.desk_form
            fields = desk_fields().get_bound_panel(
                instance=form.instance, request=self.request, form=form, prefix=f"{self.prefix}-fields"
            )
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "fields": fields, "desk": form.instance}
