"""Addresses of the post room."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from newsletters.edition_feed import EditionsAtom
from newsletters.views.addresses import AskAddressView, NewAddressView, OldAddressView
from newsletters.views.confirm import ConfirmView
from newsletters.views.counted_link import counted_link
from newsletters.views.edition_poster import edition_poster, edition_poster_pdf
from newsletters.views.one_click import UnsubscribeView
from newsletters.views.outbox import KeptHtmlView, KeptLetterView, OutboxView
from newsletters.views.personal_data import EraseView, PersonalDataView
from newsletters.views.polls import PollDoneView, PollView
from newsletters.views.preferences import PreferencesView
from newsletters.views.sign_up import SignUpDoneView, SignUpView

urlpatterns: list[URLPattern | URLResolver] = [
    path("d/<str:token>", UnsubscribeView.as_view(), name="unsubscribe"),
    path("l/<str:token>", counted_link, name="counted_link"),
    path("infolettre/question/<int:pk>/<slug:question>/", PollView.as_view(), name="poll"),
    path("infolettre/question/<int:pk>/<slug:question>/merci/", PollDoneView.as_view(), name="poll_done"),
    path("infolettre/fil.xml", EditionsAtom(), name="editions_feed"),
    path("infolettre/edition/<int:pk>/affiche/", edition_poster, name="edition_poster"),
    path("infolettre/edition/<int:pk>/affiche.pdf", edition_poster_pdf, name="edition_poster_pdf"),
    path("infolettre/abonnement/", SignUpView.as_view(), name="subscribe"),
    path("infolettre/abonnement/merci/", SignUpDoneView.as_view(), name="subscribe_done"),
    path("infolettre/confirmer/<str:token>/", ConfirmView.as_view(), name="confirm"),
    path("infolettre/preferences/<str:token>/", PreferencesView.as_view(), name="preferences"),
    path(
        "infolettre/preferences/<str:token>/donnees.<str:extension>", PersonalDataView.as_view(), name="personal_data"
    ),
    path("infolettre/preferences/<str:token>/adresse/", AskAddressView.as_view(), name="change_address"),
    path("infolettre/ancienne-adresse/<str:token>/", OldAddressView.as_view(), name="old_address"),
    path("infolettre/nouvelle-adresse/<str:token>/", NewAddressView.as_view(), name="new_address"),
    path("infolettre/preferences/<str:token>/effacer/", EraseView.as_view(), name="erase"),
]

# What the mail providers tell; without a secret, which anybody would need, the addresses do not exist.
if settings.MAIL_WEBHOOK_SECRET:
    urlpatterns += [path("courriel/suivi/", include("anymail.urls"))]

# On a machine without a mail server; elsewhere these addresses do not exist.
if settings.SHOW_OUTBOX:
    urlpatterns += [
        path("courrier-local/", OutboxView.as_view(), name="outbox"),
        path("courrier-local/<str:key>/", KeptLetterView.as_view(), name="outbox_letter"),
        path("courrier-local/<str:key>/html", KeptHtmlView.as_view(), name="outbox_html"),
    ]
