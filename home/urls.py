"""Addresses of the porch."""

from django.urls import path

from home.views import admin_appearance

urlpatterns = [path("apparence-administration.css", admin_appearance, name="admin_appearance")]
