"""The letters that did not reach people, by name; to choose, to read over, and to send again."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.archive.audit import CONSULT, LETTER, note_contribution
from crm.accounts.models import User
from crm.accounts.workers import call_workers
from crm.events.audit import note_act, note_consultation
from newsletters.domain.unreached import (
    RIGHTS,
    Post,
    UnreachedLetter,
    handled_letters,
    mark_handled,
    put_back,
    send_unreached_again,
    unreached_letters,
)
from newsletters.tasks import (
    post_contribution_letters_task,
    post_notice_letters_task,
    post_registration_letters_task,
)

TASKS = {
    Post.REGISTRATION: post_registration_letters_task,
    Post.NOTICE: post_notice_letters_task,
    Post.CONTRIBUTION: post_contribution_letters_task,
}


class UnreachedView(WagtailAdminTemplateMixin, TemplateView):
    """GET lists; a first POST asks whether these are to leave again, a second one sends them.

    One button of a line says that it is settled otherwise, another one takes that back.
    """

    template_name = "newsletters/admin/unreached.html"
    page_title = gettext_lazy("Letters that did not reach people")
    header_icon = "mail"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not any(request.user.has_perm(right) for right in RIGHTS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def letters(self) -> list[UnreachedLetter]:
        return unreached_letters(self.user, timezone.now())

    @cached_property
    def handled(self) -> list[UnreachedLetter]:
        return handled_letters(self.user, timezone.now())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Names of those registered and of those who gave are shown: that is noted, once a desk and once a gift."""
        lines = [*self.letters, *self.handled]
        shown = (line.letter.registration.desk for line in lines if line.post is Post.REGISTRATION)
        for desk in {desk.pk: desk for desk in shown}.values():
            note_consultation(request.user, desk)
        gifts = (line.letter.contribution for line in lines if line.post is Post.CONTRIBUTION)
        for gift in {gift.pk: gift for gift in gifts}.values():
            note_contribution(gift, self.user, CONSULT)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "handled" in request.POST:
            return self._handle(mark_handled(request.POST["handled"], self.user, timezone.now()))
        if "back" in request.POST:
            return self._take_back(put_back(request.POST["back"], self.user, timezone.now()))
        keys = set(request.POST.getlist("letters"))
        if "sure" in request.POST:
            return self._send(keys)
        chosen = [line for line in self.letters if line.key in keys]
        if not chosen:
            messages.warning(request, _("Choose at least one letter."))
            return redirect(request.path)
        return self.render_to_response(self.get_context_data(chosen=chosen))

    def _send(self, keys: set[str]) -> HttpResponse:
        sent = send_unreached_again(keys, self.user, timezone.now())
        for line in sent:
            self._note(line, "letter")
        for post in {line.post for line in sent}:
            call_workers(TASKS[post])
        if sent:
            words = ngettext("{count} letter leaves again.", "{count} letters leave again.", len(sent))
            messages.success(self.request, words.format(count=len(sent)))
        else:
            messages.info(self.request, _("Nothing left: these letters were already sent again."))
        return redirect(self.request.path)

    def _handle(self, line: UnreachedLetter | None) -> HttpResponse:
        if line is None:
            return self._nothing_changed()
        self._note(line, "letter handled")
        words = _("It is settled: {name} is no longer in the list.")
        messages.success(self.request, words.format(name=line.name))
        return redirect(self.request.path)

    def _take_back(self, line: UnreachedLetter | None) -> HttpResponse:
        if line is None:
            return self._nothing_changed()
        self._note(line, "letter no longer handled")
        messages.success(self.request, _("{name} is in the list again.").format(name=line.name))
        return redirect(self.request.path)

    def _nothing_changed(self) -> HttpResponse:
        messages.info(self.request, _("Nothing changed: somebody settled this letter, or sent it, meanwhile."))
        return redirect(self.request.path)

    def _note(self, line: UnreachedLetter, what: str) -> None:
        if line.post is Post.REGISTRATION:
            note_act(self.user, line.letter.registration, what)
        if line.post is Post.CONTRIBUTION:
            note_contribution(line.letter.contribution, self.user, LETTER, what=what)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = kwargs.get("chosen", ())
        label = ngettext("Send {count} letter again", "Send {count} letters again", len(chosen))
        return {
            **super().get_context_data(**kwargs),
            "letters": self.letters,
            "handled": self.handled,
            "label": label.format(count=len(chosen)),
        }
