"""What each capability opens, at its real addresses: a probe says whether the one who is signed in could do it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.test import Client

from crm.accounts.policy import Capability
from crm.events.enums import EventStatus
from crm.events.models import Event, HeadCount
from crm.partners.models import Organization
from newsletters.models import Topic
from tests.accounts.things import Things


def opens(address: str) -> Callable[[Client, Things], bool]:
    """Whether the page at this address is shown; ``{x.pk}`` stands for one of the things."""

    def probe(client: Client, things: Things) -> bool:
        return client.get(address.format(**vars(things))).status_code == 200

    return probe


def follows(address: str) -> Callable[[Client, Things], bool]:
    """Whether this address leads on to a page of the same place."""

    def probe(client: Client, things: Things) -> bool:
        answer = client.get(address, follow=True)
        return answer.status_code == 200 and answer.request["PATH_INFO"].startswith(address)

    return probe


def shows(address: str, *titles: str) -> Callable[[Client, Things], bool]:
    """Whether the page at this address is shown and names the things."""

    def probe(client: Client, things: Things) -> bool:
        answer = client.get(address, headers={"x-requested-with": "XMLHttpRequest"})
        return answer.status_code == 200 and all(title in answer.content.decode() for title in titles)

    return probe


def unpublishes(client: Client, things: Things) -> bool:
    client.post(f"/admin/pages/{things.page.pk}/unpublish/")
    things.page.refresh_from_db()
    return not things.page.live


def takes_a_file(client: Client, things: Things) -> bool:
    answer = client.get("/admin/subscribers/?export=csv")
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/csv")


def takes_partners(client: Client, things: Things) -> bool:
    files = [
        client.get(f"/admin/{name}/?export={kind}")
        for name in ("organismes", "personnes", "sieges", "participations")
        for kind in ("csv", "xlsx")
    ]
    taken = {answer.status_code == 200 and "html" not in answer["Content-Type"] for answer in files}
    assert len(taken) == 1
    return taken == {True}


def forgets_organization(client: Client, things: Things) -> bool:
    client.post(f"/admin/organismes/delete/{things.organization.pk}/")
    return not Organization.objects.filter(pk=things.organization.pk).exists()


def erases(client: Client, things: Things) -> bool:
    client.post(f"/admin/topics/delete/{things.topic.pk}/")
    return not Topic.objects.filter(pk=things.topic.pk).exists()


def forgets_event(client: Client, things: Things) -> bool:
    """A draft is deleted; what was published is cancelled instead, which its own room proves."""
    Event.objects.update(status=EventStatus.DRAFT)
    client.post(f"/admin/agenda/delete/{things.event.pk}/")
    return not Event.objects.filter(pk=things.event.pk).exists()


def counts_heads(client: Client, things: Things) -> bool:
    client.post(f"/admin/presences/{things.event.pk}/", {"round": str(uuid4()), "adults": "12"})
    return HeadCount.objects.filter(event=things.event, number=12).exists()


def has(permission: str) -> Callable[[Client, Things], bool]:
    """Where the address itself is proved in its own room's tests."""

    def probe(client: Client, things: Things) -> bool:
        return client.get("/admin/").wsgi_request.user.has_perm(permission)

    return probe


# A capability is held when every one of its probes succeeds, and withheld when every one fails.
PROBES: dict[Capability, list[Callable[[Client, Things], bool]]] = {
    Capability.ENTER: [opens("/admin/"), opens("/admin/account/")],
    Capability.WRITE_PAGES: [
        opens("/admin/modeles-d-infolettre/"),
        opens("/admin/modeles-d-infolettre/new/"),
        opens("/admin/pages/{page.pk}/edit/"),
        opens("/admin/pages/add/pages/standardpage/{page.pk}/"),
    ],
    Capability.PUBLISH_PAGES: [unpublishes],
    Capability.CHOOSE_FILES: [
        shows("/admin/images/chooser/", "La rue des Tailleurs"),
        shows("/admin/images/chooser/results/", "La rue des Tailleurs"),
        shows("/admin/documents/chooser/results/", "Les règlements"),
    ],
    Capability.KEEP_FILES: [
        opens("/admin/images/multiple/add/"),
        opens("/admin/images/{picture.pk}/"),
        opens("/admin/documents/multiple/add/"),
        opens("/admin/documents/edit/{document.pk}/"),
    ],
    Capability.KEEP_COLLECTIONS: [opens("/admin/collections/"), opens("/admin/collections/add/")],
    Capability.KEEP_REDIRECTS: [opens("/admin/redirects/"), opens("/admin/redirects/add/")],
    Capability.SEE_EVENTS: [opens("/admin/agenda/")],
    Capability.KEEP_EVENTS: [opens("/admin/agenda/new/"), opens("/admin/agenda/edit/{event.pk}/"), forgets_event],
    Capability.SEE_REGISTRATIONS: [opens("/admin/inscriptions/{desk.pk}/")],
    Capability.KEEP_REGISTRATIONS: [
        opens("/admin/inscriptions/{desk.pk}/telephone/"),
        opens("/admin/inscriptions/{desk.pk}/lettres/"),
        opens("/admin/inscriptions/personne/{registered.pk}/annuler/"),
        opens("/admin/inscriptions/personne/{registered.pk}/places/"),
        opens("/admin/inscriptions/personne/{registered.pk}/accepter/"),
    ],
    Capability.EXPORT_REGISTRATIONS: [
        opens("/admin/inscriptions/{desk.pk}/personnes.csv"),
        opens("/admin/inscriptions/{desk.pk}/personnes.xlsx"),
    ],
    Capability.COUNT_ATTENDANCE: [counts_heads],
    Capability.CHECK_IN: [
        opens("/admin/presences/{desk.event_id}/accueil/"),
        opens("/admin/presences/{desk.event_id}/saisir/"),
    ],
    Capability.SEE_MAILINGS: [
        opens("/admin/mailings/"),
        opens("/admin/mailings/{mailing.pk}/"),
        opens("/admin/mailings/{mailing.pk}/progress/"),
        opens("/admin/mailings/{mailing.pk}/report/"),
    ],
    Capability.SEE_LETTERS: [
        opens("/admin/mailings/{mailing.pk}/letters/"),
        opens("/admin/mailings/{mailing.pk}/exclusions/"),
    ],
    Capability.SEND: [
        opens("/admin/infolettres/{newsletter.pk}/envoyer/"),
        opens("/admin/infolettres/{newsletter.pk}/essai/"),
        opens("/admin/mailings/{mailing.pk}/stop/now/"),
        opens("/admin/mailings/{mailing.pk}/resend/"),
        opens("/admin/plans/"),
    ],
    Capability.APPROVE: [opens("/admin/approbations/{reading.pk}/")],
    Capability.KEEP_APPROVALS: [
        has("newsletters.change_approvalrules"),
        follows("/admin/settings/newsletters/approvalrules/"),
    ],
    Capability.KEEP_TOPICS: [
        opens("/admin/topics/"),
        opens("/admin/topics/new/"),
        opens("/admin/topics/edit/{topic.pk}/"),
        erases,
    ],
    Capability.SEE_SUBSCRIBERS: [
        opens("/admin/subscribers/"),
        opens("/admin/subscribers/{subscriber.pk}/"),
        opens("/admin/consent-ledger/"),
        opens("/admin/returns/"),
        opens("/admin/returns/{report.pk}/"),
    ],
    Capability.KEEP_SUBSCRIBERS: [
        has("newsletters.change_subscriber"),
        has("newsletters.delete_subscriber"),
        has("newsletters.change_mailreport"),
        opens("/admin/subscribers/{subscriber.pk}/ecrire-de-nouveau/"),
    ],
    Capability.IMPORT_SUBSCRIBERS: [
        opens("/admin/subscriber-imports/"),
        opens("/admin/subscriber-imports/new/"),
        opens("/admin/subscribers/motif/"),
    ],
    Capability.EXPORT_SUBSCRIBERS: [takes_a_file],
    Capability.CHANGE_IDENTITY: [opens("/admin/settings/partners/council/{council.pk}/")],
    Capability.SEE_PARTNERS: [
        opens("/admin/organismes/"),
        opens("/admin/organismes/inspect/{organization.pk}/"),
        opens("/admin/personnes/"),
        opens("/admin/sieges/"),
        opens("/admin/participations/"),
        opens("/admin/secteurs/"),
        shows("/admin/organization_chooser/", "Table de concertation"),
        shows("/admin/organization_chooser/results/?q=concertation", "Table de concertation"),
    ],
    Capability.SEE_BOARD_LEVEL: [
        opens("/admin/personnes/inspect/{neighbour.pk}/"),
        shows("/admin/personnes/results/", "Zénobie Fictive"),
        shows("/admin/person_chooser/results/?q=zenobie", "Zénobie Fictive"),
        opens("/admin/contacts/"),
        opens("/admin/taches/"),
        opens("/admin/nouvelles/"),
        opens("/admin/cadences/"),
        opens("/admin/partenariats/"),
        opens("/admin/partenariats/tableau/"),
        opens("/admin/subventions/"),
        opens("/admin/subventions/calendrier/"),
        opens("/admin/dossiers-du-conseil/choisir/"),
    ],
    Capability.SEE_PRIVATE: [has("partners.see_private"), opens("/admin/personnes/inspect/{confidant.pk}/")],
    Capability.KEEP_PARTNERS: [
        opens("/admin/ajouter-un-partenaire/"),
        opens("/admin/contacts/noter/"),
        opens("/admin/contacts/qui/?q=zenobie"),
        opens("/admin/taches/ajouter/"),
        opens("/admin/cadences/ajouter/"),
        opens("/admin/organismes/new/"),
        opens("/admin/organismes/edit/{organization.pk}/"),
        opens("/admin/personnes/edit/{figure.pk}/"),
        opens("/admin/participations/new/"),
        opens("/admin/partenariats/new/"),
        opens("/admin/subventions/new/"),
        opens("/admin/relais/"),
        forgets_organization,
    ],
    Capability.EXPORT_PARTNERS: [takes_partners],
    Capability.IMPORT_PARTNERS: [
        opens("/admin/partenaires/listes/"),
        opens("/admin/partenaires/doublons/"),
        opens("/admin/partenaires/doublons/?kind=organization"),
    ],
    Capability.SEE_ASSEMBLIES: [
        opens("/admin/assemblees/"),
        opens("/admin/assemblees/inspect/{assembly.pk}/"),
        opens("/admin/decisions/"),
        opens("/admin/decisions/inspect/{decision.pk}/"),
        opens("/admin/reglements/"),
    ],
    Capability.SEE_CLOSED_SESSION: [opens("/admin/decisions/inspect/{secret.pk}/")],
    Capability.KEEP_DECISIONS: [
        opens("/admin/decisions/new/"),
        opens("/admin/decisions/edit/{decision.pk}/"),
        opens("/admin/decisions/{decision.pk}/vote/"),
    ],
    Capability.KEEP_ASSEMBLIES: [
        opens("/admin/assemblees/planifier/"),
        opens("/admin/assemblees/edit/{assembly.pk}/"),
        opens("/admin/assemblees/{assembly.pk}/convoquer/"),
        opens("/admin/assemblees/{assembly.pk}/ordre-du-jour/point/"),
    ],
    Capability.KEEP_BYLAWS: [opens("/admin/reglements/new/"), opens("/admin/reglements/edit/{bylaw.pk}/")],
    Capability.SEE_ARCHIVE: [
        opens("/admin/memoire/"),
        opens("/admin/fonds-d-archives/"),
        opens("/admin/sujets/"),
        opens("/admin/lieux-de-memoire/"),
        opens("/admin/retraits/"),
        opens("/admin/originaux/"),
        opens("/admin/fichiers-de-la-memoire/piece/{item.pk}/"),
    ],
    Capability.KEEP_ARCHIVE: [
        opens("/admin/fichiers-de-la-memoire/"),
        opens("/admin/fichiers-de-la-memoire/piece/{item.pk}/ajouter/"),
        opens("/admin/memoire/add/"),
        opens("/admin/memoire/edit/{item.pk}/"),
        opens("/admin/memoire/transcription/{item.pk}/"),
        opens("/admin/fonds-d-archives/add/"),
        opens("/admin/sujets/add/"),
        opens("/admin/lieux-de-memoire/add/"),
        opens("/admin/descriptions/"),
        opens("/admin/a-decrire/"),
        opens("/admin/a-decrire/{item.pk}/"),
    ],
    Capability.PUBLISH_ARCHIVE: [has("archive.publish_item"), opens("/admin/memoire/unpublish/{item.pk}/")],
    Capability.SEE_AGREEMENTS: [opens("/admin/accords/")],
    Capability.KEEP_AGREEMENTS: [opens("/admin/accords/inscrire/"), has("archive.change_agreement")],
    Capability.MODERATE: [
        opens("/admin/contributions/"),
        opens("/admin/contributions/{contribution.pk}/"),
        opens("/admin/contributions/{contribution.pk}/accepter/"),
        opens("/admin/avez-vous-reconnu/"),
        opens("/admin/avez-vous-reconnu/ajouter/"),
    ],
    Capability.TAKE_DOWN: [opens("/admin/memoire/retirer/{item.pk}/")],
    Capability.DESTROY_ITEMS: [has("archive.delete_item"), opens("/admin/memoire/delete/{item.pk}/")],
    Capability.EXPORT_ARCHIVE: [has("archive.export_archive"), opens("/admin/emporter/")],
    Capability.BRING_HOME: [has("archive.bring_home"), opens("/admin/apporter/")],
    Capability.ANSWER_REQUESTS: [
        opens("/admin/personnes/dossier/{figure.pk}/"),
        opens("/admin/personnes/dossier/{figure.pk}.csv"),
        opens("/admin/personnes/dossier/{figure.pk}.json"),
        opens("/admin/personnes/effacer/{figure.pk}/"),
        opens("/admin/personnes/garder/{figure.pk}/"),
        opens("/admin/demandes/"),
        opens("/admin/demandes/ajouter/"),
        opens("/admin/a-effacer/"),
    ],
    Capability.KEEP_ACCOUNTS: [opens("/admin/users/"), opens("/admin/users/new/")],
}
