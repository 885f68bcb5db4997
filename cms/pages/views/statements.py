"""What every visitor has a right to read: how privacy is protected, and how accessible the site is."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

# A change to the words of a statement changes its date, and the version of the policy.
PRIVACY_VERSION = "1.2"
PRIVACY_DATED = date(2026, 11, 26)
ACCESSIBILITY_DATED = date(2026, 11, 23)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy policy: dated, versioned, with the person in charge."""
    return render(request, "pages/privacy.html", {"version": PRIVACY_VERSION, "dated_on": PRIVACY_DATED})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, with where to write when something stands in the way."""
    return render(request, "pages/accessibility.html", {"dated_on": ACCESSIBILITY_DATED})
