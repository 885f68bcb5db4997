"""Who signs in, with what, and how often one may be wrong (`docs/decisions/0003`)."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "account_login"
# An evening of work. Closing the browser does not end it: a volunteer's tablet forgets too easily.
SESSION_COOKIE_AGE = 12 * 60 * 60
# A one-time link, of an invitation or of a forgotten password, works this long.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60

# What each installation chooses; the strict choice is the default.
SECOND_FACTOR_REQUIRED = True
SHOW_DEMO_LOGINS = False
DEMO_LOGINS: list[tuple[str, str]] = []
DEMO_PASSWORD = ""

# --- django-allauth: e-mail and password, then a second factor ---------------------------------
ACCOUNT_ADAPTER = "crm.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# User.email is the only truth: nobody signs up, so there is no address to verify.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "crm.accounts.forms.LoginForm",
    "reauthenticate": "crm.accounts.forms.ReauthenticateForm",
    "change_password": "crm.accounts.forms.ChangePasswordForm",
    "reset_password": "crm.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "crm.accounts.forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "crm.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_FORMS = {
    "authenticate": "crm.accounts.forms.SecondFactorForm",
    "reauthenticate": "crm.accounts.forms.ConfirmSecondFactorForm",
    "activate_totp": "crm.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "crm.accounts.forms.AddKeyForm",
    "edit_webauthn": "crm.accounts.forms.RenameKeyForm",
}
# X-Forwarded-For is not believed at all: behind our proxy, REMOTE_ADDR is the client's own (`cms/proxy.py`).
ALLAUTH_TRUSTED_PROXY_COUNT = 0

# --- django-axes: five wrong tries for one address from one place, then a pause ------------------
# Counted in the shared cache, which every web process sees. The pair keeps an attacker from locking
# anybody out of her own account from elsewhere.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "crm.accounts.lockout.username_of"
AXES_CLIENT_IP_CALLABLE = "crm.accounts.clients.client_ip"
AXES_CLIENT_STR_CALLABLE = "crm.accounts.lockout.nobody"
AXES_LOCKOUT_CALLABLE = "crm.accounts.lockout.lockout_response"
AXES_VERBOSE = False

# --- Wagtail's own doors, closed (`crm/accounts/doors.py` redirects their addresses) ---------------
WAGTAIL_FRONTEND_LOGIN_URL = "/compte/connexion/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_USER_TIME_ZONES = ["America/Toronto"]  # one council, one clock: nothing to choose
