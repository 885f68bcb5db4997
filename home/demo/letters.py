"""The demo council's newsletters: one already read, one written and ready to leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cms.pages.models import NewsPage
from crm.assemblies.models import Decision
from crm.events.models import Event
from crm.partners.models import Organization, Picture
from home.demo.identity import IDENTITY

AGENDA = {"title": "À l’agenda", "weeks": 5, "first_day": None, "last_day": None, "kinds": [], "most": 8}


@dataclass(frozen=True)
class DemoLetter:
    """A newsletter of the demo; `days_ago` is 0 for the one that has not left yet."""

    title: str
    slug: str
    preheader: str
    greeting: tuple[str, ...]
    drawing: str
    drawing_alt: str
    caption: str
    closing: tuple[str, ...]
    news: int
    days_ago: int = 0
    stories: tuple[str, ...] = ()
    fete: str = ""
    decision: str = ""
    partner: str = ""
    call: tuple[str, str, str] | None = None  # its title, its text, the words on its button
    question: tuple[str, ...] = ()  # then its answers

    def body(self, pictures: dict[str, Picture], stories: dict[str, NewsPage]) -> list[tuple[str, Any]]:
        """The blocks of its letter; ``stories`` are the news pages, by slug."""
        image = {"image": pictures[self.drawing], "alt": self.drawing_alt, "decorative": False, "caption": self.caption}
        chosen = [stories[slug] for slug in self.stories]
        return [
            ("text", "".join(f"<p>{line}</p>" for line in self.greeting)),
            self._presented() if self.fete else ("image", image),
            ("events", AGENDA),
            ("news", {"title": "Dans le quartier", "latest": self.news, "chosen": chosen}),
            *self._from_the_council(),
            ("divider", None),
            ("text", "".join(f"<p>{line}</p>" for line in self.closing)),
        ]

    def _presented(self) -> tuple[str, Any]:
        return "event", {"event": Event.objects.get(title=self.fete), "with_picture": True}

    def _from_the_council(self) -> Iterator[tuple[str, Any]]:
        """What it asks, what it decided, whom it works with."""
        if self.call:
            title, text, label = self.call
            reply = {"label": label, "page": None, "url": f"mailto:{IDENTITY['email']}"}
            yield "call", {"kind": "volunteers", "title": title, "text": f"<p>{text}</p>", "until": None, **reply}
        if self.question:
            question, *answers = self.question
            closes_on = timezone.localdate() + timedelta(days=21)
            yield (
                "poll",
                {"question": question, "answers": answers, "closes_on": closes_on, "shows_results": True},
            )
        if self.decision:
            chosen = [Decision.objects.get(title=self.decision)]
            yield "decisions", {"title": "Ce que le conseil a décidé", "chosen": chosen}
        if self.partner:
            yield "partner", {"organization": Organization.objects.get(name=self.partner), "text": ""}


# What its volunteers begin from when nothing is new.
TEMPLATE_NAME = "Le mois du quartier"
TEMPLATE: tuple[tuple[str, Any], ...] = (
    ("text", "<p>Bonjour à vous,</p><p>Ce mois-ci…</p>"),
    ("events", AGENDA),
    ("news", {"title": "Dans le quartier", "latest": 3, "chosen": []}),
    ("divider", None),
    ("text", "<p>À la prochaine assemblée,</p><p><i>L’équipe de l’infolettre</i></p>"),
)

LETTERS = (
    DemoLetter(
        title="Des arbustes, une traverse et une invitation",
        slug="des-arbustes-une-traverse",
        preheader="La Ville a répondu, la haie est plantée, et on cherche des photos du marché.",
        greeting=(
            "Bonjour à vous,",
            "Trente paires de mains, quatre-vingts arbustes et pas une goutte de pluie : la corvée du parc est finie. Merci!",
            "Autre bonne nouvelle : la traverse demandée devant l’école sera construite au printemps.",
        ),
        drawing="planting_day",
        drawing_alt="Quatre personnes bêchent des rangs de jeunes plants entre des arbres",
        caption="La haie du parc de la Carrière, le matin de la plantation",
        closing=("À la prochaine assemblée,", "<i>L’équipe de l’infolettre</i>"),
        news=2,
        days_ago=8,
        stories=("quatre-vingts-arbustes", "une-traverse-devant-l-ecole"),
    ),
    DemoLetter(
        title="Trois plans pour une rue, trois cents lanternes",
        slug="trois-plans-trois-cents-lanternes",
        preheader="La consultation sur la rue des Tailleurs, la veillée au parc et le déneigement expliqué.",
        greeting=(
            "Bonjour à vous,",
            "La rue des Tailleurs va changer. La Ville propose trois plans; le conseil écrira son avis à partir de ce que vous en direz. <b>Venez les voir, posez vos questions, dites ce qui manque.</b>",
            "Et puis, parce qu’on ne vit pas que de trottoirs : les enfants de l’école ont fabriqué trois cents lanternes. Il ne manque que vous.",
        ),
        drawing="lantern_fete",
        drawing_alt="Une foule devant une petite scène, la nuit, sous des guirlandes de lanternes",
        caption="La veillée des lanternes, au parc de la Carrière",
        closing=(
            "Une question, une idée, un mot à corriger? Répondez simplement à ce courriel : quelqu’un du conseil le lira.",
            "<i>L’équipe de l’infolettre</i>",
        ),
        news=3,
        fete="Veillée des lanternes",
        decision="Avis sur le nouveau parc de la rue du Four-à-Chaux",
        partner="Vélo-Ormes",
        call=(
            "Deux heures pour accrocher les lanternes",
            "On monte les guirlandes le matin, on les défait le soir. <b>Aucune expérience requise</b>; la soupe est fournie.",
            "Je donne un coup de main",
        ),
        question=(
            "Comment passez-vous le plus souvent par la rue des Tailleurs?",
            "À pied",
            "À vélo",
            "En autobus",
            "En auto",
        ),
    ),
)
