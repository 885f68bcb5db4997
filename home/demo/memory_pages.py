"""What the demo tells from its memory: the section in the menu, a story, a walk, the notebook, the photo of the week."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cms.archive.domain.recognizing import monday_of
from cms.archive.models import Item, Place, RecognitionPhoto
from cms.archive.models.pages import MemoryBlogPage, MemoryPage, MemoryPostPage, StoryPage, WalkPage
from home.demo.pages import add_page
from home.models import HomePage

INTRODUCTION = "Ce que le quartier a gardé : des photos, des papiers, des voix, et ce qu’on en raconte."
STORY = (
    "La Grande Bâtisse a nourri la rue des Tailleurs pendant soixante-dix ans. On y entrait à quatorze ans, on en sortait avec les mains brunes et une odeur que le savon n’enlevait pas.",
    "Hermine Boisjoli-Fictive y a travaillé comme couseuse. Elle disait que la cheminée servait d’horloge : quand la fumée penchait vers l’église, il était temps de rentrer le linge.",
    "En 1970, les enfants du quartier ont regardé tomber les murs, assis sur le trottoir d’en face. Il en reste une plaque, un sifflet et ces images.",
)
STOPS = (
    ("La place du Marché", "Place du Parvis", "La place du Marché, le dernier marché", "", "On y pesait le bois; la marque de la balance est encore dans la pierre, près de la fontaine.", "Traversez vers l’église."),
    ("L’église qui brûla", "Église Sainte-Ormière", "L’église Sainte-Ormière, la première église", "", "La première église a tenu neuf ans. La deuxième a un clocher trop court : l’argent manquait.", "Descendez la rue des Tailleurs."),
    ("Là où était la tannerie", "Tannerie Boisjoli-Lacombe", "La tannerie, la cheminée", "Hermine raconte, la cloche de la tannerie", "Fermez les yeux : le bruit des cuves couvrait celui des trains.", "Continuez jusqu’au parc."),
    ("Le trou devenu parc", "Parc de la Carrière", "La carrière, le parc qu’on plante", "", "Le premier arbre a été planté par une classe de deuxième année.", ""),
)  # fmt: skip
STREET = (
    "Le tramway a passé rue des Tailleurs pendant quarante-trois ans. Le dernier soir, quelqu’un a filmé d’une fenêtre : douze secondes, sans un mot.",
    "Derrière la rue, la ruelle a changé plus lentement. Les hangars sont partis un à un, puis les cordes à linge; les érables sont venus ensuite.",
    "On y joue encore à la marelle.",
)
POST = (
    "Trois plaques de verre dans une boîte à chaussures",
    "Une voisine a trouvé trois plaques de l’abbé Rosier en vidant un grenier.",
    "Elles étaient emballées dans un journal de 1931. Deux sont intactes; la troisième se lit encore, en la penchant vers la fenêtre. Elles sont numérisées, et l’original retourne chez la voisine.",
)
WHO = "Qui sont ces personnes devant la tannerie?"


def tell_memory(now: datetime) -> None:
    """Everything that stands on the items; call it once they are there."""
    front = HomePage.objects.get()
    section = add_page(front, MemoryPage(title="Mémoire", slug="memoire", introduction=INTRODUCTION))
    add_page(section, _story(), in_menu=False)
    add_page(section, _street_then_and_now(), in_menu=False)
    add_page(section, _walk(), in_menu=False)
    notebook = add_page(section, MemoryBlogPage(title="Le carnet", slug="carnet"), in_menu=False)
    title, summary, told = POST
    day = timezone.localdate(now - timedelta(days=5))
    plate: tuple[str, Any] = ("item", {"item": _item("La rue des Tailleurs, vue vers la place"), "caption": ""})
    post = MemoryPostPage(title=title, slug="trois-plaques", summary=summary, dated_on=day, body=[_text(told), plate])
    add_page(notebook, post, in_menu=False)
    # Written as they are: the worker makes the picture within the minute.
    week = monday_of(timezone.localdate(now))
    RecognitionPhoto.objects.create(item=_item("La tannerie, l’équipe de nuit"), question=WHO, week=week, added_at=now)
    waiting = _item("Les Patineuses, la première équipe")
    RecognitionPhoto.objects.create(item=waiting, question="Qui porte la bannière?", added_at=now)
    _ask_on_the_front_page(front)


def _ask_on_the_front_page(front: HomePage) -> None:
    """The photo of the week stands above the last section, which is the newsletter's."""
    front.refresh_from_db()
    front.sections.insert(len(front.sections) - 1, ("recognition", {"title": "Avez-vous reconnu?"}))
    front.save_revision().publish()


def _story() -> StoryPage:
    first, second, third = STORY
    body: list[tuple[str, Any]] = [
        _text(first),
        ("item", {"item": _item("La tannerie, l’équipe de nuit"), "caption": ""}),
        _text(second),
        (
            "items_shown",
            {"items_shown": [_item("La tannerie, les cuves"), _item("La tannerie, la sortie des ouvrières")]},
        ),
        _text(third),
        ("item", {"item": _item("La tannerie, la démolition"), "caption": "Le dernier mur, vu du trottoir d’en face."}),
    ]
    introduction = "Soixante-dix ans de cuir, de fumée et de sorties d’usine."
    return StoryPage(
        title="La Grande Bâtisse", slug="la-grande-batisse", introduction=introduction, told_by="le comité", body=body
    )


def _street_then_and_now() -> StoryPage:
    first, second, third = STREET
    pair = {
        "then": _item("La ruelle, les hangars"),
        "now_item": _item("La ruelle, la ruelle verte"),
        "now_picture": None,
        "now_when": "",
        "caption": "Les cinq maisons sont restées; les arbres ont poussé devant.",
    }
    return StoryPage(
        title="La rue et la ruelle, hier et aujourd’hui",
        slug="la-rue-et-la-ruelle",
        introduction="Un tramway qui s’en va, des arbres qui arrivent.",
        told_by="le comité",
        body=[
            _text(first),
            ("item", {"item": _item("Le tramway, la dernière course, filmée"), "caption": ""}),
            _text(second),
            ("then_and_now", pair),
            _text(third),
        ],
    )


def _walk() -> WalkPage:
    stops = [
        (
            "stop",
            {
                "title": title,
                "place": Place.objects.get(name=place),
                "text": f"<p>{text}</p>",
                "item": _item(item),
                "sound": _item(sound) if sound else None,
                "way": way,
            },
        )
        for title, place, item, sound, text, way in STOPS
    ]
    return WalkPage(
        title="De la place au parc",
        slug="de-la-place-au-parc",
        introduction="Quatre arrêts, une demi-heure, et un siècle.",
        practical="1,2 km, sans escalier; des bancs à chaque arrêt.",
        stops=stops,
    )


def _item(title: str) -> Item:
    return Item.objects.get(title=title)


def _text(words: str) -> tuple[str, str]:
    return "text", f"<p>{words}</p>"
