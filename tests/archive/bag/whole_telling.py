"""Pages of the memory in which there is something of every block, in every state."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Collection, PageViewRestriction

from cms.archive.models import (
    BroughtPost,
    Homecoming,
    Item,
    MemoryBlogPage,
    MemoryPage,
    MemoryPostPage,
    Place,
    StoryPage,
    WalkPage,
)
from cms.pages.models import StandardPage
from crm.accounts.groups import BOARD_FILES
from crm.accounts.policy import Role
from tests.factories import PlaceFactory, add_page, make_picture, stream
from tests.factories.documents import pdf

SPRING = datetime(2026, 4, 2, 15, tzinfo=UTC)
HIDDEN = "Caché jusqu’à la fête"


def tell_of(item: Item) -> None:
    """A section, a story with a draft, a walk, a notebook with an entry of each kind of readers; a page beside."""
    beside = add_page(StandardPage, "Nous joindre", slug="nous-joindre")
    section = add_page(MemoryPage, "Mémoire", introduction="Ce que le quartier a gardé.")
    walk = add_page(WalkPage, "Vers la rivière", section, first_published_at=SPRING, stops=_stops(item))
    notebook = add_page(MemoryBlogPage, "Le carnet", section, introduction="Ce qu’on trouve.")
    public = _entry(notebook, "Une boîte", date(2026, 5, 1), live=True)
    _entry(notebook, HIDDEN, date(2026, 5, 2), live=False)
    kept = _entry(notebook, "Pour l’équipe", date(2026, 5, 3), live=True)
    restriction = PageViewRestriction.objects.create(page=kept, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.get(name=Role.BOARD))
    story = add_page(
        StoryPage,
        "La tannerie raconte",
        section,
        told_by="Alma Publique",
        introduction="Du cuir et de la neige.",
        first_published_at=SPRING,
        body=_body(item, walk.pk, public.pk, beside.pk),
    )
    story.title = "La tannerie raconte encore"
    story.body = stream(("image", {"image": _picture("Pas encore montrée"), "caption": HIDDEN, "width": "text"}))
    story.save_revision()
    _lead_from_before(public, story, beside, item)


def _lead_from_before(entry: MemoryPostPage, story: StoryPage, beside: StandardPage, item: Item) -> None:
    """Old addresses that lead to the memory, three; and two that do not."""
    Redirect.add_redirect("/2014/05/une-boite/", entry)
    Redirect.add_redirect("/memoire/la-tannerie/", story, page_route_path="/", automatically_created=True)
    Redirect.add_redirect("/photo.php?id=7", f"/memoire/{item.number}/ancien-titre/", is_permanent=False)
    Redirect.add_redirect("/contact", beside)
    Redirect.add_redirect("/ailleurs", "https://ailleurs.example/memoire/1/")
    Redirect.objects.update(created_at=SPRING)
    brought = Homecoming.objects.create(filename="blogue.xml", state="imported", created_at=SPRING, imported_at=SPRING)
    for key, made in (
        ("wordpress 7", {"page": entry, "old_path": "/2014/05/une-boite"}),
        ("facebook 9", {"item": item}),
    ):
        BroughtPost.objects.create(homecoming=brought, key=key, **made)


def _entry(notebook: MemoryBlogPage, title: str, day: date, live: bool) -> MemoryPostPage:
    facts = {"dated_on": day, "summary": f"{title}, en une phrase.", "body": stream(("text", "<p>Dedans.</p>"))}
    facts["team_notes"] = "Vu avec Zénobie Fictive."
    return add_page(MemoryPostPage, title, notebook, live=live, first_published_at=SPRING if live else None, **facts)


def _stops(item: Item) -> str:
    chosen = {"place": Place.objects.get().pk, "item": item.pk, "sound": item.pk}
    quay = PlaceFactory(name="Le quai", latitude="46.815", longitude="-71.236")
    seen = {"place": quay.pk, "item": None, "sound": None}
    return stream(
        ("stop", {"title": "La porte", "text": "<p>On entre ici.</p>", "way": "Puis tout droit.", **chosen}),
        ("stop", {"title": "Le quai", "text": "<p>On arrive là.</p>", "way": "", **seen}),
    )


def _body(item: Item, walk: int, entry: int, beside: int) -> str:
    minutes, secret = _document("Le plan"), _document("Du conseil", Collection.objects.get(name=BOARD_FILES))
    prose = (
        f'<p>On peut <a id="{walk}" linktype="page">y marcher</a>, <a linktype="page" id="{beside}">écrire</a>, '
        f'<a id="{minutes}" linktype="document">lire le plan</a>, <a id="{secret}" linktype="document">ou pas</a>, '
        f'<a href="https://ailleurs.example/cuir">voir ailleurs</a> '
        'et <a id="99999" linktype="page">nulle part</a>.</p>'
    )
    today = {"then": item.pk, "now_item": None, "now_when": "", "caption": "L’orme n’y est plus."}
    table = {
        "data": [["Année", "Ouvrières"], ["1921", "40"]],
        "table_caption": "À l’usine",
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }
    return stream(
        ("heading", {"text": "Avant", "level": "h2"}),
        ("text", prose),
        ("item", {"item": item.pk, "caption": "La porte du four."}),
        ("items_shown", {"items_shown": [item.pk, Item.objects.get(live=False).pk]}),
        ("then_and_now", {**today, "now_picture": _picture("La rue, aujourd’hui")}),
        ("gallery", {"pictures": [{"image": _picture(title), "caption": title} for title in ("Une", "Deux")]}),
        ("quote", {"text": "On sentait le cuir.", "who": "Alma Publique", "role": ""}),
        (
            "notice",
            {"tone": "plain", "title": "À savoir", "text": f'<p>Le <a id="{walk}" linktype="page">tour</a>.</p>'},
        ),
        ("documents", {"title": "À lire", "documents": [minutes, secret]}),
        ("button", {"label": "Lire la suite", "page": entry, "url": ""}),
        ("button", {"label": "Nous écrire", "page": beside, "url": ""}),
        ("table", table),
        ("events", {"title": "Bientôt", "kinds": [], "audiences": [], "count": 2}),
    )


def _picture(title: str) -> dict[str, Any]:
    return {"image": make_picture(title=title, credit="Odile").pk, "decorative": False, "alt_text": f"{title}, vue"}


def _document(title: str, collection: Collection | None = None) -> int:
    facts = {"collection": collection} if collection else {}
    file = ContentFile(pdf(title), name="plan.pdf")
    return int(get_document_model().objects.create(title=title, file=file, **facts).pk)


def told_state() -> list[tuple[Any, ...]]:
    """Each page by what a reader or the team would notice, whatever its number."""
    found = []
    for page in MemoryPage.objects.get().get_descendants(inclusive=True).specific():
        draft = page.get_latest_revision_as_object()
        readers = list(page.view_restrictions.values_list("restriction_type", "groups__name"))
        state = (page.live, page.has_unpublished_changes, page.first_published_at)
        found.append((type(page), page.url_path, page.title, *state, draft.title, _length(draft), readers))
    return found


def _length(page: Any) -> int:
    return len(json.loads(page.serializable_data().get("body", "[]")))
