"""The addresses of the whole site, by name."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.health import health
from cms.media import media

handler429 = "crm.accounts.lockout.too_many_requests"

urlpatterns = [
    path("", include("crm.accounts.doors")),
    path("compte/", include("crm.accounts.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sante/", health, name="health"),
    path("media/<path:path>", media, name="media"),
    path("", include("crm.partners.urls")),
    path("", include("home.urls")),
    path("", include("newsletters.urls")),
    path("memoire/", include("cms.archive.urls")),
    path("", include("cms.pages.urls")),
    path("", include(wagtail_urls)),
]
