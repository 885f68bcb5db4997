"""Log-in addresses that Wagtail or Django would open beside ours; included before theirs."""

from django.urls import path, re_path

from crm.accounts.views import SideDoor, closed, to_logout, to_password_reset

urlpatterns = [
    path("admin/login/", SideDoor.as_view()),
    path("admin/logout/", to_logout),
    re_path(r"^admin/password_reset/.*$", to_password_reset),
    path("_util/login/", SideDoor.as_view()),
    path("accounts/login/", SideDoor.as_view()),
    path("django-admin/login/", SideDoor.as_view()),
    # In bulk, Wagtail lets a keeper of accounts close an administrator's, or the last one.
    path("admin/bulk/accounts/user/<str:action>/", closed),
]
