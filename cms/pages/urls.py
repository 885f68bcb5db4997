"""Addresses of the library's own views: the events, the feeds, what programs look for."""

from django.urls import path, re_path

from cms.pages import decision_files, feeds
from cms.pages.decision_feed import DecisionsAtom
from cms.pages.news_feed import NewsAtom
from cms.pages.views import (
    agenda,
    agenda_data,
    assemblies,
    colours,
    decisions,
    embed,
    minutes,
    poster,
    search,
    sitemap,
    statements,
    wellknown,
)
from cms.pages.views.own_registration import EraseRegistrationView, RegistrationFileView, RegistrationView
from cms.pages.views.registering import RegisterView, register_done

urlpatterns = [
    path("agenda/calendrier.ics", feeds.agenda_feed, name="agenda_feed"),
    path("agenda/calendrier/genre/<slug:slug>.ics", feeds.genre_feed, name="genre_feed"),
    path("agenda/calendrier/public/<slug:slug>.ics", feeds.audience_feed, name="audience_feed"),
    path("agenda/integrer/", embed.agenda_embed, name="agenda_embed"),
    path("agenda/bloc/", embed.agenda_block, name="agenda_block"),
    path("agenda/fil.xml", feeds.AgendaAtom(), name="agenda_atom"),
    path("agenda/<int:year>/<int:month>/<slug:slug>/", agenda.event_detail, name="event_detail"),
    path("agenda/<int:year>/<int:month>/<slug:slug>.ics", feeds.event_ics, name="event_ics"),
    path(
        "agenda/<int:year>/<int:month>/<slug:slug>/ordre-du-jour.json",
        agenda_data.assembly_popolo,
        name="assembly_popolo",
    ),
    path("agenda/<int:year>/<int:month>/<slug:slug>/inscription/", RegisterView.as_view(), name="register"),
    path(
        "agenda/<int:year>/<int:month>/<slug:slug>/inscription/merci/",
        register_done,
        {"is_room": True},
        name="register_done",
    ),
    path(
        "agenda/<int:year>/<int:month>/<slug:slug>/inscription/attente/",
        register_done,
        {"is_room": False},
        name="register_waiting",
    ),
    re_path(r"^assemblees/(?P<day>\d{4}-\d{2}-\d{2})/ordre-du-jour/$", assemblies.public_agenda, name="public_agenda"),
    re_path(r"^assemblees/(?P<day>\d{4}-\d{2}-\d{2})/proces-verbal/$", minutes.public_minutes, name="public_minutes"),
    re_path(
        r"^assemblees/(?P<day>\d{4}-\d{2}-\d{2})/proces-verbal\.pdf$",
        minutes.public_minutes_pdf,
        name="public_minutes_pdf",
    ),
    path("inscription/<str:token>/", RegistrationView.as_view(), name="registration"),
    path("inscription/<str:token>/donnees.<str:extension>", RegistrationFileView.as_view(), name="registration_file"),
    path("inscription/<str:token>/effacer/", EraseRegistrationView.as_view(), name="erase_registration"),
    path("agenda/<int:year>/<int:month>/<slug:slug>/affiche/", poster.event_poster, name="event_poster"),
    path("agenda/<int:year>/<int:month>/<slug:slug>/affiche.pdf", poster.event_poster_pdf, name="event_poster_pdf"),
    path("decisions/", decisions.register, name="decisions"),
    path("decisions/fil.xml", DecisionsAtom(), name="decisions_feed"),
    path("decisions/registre.csv", decision_files.register_csv, name="decisions_csv"),
    path("decisions/registre.json", decision_files.register_popolo, name="decisions_popolo"),
    path("decisions/suivi/", decisions.answers, name="answers"),
    path("decisions/suivi.csv", decision_files.answers_csv, name="answers_csv"),
    path("decisions/<str:number>/", decisions.decision_detail, name="decision"),
    path("decisions/<str:number>/popolo.json", decision_files.decision_popolo, name="decision_popolo"),
    path("couleurs.css", colours.council_colours, name="council_colours"),
    path("vie-privee/", statements.privacy, name="privacy"),
    path("accessibilite/", statements.accessibility, name="accessibility"),
    path("nouvelles/fil.xml", NewsAtom(), name="news_feed"),
    path("recherche/", search.search_page, name="search"),
    path("recherche/tout/<slug:facet>/", search.search_values, name="search_values"),
    path("recherche/propositions/", search.proposals, name="search_proposals"),
    path("recherche/description.xml", search.description, name="search_description"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("favicon.ico", wellknown.favicon),
    path("robots.txt", wellknown.robots, name="robots"),
    path(".well-known/security.txt", wellknown.security_txt, name="security_txt"),
    path(".well-known/change-password", wellknown.change_password, name="change_password"),
    path(".well-known/<path:rest>", wellknown.unknown),
]
