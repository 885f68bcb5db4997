"""What the chooser of blocks shows for those that are drawn from a record: an example, never a real one."""

from __future__ import annotations

from newsletters.domain.content import (
    AnswerLine,
    ArchivePart,
    AssemblyPart,
    DecisionLine,
    DecisionsPart,
    EventLine,
    EventPart,
    GrantLine,
    GrantPart,
    PartnerLine,
    PartnerPart,
    RecognitionPart,
)

_FETE = EventLine(
    title="La veillée des lanternes",
    url="/agenda/",
    weekday="samedi",
    day="19",
    month="décembre",
    hour="17\u00a0h\u00a030",
    when="le samedi 19\u00a0décembre, de 17\u00a0h\u00a030 à 21\u00a0h",
    until="jusqu’à 21\u00a0h",
    where="Parc de la Carrière",
    summary="Trois cents lanternes, de la soupe et de la musique.",
    kind_label="Fête",
)
_MEETING = EventLine(
    title="Assemblée du conseil d’administration",
    url="/agenda/",
    weekday="mardi",
    day="8",
    month="décembre",
    hour="19\u00a0h",
    when="le mardi 8\u00a0décembre, de 19\u00a0h à 21\u00a0h",
    until="jusqu’à 21\u00a0h",
    where="Centre communautaire du Four-à-Chaux",
    summary="Bienvenue à tout le monde.",
    kind_label="Réunion du conseil d’administration",
)

EVENT = EventPart(_FETE)
ASSEMBLY = AssemblyPart(_MEETING, ("Adoption de l’ordre du jour", "Période de questions du public"), is_called=True)
DECISIONS = DecisionsPart(
    "Ce que le conseil a décidé",
    (
        DecisionLine(
            number="2026-R-014",
            kind_label="Résolution",
            title="Une traverse devant l’école",
            url="/decisions/",
            dated="14\u00a0avril 2026",
            result="Adoptée à l’unanimité.",
            lines=("De demander à la Ville une traverse surélevée devant l’école.",),
            answers=(AnswerLine("Ville", "followed", "Suivie", "Réponse du 2\u00a0novembre 2026"),),
        ),
    ),
)
PARTNER = PartnerPart(
    PartnerLine(
        "Vélo-Ormes",
        "Organisme communautaire",
        ("Un atelier où l’on apprend à réparer son vélo.",),
        url="/repertoire/",
    )
)
GRANT = GrantPart(
    GrantLine(
        programme="Quartiers verts",
        funder="Fonds du quartier",
        project="Une haie au parc de la Carrière",
        standing="Accordé\u00a0: 5\u00a0000\u00a0$",
    )
)
ARCHIVE = ArchivePart(
    "De la mémoire",
    heading="La tannerie sous la neige",
    caption="Vers 1921",
    url="/memoire/12/",
)
RECOGNITION = RecognitionPart(
    "Avez-vous reconnu?",
    question="Qui sont ces quatre personnes devant la tannerie?",
    caption="La tannerie sous la neige, vers 1921",
    url="/memoire/avez-vous-reconnu/",
)
