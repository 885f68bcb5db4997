"""Fills the demo's memory: 150 items over a century, drawn, played or told by code; none of it existed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.core.files.base import ContentFile

from cms.archive.domain.agreements import record_agreement
from cms.archive.domain.closing import take_down
from cms.archive.domain.dating import date_item
from cms.archive.domain.decades import known_days
from cms.archive.domain.masters import receive
from cms.archive.domain.numbering import number_item
from cms.archive.domain.posters import give_poster
from cms.archive.domain.timed_text import Line
from cms.archive.domain.transcribing import record_transcript
from cms.archive.enums import AgreementSubject, Channel, CreditRole, Kind
from cms.archive.models import Agreement, Credit, Fonds, FormerName, Item, Master, Place, Synonym, Term
from crm.accounts.models import User
from crm.assemblies.models import Decision
from crm.events.models import Venue
from home.demo.film import CAPTIONS, film_last_run
from home.demo.memory_items import AGAIN, COUNCIL, FONDS, PLACES, SUBJECTS, TERMS, OldPlace, Subject
from home.demo.memory_pictures import draw_old, play

UNDATED_LOOKS_LIKE = 1925  # only how the drawing looks: no date is stored
# What a volunteer has not done yet, so that the cockpit has something to propose.
EVERY = 11
SECRET, TAKEN_DOWN = 40, 77


def remember(now: datetime) -> None:
    """Places, subjects, collections, then the items with their files; their public copies are made by the worker."""
    places = {name.name: _place(name) for name in PLACES}
    terms = {label: _term(label, others) for label, others in TERMS.items()}
    collections = {title: Fonds.objects.create(title=title, description=told) for title, told in FONDS.items()}
    items: list[Item] = []
    for subject in SUBJECTS:
        for view, said in subject.views:
            items.append(_item(subject, view, said, len(items), now))
            _arrange(items[-1], subject, places, terms, collections)
    _sign(items, now)
    _close(items, now)


def _place(known: OldPlace) -> Place:
    place = Place(
        name=known.name,
        kind=known.kind,
        description=known.told,
        latitude=Decimal(known.latitude),
        longitude=Decimal(known.longitude),
    )
    for name, when in known.former:
        place.former_names.add(FormerName(name=name, period=when))
    place.venues = Venue.objects.filter(name=place.name)
    place.save()
    place.decisions.set(Decision.objects.filter(title=known.decision))
    return place


def _term(label: str, others: tuple[str, ...]) -> Term:
    term = Term(label=label)
    for other in others:
        term.synonyms.add(Synonym(label=other))
    term.save()
    return term


def _item(subject: Subject, view: str, said: str, rank: int, now: datetime) -> Item:
    item = Item(
        title=f"{subject.title}, {view}"[:250],
        kind=subject.kind,
        description=f"{subject.told} Ici : {view}.",
        copyright=subject.copyright if rank % EVERY else "",
        donor="Une famille du quartier" if rank % 3 else "",
        original="Tirage de 9 sur 13 cm" if subject.kind == Kind.PHOTO else "",
    )
    date_item(item, said)
    if subject.kind in (Kind.STORY, Kind.CLIPPING):
        item.transcription = f"{subject.told} On y lit surtout ceci : {view}, et personne ne dit le contraire."
    return number_item(item)


def _arrange(
    item: Item, subject: Subject, places: dict[str, Place], terms: dict[str, Term], collections: dict[str, Fonds]
) -> None:
    rank = item.number
    item.collection = collections[subject.fonds]
    item.subjects = [terms[subject.term]]
    item.places = [places[subject.place]] if subject.place and rank % EVERY else []
    if subject.by:
        item.credits.add(Credit(role=CreditRole.CREATOR, name=subject.by))
    master = _receive(item, subject)
    if rank % EVERY != 1:
        Master.objects.filter(pk=master.pk).update(alt_text=f"{subject.told} Dessin."[:400])
    item.save()
    item.save_revision().publish()


def _receive(item: Item, subject: Subject) -> Master:
    """Its file: a voice or a film with what is said or seen in it, or a drawing."""
    if subject.kind == Kind.SOUND:
        sound = _file(item, play(item.number), "enregistrement", "wav")
        view = item.title.partition(", ")[2]
        said = (f"Ça, c’était {view}.", "Je m’en souviens comme d’hier.", "Mais je l’ai peut-être inventé.")
        lines = [Line(4000 * at, 4000 * at + 3900, words) for at, words in enumerate(said)]
        record_transcript(sound, lines, "fr", None, item.created_at)
        return sound
    if subject.kind == Kind.FILM:
        content, still = film_last_run(item.number)
        film = _file(item, content, "film", "mp4")
        record_transcript(film, [Line(*caption) for caption in CAPTIONS], "fr", None, item.created_at)
        picture = give_poster(film, "image-du-film.png", ContentFile(still), None, item.created_at)
        Master.objects.filter(pk=picture.pk).update(
            alt_text="Une voiture de tramway passe devant cinq maisons. Dessin."
        )
        return film
    scene, seed = subject.scene, item.number
    if item.title in AGAIN:
        scene, first = AGAIN[item.title]
        seed = Item.objects.get(title=first).number
    days = known_days(item.date_earliest, item.date_latest)
    year = days[1].year if days else UNDATED_LOOKS_LIKE
    return _file(item, draw_old(scene, year, seed), "numerisation", "jpg")


def _file(item: Item, content: bytes, name: str, extension: str) -> Master:
    name = f"{name}-{item.number:03}.{extension}"
    return receive(item, name, ContentFile(content, name), None, item.created_at).master


def _sign(items: list[Item], now: datetime) -> None:
    """A donor's licence for the council's collection, on paper."""
    given = Agreement(
        subject=AgreementSubject.LICENCE,
        person_name="Hermine Boisjoli-Fictive",
        person_email="hermine@exemple.example",
        licence="cc-by",
        given_on=date(now.year - 1, 9, 14),
        channel=Channel.PAPER,
        note="Classeur gris, chemise 3.",
    )
    record_agreement(given, [item for item in items if item.collection and item.collection.title == COUNCIL], None)


def _close(items: list[Item], now: datetime) -> None:
    """One that waits for its day, one that was taken down: each state is there to be seen."""
    Item.objects.filter(pk=items[SECRET].pk).update(
        embargo_until=date(now.year + 14, 1, 1), embargo_reason="La famille demande d’attendre."
    )
    by = User.objects.filter(is_superuser=True).first()
    take_down(items[TAKEN_DOWN], "La personne qui l’avait prêtée l’a reprise.", by, now)
