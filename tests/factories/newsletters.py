"""Newsletters of a fictional council."""

from typing import Any

from wagtail.models import Page, Site

from newsletters.models import NewsletterIndexPage, NewsletterPage


def newsletter_index() -> NewsletterIndexPage:
    """The archive of newsletters, below the front page; made once."""
    existing = NewsletterIndexPage.objects.first()
    if existing:
        return existing
    front: Page = Site.objects.get(is_default_site=True).root_page
    return front.add_child(instance=NewsletterIndexPage(title="Infolettres", slug="infolettres"))


def newsletter(**fields: Any) -> NewsletterPage:
    """A published newsletter with one paragraph, unless told otherwise."""
    number = NewsletterPage.objects.count() + 1
    words = {
        "title": "Des nouvelles du quartier",
        "slug": f"des-nouvelles-{number}",
        "preheader": "La rue, les arbres et la fête.",
        "body": [("text", "<p>Bonjour à vous.</p>")],
    }
    page = NewsletterPage(**{**words, **fields})
    newsletter_index().add_child(instance=page)
    page.save_revision().publish()
    return NewsletterPage.objects.get(pk=page.pk)
