"""A small fictional neighbourhood, with something of each kind to find."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup

from cms.pages.domain.search.answering import Answers, search
from cms.pages.domain.search.names import know_names
from cms.pages.models import DirectoryPage, NewsIndexPage, NewsPage, StandardPage
from crm.partners.models import OrganizationName
from tests.factories import add_page
from tests.factories.assemblies import adopted
from tests.factories.events import EventFactory
from tests.factories.pages import stream
from tests.factories.partners import OrganizationFactory

QUEBEC = ZoneInfo("America/Toronto")


def page(title: str, *paragraphs: str, **fields: object) -> StandardPage:
    body = stream(*(("text", f"<p>{words}</p>") for words in paragraphs))
    return add_page(StandardPage, title, body=body, **fields)


def neighbourhood() -> None:
    """What the tables of questions ask about."""
    page("L’église du Très-Saint-Sacrement", "Bâtie en 1920, rue de l’Aqueduc.", introduction="Un clocher, une place.")
    page("Nos écoles", "L’école des Tailleurs et l’ancienne école Sainte-Marthe.")
    page("Se promener", "Du chemin Gomin au boulevard des Tanneurs, deux églises et un cœur de quartier vert.")
    section = add_page(NewsIndexPage, "Nouvelles")
    add_page(NewsPage, "Une fête d’été", section, dated_on=date(2026, 6, 20), summary="La fête de la rue des Tanneurs.")
    add_page(NewsPage, "Les travaux reprennent", section, dated_on=date(2026, 5, 4), summary="Rue de l’Aqueduc.")
    EventFactory(
        title="Corvée de plantation",
        slug="corvee-de-plantation",
        starts_at=datetime(2026, 5, 9, 9, tzinfo=QUEBEC),
        venue="Parc de la Carrière",
        summary="On plante des érables devant l’église.",
        description="<p>Apportez des gants.</p><p>Un goûter suit.</p>",
    )
    EventFactory(
        title="Fête des Voisins",
        slug="fete-des-voisins",
        starts_at=datetime(2026, 6, 6, 11, tzinfo=QUEBEC),
        venue="Ruelle des Tailleurs",
        summary="Chacun apporte un plat.",
    )
    adopted(
        date(2026, 4, 14),
        title="Traverse devant l’école",
        text="Demander à la Ville une traverse surélevée, ch. Gomin.",
    )
    add_page(DirectoryPage, "Répertoire")
    patro = OrganizationFactory(
        name="Patro Mgr-Grandin", description="Loisirs des jeunes et des aînés.", is_listed=True
    )
    OrganizationName.objects.create(organization=patro, kind="former", name="Œuvre de la jeunesse")
    OrganizationFactory(name="Fabrique de la paroisse", description="Elle veille sur l’église.", is_listed=True)
    know_names("test", "1", ["boulevard des Tanneurs", "rue Saint-Cyprien"])


def titles(question: str, **chosen: str) -> list[str]:
    """What answers, in its order, as plain words."""
    return titles_of(search(question, {facet: [value] for facet, value in chosen.items()}))


def titles_of(found: Answers) -> list[str]:
    return [plain(answer.title) for answer in found.answers]


def plain(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text()
