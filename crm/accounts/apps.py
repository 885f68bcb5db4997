from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "crm.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from crm.accounts import checks, receivers  # noqa: F401


class UsersAdminConfig(WagtailUsersAppConfig):
    """Wagtail's screens for people, with ours in place of those that know a user name and a password."""

    verbose_name = _("People who sign in")
    user_viewset = "crm.accounts.viewsets.UserViewSet"
