"""Addresses of the library's own views: the events, the feeds, what programs look for."""

from django.urls import path

from cms.pages import feeds
from cms.pages.news_feed import NewsAtom
from cms.pages.views import agenda, colours, sitemap, statements, wellknown

urlpatterns = [
    path("agenda/calendrier.ics", feeds.agenda_feed, name="agenda_feed"),
    path("agenda/fil.xml", feeds.AgendaAtom(), name="agenda_atom"),
    path("agenda/<int:year>/<int:month>/<slug:slug>/", agenda.event_detail, name="event_detail"),
    path("agenda/<int:year>/<int:month>/<slug:slug>.ics", feeds.event_ics, name="event_ics"),
    path("couleurs.css", colours.council_colours, name="council_colours"),
    path("vie-privee/", statements.privacy, name="privacy"),
    path("accessibilite/", statements.accessibility, name="accessibility"),
    path("nouvelles/fil.xml", NewsAtom(), name="news_feed"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("favicon.ico", wellknown.favicon),
    path("robots.txt", wellknown.robots, name="robots"),
    path(".well-known/security.txt", wellknown.security_txt, name="security_txt"),
    path(".well-known/change-password", wellknown.change_password, name="change_password"),
    path(".well-known/<path:rest>", wellknown.unknown),
]
