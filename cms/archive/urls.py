"""Addresses of the memory."""

from django.urls import path

from cms.archive.feeds import MemoryAtom, NotebookAtom
from cms.archive.views import iiif
from cms.archive.views.agreements import OwnAgreementView
from cms.archive.views.browse import collection_page, memory
from cms.archive.views.contributing import ContributeView, contribute_done
from cms.archive.views.files import public_file
from cms.archive.views.items import item_in_large_print, item_page, to_item
from cms.archive.views.lists import chronology, place_page, plan
from cms.archive.views.oai import oai
from cms.archive.views.own_contribution import ContributionFileView, ContributionView, WithdrawContributionView
from cms.archive.views.recognition_sheet import recognition_sheet, recognition_sheet_pdf
from cms.archive.views.recognizing import RecognizeView, recognize_done, this_week
from cms.archive.views.told import stories
from cms.archive.views.transcripts import captions, transcript_file

urlpatterns = [
    path("", memory, name="archive"),
    path("fil.xml", MemoryAtom(), name="archive_feed"),
    path("carnet/fil.xml", NotebookAtom(), name="archive_notebook_feed"),
    path("recits/", stories, name="archive_stories"),
    path("chronologie/", chronology, name="archive_chronology"),
    path("carte/", plan, name="archive_plan"),
    path("<int:number>/", to_item, name="archive_number"),
    path("<int:number>/manifest.json", iiif.manifest, name="archive_manifest"),
    path("<int:number>/<slug:slug>/", item_page, name="archive_item"),
    path("<int:number>/<slug:slug>/gros-caracteres/", item_in_large_print, name="archive_item_large"),
    path("accord/<str:token>/", OwnAgreementView.as_view(), name="archive_agreement"),
    path("fichiers/<int:master>/sous-titres.vtt", captions, name="archive_captions"),
    path("fichiers/<int:master>/transcription.txt", transcript_file, name="archive_transcript"),
    path("fichiers/<int:master>/<str:name>", public_file, name="archive_file"),
    path("contribuer/", ContributeView.as_view(), name="archive_contribute"),
    path("contribuer/merci/", contribute_done, name="archive_contribute_done"),
    path("contribution/<str:token>/", ContributionView.as_view(), name="archive_contribution"),
    path("contribution/<str:token>/retirer/", WithdrawContributionView.as_view(), name="archive_contribution_withdraw"),
    path(
        "contribution/<str:token>/donnees.<str:extension>",
        ContributionFileView.as_view(),
        name="archive_contribution_data",
    ),
    path("iiif/<str:name>", iiif.to_information, name="archive_iiif"),
    path("iiif/<str:name>/info.json", iiif.information, name="archive_iiif_information"),
    path("iiif/<str:name>/full/<str:size>/0/default.jpg", iiif.image, name="archive_iiif_image"),
    path("fonds/<slug:slug>/collection.json", iiif.collection, name="archive_iiif_collection"),
    path("avez-vous-reconnu/", this_week, name="archive_recognize"),
    path("avez-vous-reconnu/<int:pk>/", RecognizeView.as_view(), name="archive_recognize_photo"),
    path("avez-vous-reconnu/<int:pk>/merci/", recognize_done, name="archive_recognize_done"),
    path("avez-vous-reconnu/<int:pk>/affiche/", recognition_sheet, name="archive_recognize_sheet"),
    path("avez-vous-reconnu/<int:pk>/affiche.pdf", recognition_sheet_pdf, name="archive_recognize_sheet_pdf"),
    path("oai", oai, name="archive_oai"),
    path("fonds/<slug:slug>/", collection_page, name="archive_collection"),
    path("lieux/<slug:slug>/", place_page, name="archive_place"),
]
