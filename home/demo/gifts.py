"""What neighbours of nowhere gave to the demo's memory, and recognized in its photo of the week.

The rows are written as they would stand, without announcing anything: nobody is written to for a demonstration.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from cms.archive.domain.agreement_texts import current_text
from cms.archive.domain.recognizing import Said, answer_photo
from cms.archive.enums import AgreementSubject, Certainty, ContributionState
from cms.archive.models import ContributedFile, Contribution, ContributionMessage, RecognitionPhoto
from home.demo.doubles import HYACINTHE, MAIL
from home.demo.memory_pictures import draw_old


@dataclass(frozen=True)
class DemoGift:
    """One gift: what its person says of it, how its pictures are drawn, what was asked about it."""

    title: str
    told: str
    date_said: str
    place_said: str
    name: str
    email: str
    days_ago: int
    scenes: tuple[tuple[str, int], ...] = ()
    question: str = ""
    wants_name: bool = True


GIFTS = (
    DemoGift(
        "La rue après la tempête",
        "Mon père dégageait l’escalier. On voit le tramway arrêté au bout, et personne ne s’en plaignait.",
        "hiver 1948",
        "Rue des Tailleurs",
        " ".join(HYACINTHE),
        MAIL,
        2,
        (("tram", 1948), ("snow", 1948)),
    ),
    DemoGift(
        "Le marchand de glace",
        "Il passait le mardi. Les enfants couraient derrière pour les éclats; il faisait semblant de ne pas nous voir.",
        "vers 1938",
        "Place du Parvis",
        "Odélie Marchand-Fictive",
        "odelie@exemple.example",
        4,
        wants_name=False,
    ),
    DemoGift(
        "Une équipe, mais laquelle?",
        "C’était dans l’album de ma tante, sans un mot derrière.",
        "",
        "",
        "Barnabé Létourneau-Fictif",
        "barnabe@exemple.example",
        9,
        (("rink", 1955),),
        question="Votre tante jouait-elle dans cette équipe? Et reste-t-il d’autres pages de l’album?",
    ),
)
CAP = "Napoléon Tranchemontagne-Fictif"
RECOGNIZED = (
    Said(CAP, Certainty.SURE, "C’est mon grand-père : la même casquette est au mur chez nous.", "au centre", "Odélie"),
    Said(CAP, Certainty.PROBABLE, "Ma mère me l’a montré sur une autre photo de l’équipe.", "avec la casquette"),
    Said("Wilfrid Sanschagrin-Fictif", Certainty.PERHAPS, "Il travaillait de nuit, ces années-là.", "à gauche"),
)


def bring_gifts(now: datetime) -> None:
    """Two gifts to read, one sent back with a question, answers that agree; once the photo of the week is there."""
    for number, gift in enumerate(GIFTS, 1):
        _give(gift, number, now - timedelta(days=gift.days_ago))
    photo = RecognitionPhoto.objects.exclude(week=None).get()
    for number, said in enumerate(RECOGNIZED, 1):
        answer_photo(photo, said, f"demo {number}", now - timedelta(hours=number))


def _give(gift: DemoGift, number: int, when: datetime) -> None:
    contribution = Contribution.objects.create(
        title=gift.title,
        description=gift.told,
        date_said=gift.date_said,
        place_said=gift.place_said,
        person_name=gift.name,
        person_email=gift.email,
        wants_name=gift.wants_name,
        text=current_text(AgreementSubject.LICENCE),
        licence="cc-by",
        state=ContributionState.QUESTION if gift.question else ContributionState.RECEIVED,
        received_at=when,
        changed_at=when,
        once=f"demo {number}",
    )
    for position, (scene, year) in enumerate(gift.scenes):
        _attach(contribution, position, draw_old(scene, year, 1000 + 10 * number + position))
    if gift.question:
        asked_at = when + timedelta(days=1)
        ContributionMessage.objects.create(
            contribution=contribution, words=gift.question, from_team=True, written_at=asked_at
        )


def _attach(contribution: Contribution, position: int, content: bytes) -> None:
    name = f"photo-{position + 1}.jpg"
    kept = ContributedFile(
        contribution=contribution,
        position=position,
        name=name,
        media_type="image/jpeg",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    kept.file.save(f"demo-{contribution.pk}-{name}", ContentFile(content), save=False)
    kept.save()
