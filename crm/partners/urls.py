"""Addresses of the ground floor outside the administration."""

from django.urls import path

from crm.partners.views.funding_feed import FundingFeedView

urlpatterns = [
    path("calendrier/subventions/<str:key>.ics", FundingFeedView.as_view(), name="funding_feed"),
]
