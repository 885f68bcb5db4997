"""The addresses of the sign-in, in French; the names are allauth's, so that its redirects find them."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path
from django.views.generic import RedirectView

password_chosen = account.password_reset_from_key_done
new_password = account.PasswordResetFromKeyView.as_view(reset_url_key="choisir")

# There is no sign-up address, nor one to change one's own e-mail: whoever keeps the accounts does both.
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="mfa_index"), name="account_home"),
    path("connexion/", account.login, name="account_login"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "mot-de-passe/nouveau/fait/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        new_password,
        name="account_reset_password_from_key",
    ),
    path("deux-etapes/", mfa.index, name="mfa_index"),
    path("deux-etapes/code/", mfa.authenticate, name="mfa_authenticate"),
    path("deux-etapes/confirmer/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("deux-etapes/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("deux-etapes/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("deux-etapes/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("deux-etapes/codes/nouveaux/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("deux-etapes/codes/fichier/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("deux-etapes/cles/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("deux-etapes/cles/ajouter/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("deux-etapes/cles/confirmer/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("deux-etapes/cles/connexion/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("deux-etapes/cles/<int:pk>/renommer/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("deux-etapes/cles/<int:pk>/retirer/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]
