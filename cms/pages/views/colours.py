"""The style sheet of the council's own colours."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.pages.palette import colours_sheet
from crm.partners.models import Council


@require_safe
def council_colours(request: HttpRequest) -> HttpResponse:
    """Kept for a year by the browser: its address changes with its content."""
    response = HttpResponse(colours_sheet(Council.load()), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
