"""The screens where accounts are kept: invite someone, correct, close, help who lost a telephone."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.users.views import users as wagtail_users

from crm.accounts.admin_forms import AccountForm, InvitationForm
from crm.accounts.domain.people import ensure_administrator_remains, remove_second_factor
from crm.accounts.models import User
from crm.accounts.second_factor import with_enrolment
from crm.accounts.tasks import send_invitation_letter, send_password_link
from crm.accounts.workers import call_workers


def refuse_above(keeper: User, user: User) -> None:
    """Only an administrator touches the account of an administrator."""
    if user.is_superuser and not keeper.is_superuser:
        raise PermissionDenied


class PeopleView(wagtail_users.IndexView):
    """Who may sign in, with which roles, and whose account is not ready yet."""

    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    add_item_label = gettext_lazy("Invite someone")
    page_title = gettext_lazy("People who sign in")

    @cached_property
    def columns(self) -> list[Column]:
        name = next(column for column in super().columns if column.name == "name")
        return [
            name,
            Column("email", label=gettext_lazy("E-mail"), sort_key="email"),
            Column("roles", label=gettext_lazy("Roles"), accessor=roles_of),
            BooleanColumn("enrolled", label=gettext_lazy("Second factor")),
            BooleanColumn("is_active", label=gettext_lazy("Open"), sort_key="is_active"),
            DateColumn("last_login", label=gettext_lazy("Last here"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> QuerySet[User]:
        return with_enrolment(super().get_base_queryset()).prefetch_related("groups")

    def get_list_more_buttons(self, instance: User) -> list[Button]:
        buttons: list[Button] = super().get_list_more_buttons(instance)
        if not instance.is_active or (instance.is_superuser and not self.request.user.is_superuser):
            return buttons
        label = _("Send a link to choose a password") if instance.has_usable_password() else _("Invite again")
        send = reverse("wagtailusers_users:send_link", args=[instance.pk])
        buttons.append(Button(label, url=send, icon_name="mail", priority=40))
        if instance.enrolled:  # type: ignore[attr-defined]
            remove = reverse("wagtailusers_users:remove_factor", args=[instance.pk])
            buttons.append(Button(_("Remove the second factor"), url=remove, icon_name="key", priority=50))
        return buttons


def roles_of(user: User) -> str:
    names = [group.name for group in user.groups.all()]
    return ", ".join([*([_("Administrator")] if user.is_superuser else []), *sorted(names)])


class KeeperFormMixin:
    """Tells the form who fills it in."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "keeper": self.request.user}  # type: ignore[misc]


class InviteView(KeeperFormMixin, wagtail_users.CreateView):
    """Makes an account and sends the invitation."""

    page_title = gettext_lazy("Invite someone")
    page_subtitle = gettext_lazy("Invite someone")
    success_message = gettext_lazy("An invitation is on its way to %(object)s.")
    submit_button_label = gettext_lazy("Send the invitation")
    is_on_its_way = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        # Wagtail's says « Nouvel(le) : » before every name.
        *path, last = super().get_breadcrumbs_items()
        return [*path, {**last, "label": self.get_page_subtitle()}]

    def save_instance(self) -> User:
        user: User = super().save_instance()
        transaction.on_commit(self._invite)
        return user

    def _invite(self) -> None:
        self.is_on_its_way = call_workers(send_invitation_letter, self.object.pk)

    def get_success_message(self, instance: User) -> str:
        if self.is_on_its_way:
            return str(super().get_success_message(instance))
        words = _(
            "The account of %(object)s is made, but its invitation could not leave: the queue does not answer. "
            "Open the account in a few minutes and send the link."
        )
        return words % {"object": instance}


@method_decorator(transaction.atomic, name="post")
class AccountView(KeeperFormMixin, wagtail_users.EditView):
    """Corrects an account, in one transaction with the check that an administrator remains."""

    success_message = gettext_lazy("The account of %(object)s is up to date.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            refuse_above(request.user, self.object)


class DeleteAccountView(wagtail_users.DeleteView):
    """Deletes an account; what the person wrote stays, without the name of its author."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            ensure_administrator_remains(without=self.object)
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
            return redirect(self.index_url_name)
        response: HttpResponse = super().form_valid(form)
        return response


class PersonActionView(View):
    """Asks, then does one thing for one person; only POST does it."""

    template_name = "accounts/person_action.html"
    question: str | Promise
    explanation: str | Promise
    button: str | Promise

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("accounts.change_user"):
            raise PermissionDenied
        self.person = get_object_or_404(User, pk=kwargs["pk"], is_active=True)
        refuse_above(request.user, self.person)  # type: ignore[arg-type]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, self.template_name, {"view": self, "person": self.person})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        return redirect("wagtailusers_users:index")

    def act(self) -> str:
        raise NotImplementedError


class SendLinkView(PersonActionView):
    """Invites again, or sends a link to choose another password."""

    question = gettext_lazy("Send a link to choose a password?")
    explanation = gettext_lazy("It works once, for three days. The present password stays good until then.")
    button = gettext_lazy("Send the letter")

    def act(self) -> str:
        task = send_password_link if self.person.has_usable_password() else send_invitation_letter
        if not call_workers(task, self.person.pk):
            raise ValidationError(_("No letter left: the queue does not answer. Try again in a few minutes."))
        return _("A letter is on its way to %(person)s.") % {"person": self.person}


class RemoveFactorView(PersonActionView):
    """For someone who lost the telephone and the recovery codes."""

    question = gettext_lazy("Remove the second factor?")
    explanation = gettext_lazy(
        "Make sure, by voice, that it is really this person who asks: a stranger would too. "
        "The person is signed out everywhere and enrols a new factor at the next sign-in."
    )
    button = gettext_lazy("Remove the second factor")

    def act(self) -> str:
        remove_second_factor(self.person)
        return _("The second factor of %(person)s is removed.") % {"person": self.person}


class UserViewSet(wagtail_users.UserViewSet):
    """The people who sign in."""

    menu_label = gettext_lazy("People who sign in")
    index_view_class = PeopleView
    add_view_class = InviteView
    edit_view_class = AccountView
    delete_view_class = DeleteAccountView
    create_template_name = "wagtailadmin/generic/form.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    index_template_name = "wagtailadmin/generic/index.html"

    def get_form_class(self, for_update: bool = False) -> type[InvitationForm] | type[AccountForm]:
        return AccountForm if for_update else InvitationForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/link/", SendLinkView.as_view(), name="send_link"),
            path("<int:pk>/second-factor/", RemoveFactorView.as_view(), name="remove_factor"),
        ]
