"""Sample content of a letter, one of each part, without a database."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from newsletters.domain.content import (
    AnswerLine,
    ArchivePart,
    AssemblyPart,
    ButtonPart,
    CallPart,
    Column,
    ColumnsPart,
    DecisionLine,
    DecisionsPart,
    DividerPart,
    EventLine,
    EventPart,
    EventsPart,
    GrantLine,
    GrantPart,
    HeadingPart,
    ImagePart,
    IssueContent,
    NewsLine,
    NewsPart,
    Paragraph,
    Part,
    PartnerLine,
    PartnerPart,
    Picture,
    PollPart,
    QuotePart,
    RecognitionPart,
    Run,
    Sender,
    TextPart,
)

SITE = "https://quartier.example"
PICTURE = Picture(f"{SITE}/media/a.jpg", 536, 335, "Des lanternes")
EVENT = EventLine(
    title="Veillée",
    url=f"{SITE}/agenda/2026/12/veillee/",
    weekday="samedi",
    day="19",
    month="décembre",
    hour="17 h 30",
    until="jusqu’à 21 h",
    when="le samedi 19 décembre, de 17 h 30 à 21 h",
    where="Parc de la Carrière",
    summary="Musique et soupe.",
    kind_label="Fête",
)
OFF = replace(EVENT, status_label="Annulé", status_note="Pluie.", is_off=True)
WORDS = (Paragraph((Run("Voir "), Run("le plan", href=f"{SITE}/plan"))), Paragraph((Run("un"),), "•"))
ANSWERS = (
    AnswerLine("Ville, à la mairie", "partly", "Suivie en partie", "Réponse du 2 mai 2026", ("Ce sera fait.",)),
    AnswerLine("École", "waiting", "Attendue", "Envoi du 3 mai 2026"),
)
DECISION = DecisionLine(
    number="2026-R-014",
    kind_label="Résolution",
    title="Une traverse",
    url=f"{SITE}/decisions/2026-R-014/",
    dated="14 avril 2026",
    result="Adoptée à l’unanimité.",
    lines=("De demander une traverse.",),
    answers=ANSWERS,
    is_cut=True,
)
PARTS: dict[str, Part] = {
    "heading": HeadingPart("Et encore"),
    "text": TextPart(WORDS),
    "image": ImagePart(PICTURE, "La veillée", "Parvis"),
    "columns": ColumnsPart(
        Column("Le jeudi", (Paragraph((Run("On répare."),)),), PICTURE, "Photo de quartier"), Column("", WORDS)
    ),
    "button": ButtonPart("Voir les plans", f"{SITE}/plans"),
    "call": CallPart("Appel aux bénévoles", "Deux heures", WORDS, "D’ici le 2 mai 2026", "Je viens", f"{SITE}/j"),
    "poll": PollPart(
        "Quand planter?",
        ("Le samedi", "Le dimanche"),
        "2026-05-12",
        "D’ici le mardi 12 mai 2026",
        f"{SITE}/infolettre/question/1/a/",
    ),
    "quote": QuotePart(("Onze arbres.", "Personne n’avait hâte."), "Rosaire", "résident"),
    "events": EventsPart("À l’agenda", (EVENT, OFF), SITE),
    "event": EventPart(EVENT, PICTURE),
    "assembly": AssemblyPart(EVENT, ("Ouverture", "Période de questions"), f"{SITE}/ordre-du-jour/", is_called=True),
    "news": NewsPart("Nouvelles", (NewsLine("Une traverse", f"{SITE}/n", "2 mai 2026", "Enfin.", PICTURE),)),
    "decisions": DecisionsPart("Ce que le conseil a décidé", (DECISION,), f"{SITE}/decisions/"),
    "partner": PartnerPart(
        PartnerLine("Vélo-Ormes", "Organisme", ("Un atelier.",), f"{SITE}/repertoire/1/", f"{SITE}/v", PICTURE),
        WORDS,
    ),
    "grant": GrantPart(GrantLine("Quartiers verts", "Fonds", "Une haie", "Accordé : 5 000 $", f"{SITE}/fonds"), WORDS),
    "recognition": RecognitionPart(
        "Avez-vous reconnu?", "Qui sont-ils?", PICTURE, "La tannerie", f"{SITE}/memoire/avez-vous-reconnu/1/"
    ),
    "archive": ArchivePart(
        "De la mémoire", "La tannerie", PICTURE, "vers 1921", WORDS, f"{SITE}/memoire/12/la-tannerie/"
    ),
    "divider": DividerPart(),
}


def issue(*parts: Part, **fields: str) -> IssueContent:
    sender = Sender(
        name="Conseil de quartier des Trois-Ormes",
        neighbourhood="Trois-Ormes",
        postal_lines=("12, rue du Four-à-Chaux", "Québec (Québec)  G0X 0X0"),
        email="bonjour@conseil.example",
        telephone="418 555-0142",
        privacy_officer="Maëlle Vadeboncoeur-Tessier, Secrétaire",
        privacy_email="vieprivee@conseil.example",
    )
    words = {
        "subject": "Sujet",
        "preheader": "Avant-goût",
        "title": "Titre",
        "dated": "lundi 4 mai 2026",
        "web_url": f"{SITE}/infolettres/1/",
    }
    return IssueContent(**{**words, **fields}, sender=sender, parts=parts)


def visible(html: str) -> str:
    """The words of a page, without its head."""
    words: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            words.append(data)

    Reader().feed(html[html.index("<body") :])
    return " ".join(" ".join(words).split())
