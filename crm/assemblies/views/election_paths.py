"""The addresses of an election, below those of its assembly."""

from django.urls import URLPattern, path

from crm.assemblies.views import candidacies, counting, door, elections

ELECTION = "<int:pk>/election/"
CANDIDACY = f"{ELECTION}candidature/<int:candidacy>/"
ELECTOR = f"{ELECTION}porte/<int:elector>/"

election_paths: list[URLPattern] = [
    path(ELECTION, elections.ElectionView.as_view(), name="election"),
    path(f"{ELECTION}preparer/", elections.PrepareElectionView.as_view(), name="prepare_election"),
    path(f"{ELECTION}conduite/", elections.ConductView.as_view(), name="conduct"),
    path(f"{ELECTION}sieges/", elections.SeatsView.as_view(), name="seats"),
    path(f"{ELECTION}ouvrir/", elections.OpenElectionView.as_view(), name="open_election"),
    path(f"{ELECTION}candidatures/", elections.ReopenCandidaciesView.as_view(), name="reopen_candidacies"),
    path(f"{ELECTION}proclamer/", elections.ProclaimView.as_view(), name="proclaim"),
    path(f"{ELECTION}candidature/", candidacies.StandView.as_view(), name="stand"),
    path(CANDIDACY, candidacies.CandidacyView.as_view(), name="candidacy"),
    path(f"{CANDIDACY}valide/", candidacies.ValidateView.as_view(), name="validate"),
    path(f"{CANDIDACY}refusee/", candidacies.RefuseView.as_view(), name="refuse"),
    path(f"{CANDIDACY}retiree/", candidacies.WithdrawView.as_view(), name="withdraw"),
    path(f"{CANDIDACY}appui/<int:supporter>/", candidacies.RemoveSupporterView.as_view(), name="remove_supporter"),
    path(f"{ELECTION}porte/", door.DoorView.as_view(), name="door"),
    path(f"{ELECTION}porte/bulletins/", door.GiveEveryBallotView.as_view(), name="give_every_ballot"),
    path(f"{ELECTOR}bulletin/", door.GiveBallotView.as_view(), name="give_ballot"),
    path(f"{ELECTOR}depart/", door.LeaveView.as_view(), name="elector_leaves"),
    path(f"{ELECTOR}retour/", door.ReturnView.as_view(), name="elector_returns"),
    path(f"{ELECTOR}rayer/", door.StrikeView.as_view(), name="strike"),
    path(f"{ELECTION}bulletin/", counting.BallotView.as_view(), name="ballot"),
    path(f"{ELECTION}depouillement/", counting.CountView.as_view(), name="count"),
    path(f"{ELECTION}egalite/<int:seat>/", counting.TieView.as_view(), name="tie"),
    path(f"{ELECTION}officiers/", counting.OfficersView.as_view(), name="officers"),
]
