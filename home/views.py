"""What the porch answers by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from crm.partners.models import Council
from home.appearance import LINK_BY_NIGHT, POINTED_BY_NIGHT, admin_colour


@require_safe
@cache_control(public=True, max_age=300)
def admin_appearance(request: HttpRequest) -> HttpResponse:
    """The council's colour and logo in the administration.

    A style sheet that browsers keep for five minutes: no page of the administration asks the database for it.
    """
    council = Council.load(request_or_site=request)
    logo = council.logo.get_rendition("max-400x160") if council.logo else None
    night = LINK_BY_NIGHT, POINTED_BY_NIGHT
    context = {"colour": admin_colour(council.accent_colour), "night": night, "logo": logo}
    return render(request, "home/admin/appearance.css", context, content_type="text/css")
